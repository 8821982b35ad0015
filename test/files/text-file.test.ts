import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textOf, withLastBreak, withText } from "../../src/files/text-file.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const string = (data: Uint8Array): string => new TextDecoder("utf-8", { ignoreBOM: true }).decode(data);

describe("textOf", () => {
  test.each([
    ["plain", bytes("a\nb"), "a\nb"],
    ["Windows line ends", bytes("a\r\nb\r\n"), "a\nb\n"],
    ["a byte order mark", bytes("\uFEFFa"), "a"],
    ["colours", bytes("\u001B[31mred"), "\u001B[31mred"],
    ["nothing", bytes(""), ""],
  ])("reads %s", (_, data, text) => {
    expect(textOf(data)).toBe(text);
  });

  test.each([
    ["latin-1", Uint8Array.of(0x67, 0x72, 0xfc, 0x6e)],
    ["half a character", bytes("€").subarray(0, 2)],
    ["a zero", bytes("a\u0000b")],
    ["UTF-16", Uint8Array.of(0xff, 0xfe, 0x61, 0x00)],
  ])("takes %s for no text", (_, data) => {
    expect(textOf(data)).toBeUndefined();
  });
});

describe("withText", () => {
  const line = fc.string({ maxLength: 5 }).map((text) => text.replaceAll(/[\p{Cc}\uFEFF]/gu, ""));
  const ending = fc.constantFrom("\n", "\r\n");
  const original = fc
    .tuple(fc.boolean(), fc.array(fc.tuple(line, ending)), line)
    .map(([mark, lines, last]) => `${mark ? "\uFEFF" : ""}${lines.flat().join("")}${last}`);

  test("changes no byte of a text that is not changed", () => {
    fc.assert(
      fc.property(original, (text) => {
        const data = bytes(text.toWellFormed());
        expect(string(withText(data, textOf(data) ?? ""))).toBe(string(data));
      }),
    );
  });

  test("says what was wanted, whatever the endings", () => {
    fc.assert(
      fc.property(original, fc.array(line), (text, lines) => {
        const wanted = lines.join("\n").toWellFormed();
        expect(textOf(withText(bytes(text.toWellFormed()), wanted))).toBe(wanted);
      }),
    );
  });

  test.each([
    ["a\r\nb\r\n", "a\nc\nd\n", "a\r\nc\r\nd\r\n"],
    ["a\nb\r\nc\r\n", "a\nb\nnew\nc\n", "a\nb\r\nnew\r\nc\r\n"],
    ["a\nb\nc\r\n", "a\nnew\nb\nc\n", "a\nnew\nb\nc\r\n"],
    ["a\r\n", "", ""],
    ["", "a\n", "a\n"],
    ["a\n", "b\r\n", "b\n"],
    ["\uFEFFa", "\uFEFFb", "\uFEFFb"],
  ])("puts %j and %j together as %j", (before, text, after) => {
    expect(string(withText(bytes(before), text))).toBe(after);
  });
});

test.each([
  ["a\n", "b", "b\n"],
  ["a\n", "b\n", "b\n"],
  ["a", "b", "b"],
  ["a\n", "", ""],
])("a form that drops the last line break of %j for %j means %j", (before, text, after) => {
  expect(withLastBreak(before, text)).toBe(after);
});
