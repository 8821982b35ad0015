import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesInWords, cut, durationInWords, listInWords, waitInWords } from "../../src/lib/text.ts";

test.each([
  [0, "0 B"],
  [1023, "1023 B"],
  [1536, "1.5 KiB"],
  [1024 ** 2, "1 MiB"],
  [104_857_600, "100 MiB"],
  [1.25 * 1024 ** 3, "1.3 GiB"],
  [-5, "0 B"],
])("%d bytes are %s", (bytes, words) => {
  expect(bytesInWords(bytes)).toBe(words);
});

test.each([
  [0, "0 s"],
  [999, "0 s"],
  [61_000, "1 min 1 s"],
  [5_460_000, "1 h 31 min"],
  [3_600_000, "1 h"],
  [3_605_000, "1 h"],
  [90_061_000, "1 d 1 h"],
])("%d ms are %s", (ms, words) => {
  expect(durationInWords(ms)).toBe(words);
});

test.each([
  [1, "1 s"],
  [4100, "5 s"],
  [60_000, "60 s"],
  [310_000, "6 min"],
  [3_700_000, "1 h 2 min"],
])("a wait of %d ms is told as %s, so that nobody comes too early", (ms, words) => {
  expect(waitInWords(ms)).toBe(words);
});

describe("cut", () => {
  test("leaves short text alone and marks what it cuts", () => {
    expect(cut("abc", 3)).toBe("abc");
    expect(cut("abcd", 3)).toBe("ab…");
  });

  test("never leaves half a character", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", minLength: 1 }),
        fc.integer({ min: 1, max: 20 }),
        (text, max) => {
          const short = cut(text, max);
          expect(short.length).toBeLessThanOrEqual(max);
          expect(short.isWellFormed()).toBe(true);
        },
      ),
    );
  });
});

test.each([
  [[], ""],
  [["a"], "a"],
  [["a", "b"], "a or b"],
  [["a", "b", "c"], "a, b or c"],
])("%j is listed as %s", (items, words) => {
  expect(listInWords(items, "or")).toBe(words);
});
