import { describe, expect, it } from "vitest";
import { openColour, toDiscordColours, withoutColours } from "../../src/relay/ansi.ts";

const sgr = (codes: string): string => `\u001B[${codes}m`;
const reset = sgr("0");

describe("colours for Discord", () => {
  it.each([
    ["a simple colour", `${sgr("31")}x`, `${sgr("0;31")}x${reset}`],
    ["a bright colour as bold", `${sgr("91")}x`, `${sgr("0;1;31")}x${reset}`],
    [
      "a colour after bright, not bold",
      `${sgr("91")}x${sgr("32")}y`,
      `${sgr("0;1;31")}x${sgr("0;32")}y${reset}`,
    ],
    ["bold, underline and background", `${sgr("1;4;44")}x`, `${sgr("0;1;4;44")}x${reset}`],
    ["a bright background as the base", `${sgr("101")}x`, `${sgr("0;41")}x${reset}`],
    ["256 colours: orange-red", `${sgr("38;5;196")}x`, `${sgr("0;31")}x${reset}`],
    ["256 colours: a named one", `${sgr("38;5;10")}x`, `${sgr("0;32")}x${reset}`],
    ["256 colours: a light grey", `${sgr("38;5;250")}x`, `${sgr("0;37")}x${reset}`],
    ["RGB gold as yellow", `${sgr("38;2;255;170;0")}x`, `${sgr("0;33")}x${reset}`],
    ["RGB light green as green", `${sgr("38;2;85;255;85")}x`, `${sgr("0;32")}x${reset}`],
    ["RGB background", `${sgr("48;2;0;0;200")}x`, `${sgr("0;44")}x${reset}`],
    ["a code after an RGB colour", `${sgr("38;2;255;0;0;1")}x`, `${sgr("0;1;31")}x${reset}`],
    ["an explicit end", `${sgr("33")}WARN${sgr("39")} text`, `${sgr("0;33")}WARN${reset} text`],
    ["an empty reset", `${sgr("33")}WARN${sgr("")} text`, `${sgr("0;33")}WARN${reset} text`],
    ["no sequence where nothing is shown", `${sgr("31")}${sgr("32")}${reset}x`, "x"],
    ["italics, blink: nothing", `${sgr("3;5")}x`, "x"],
    ["no colours at all", "x", "x"],
  ])("shows %s", (_, line, expected) => {
    expect(toDiscordColours(line)).toBe(expected);
  });

  it("uses only what Discord knows", () => {
    const all = Array.from({ length: 128 }, (_, code) => `${sgr(String(code))}x`).join("");
    for (const [, codes] of toDiscordColours(all).matchAll(/\u001B\[([\d;]*)m/g)) {
      expect(codes).toMatch(/^0(?:;1)?(?:;4)?(?:;3[0-7])?(?:;4[0-7])?$/);
    }
  });

  it("takes colours away and tells which one is open", () => {
    expect(withoutColours(`${sgr("0;31")}a${reset}b`)).toBe("ab");
    expect(openColour(`${sgr("0;31")}a`)).toBe(sgr("0;31"));
    expect(openColour(`${sgr("0;31")}a${reset}b`)).toBe("");
  });
});
