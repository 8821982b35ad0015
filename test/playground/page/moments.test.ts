import { expect, test } from "vitest";
import { clockTime, durationInWords, momentInWords } from "./moments.ts";

const now = Date.UTC(2026, 0, 5, 12);

test.each([
  [now / 1000 + 300, "R", "in 5 minutes"],
  [now / 1000 - 2, "R", "2 seconds ago"],
  [now / 1000 - 86_400 * 3, "R", "3 days ago"],
  [8_640_000_000_001, "f", "at no time"],
])("%d as %s is %s", (seconds, style, words) => {
  expect(momentInWords(seconds, style, now)).toBe(words);
});

test("each style says something else, and an unknown one is the usual", () => {
  const words = "tTdDfFsS".split("").map((style) => momentInWords(now / 1000, style, now));
  expect(new Set(words).size).toBe(8);
  expect(momentInWords(now / 1000, "x", now)).toBe(momentInWords(now / 1000, "f", now));
});

test("a clock shows the date of another day", () => {
  expect(clockTime(now - 3 * 86_400_000, now).length).toBeGreaterThan(clockTime(now, now).length);
});

test.each([
  [8_999, "8 s"],
  [12 * 60_000, "12 min"],
  [3 * 3_600_000 + 60_000, "3 h 1 min"],
  [50 * 3_600_000, "2 d 2 h"],
])("%d ms is %s", (ms, words) => {
  expect(durationInWords(ms)).toBe(words);
});
