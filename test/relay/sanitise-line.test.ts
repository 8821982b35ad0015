import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sanitiseLine } from "../../src/relay/sanitise-line.ts";

const esc = "\u001B";

describe("a sanitised line", () => {
  it.each([
    ["plain text", "[12:00:00 INFO]: Done (3.2s)!", "[12:00:00 INFO]: Done (3.2s)!"],
    ["tabs", "\tat net.minecraft.Foo", "\tat net.minecraft.Foo"],
    ["U+FFFD from broken UTF-8", "caf\uFFFD", "caf\uFFFD"],
    ["a progress bar, last state", "10%\r50%\r100%", "100%"],
    ["a trailing carriage return", "done\r", "done"],
    ["a prompt that is erased", `> \r${esc}[K[12:00 INFO]: hi`, "[12:00 INFO]: hi"],
    ["colours", `${esc}[31;1mred${esc}[m`, "red"],
    ["a cursor move", `a${esc}[2J${esc}[1;1Hb`, "ab"],
    ["a private mode", `${esc}[?25lx${esc}[?1049h`, "x"],
    ["a title ended by BEL", `${esc}]0;My server\u0007hello`, "hello"],
    ["a title ended by ST", `${esc}]0;My server${esc}\\hello`, "hello"],
    ["a link", `${esc}]8;;https://x.example${esc}\\text${esc}]8;;${esc}\\`, "text"],
    ["a device control string", `${esc}Pq#0;2;0${esc}\\after`, "after"],
    ["an unterminated title", `before${esc}]0;never ended`, "before"],
    [
      "a quotation mark encoded twice",
      "\u00E2\u20ACœhi\u00E2\u20AC\u009D said Bob",
      "\u00E2\u20ACœhi\u00E2\u20AC said Bob",
    ],
    ["an unterminated colour", `before${esc}[31`, "before"],
    ["a lone escape at the end", `before${esc}`, "before"],
    ["a charset selection", `${esc}(Bx`, "x"],
    ["8-bit sequences", "\u009B31mred\u009D0;t\u009Cx", "redx"],
    ["NUL and other controls", "a\u0000b\u0008c\u007Fd\u0085e", "abcd e"],
    ["newlines that slipped through", "a\nb\u2028c", "a b c"],
    ["reading direction", "user\u202Egnp.exe\u2066x\u2069\u200F", "usergnp.exex"],
    ["zero-width characters", "pass\u200Bword\uFEFF\u2060", "password"],
    ["joiners of emoji and scripts stay", "👩\u200D🚀 می\u200Cخواهم", "👩\u200D🚀 می\u200Cخواهم"],
    ["stacked marks", `a${"\u0301".repeat(50)}b`, `a${"\u0301".repeat(4)}b`],
    ["half a surrogate pair", "x\uD83D y", "x\uFFFD y"],
    ["invisible tags", "a\u{E0041}\u{E007F}b", "ab"],
  ])("cleans %s", (_, raw, expected) => {
    expect(sanitiseLine(raw, false)).toBe(expected);
  });

  it.each([
    ["keeps a colour", `${esc}[31mred${esc}[0m`, `${esc}[31mred${esc}[0m`],
    ["writes colon parameters with semicolons", `${esc}[38:5:196mx`, `${esc}[38;5;196mx`],
    ["leaves out the space of a colour", `${esc}[1;38:2::255:0:0;4mx`, `${esc}[1;38;2;255;0;0;4mx`],
    ["keeps a colour without one", `${esc}[48:2:1:2:3mx`, `${esc}[48;2;1;2;3mx`],
    ["makes an 8-bit colour 7-bit", "\u009B32mx", `${esc}[32mx`],
    ["drops a cursor move", `${esc}[32m${esc}[2Kx`, `${esc}[32mx`],
    ["drops an escape that opens nothing", `${esc}${esc}[32mx${esc}`, `${esc}[32mx`],
  ])("%s when asked to", (_, raw, expected) => {
    expect(sanitiseLine(raw, true)).toBe(expected);
  });

  it("never holds a forbidden character, whatever came", () => {
    const forbidden =
      /[\u0000-\u0008\u000A-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\u200E\u200F\u2028\u2029]/;
    const nasty = fc.constantFrom(
      esc,
      "[",
      "]",
      "31m",
      "\r",
      "\u0007",
      "\u009B",
      "\u202E",
      "`",
      "m",
      ";",
      "a",
      "\0",
    );
    const raw = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString()),
      fc.array(nasty, { maxLength: 60 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(raw, (text) => {
        const clean = sanitiseLine(text, false);
        expect(clean).not.toMatch(forbidden);
        expect(clean.isWellFormed()).toBe(true);
        expect(sanitiseLine(text, true).replaceAll(/\u001B\[[\d;]*m/g, "")).not.toMatch(forbidden);
      }),
      { numRuns: 300 },
    );
  });
});
