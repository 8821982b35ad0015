import { expect, test } from "vitest";
import { namesInWords } from "../../commands/files/names-in-words.ts";

const file = (name: string) => ({ name, kind: "file" as const });

test.each([
  [[], ""],
  [[{ name: "world", kind: "directory" as const }, file("a*b")], String.raw`**world/**, **a\*b**`],
  [[file("x".repeat(100))], `**${"x".repeat(59)}…**`],
])("%# is %s", (entries, words) => {
  expect(namesInWords(entries)).toBe(words);
});

test("more than eight are counted", () => {
  const words = namesInWords(Array.from({ length: 12 }, (_, index) => file(`f${index}`)));
  expect(words).toMatch(/^(\*\*f\d\*\*, ){8}… \(12\)$/);
});
