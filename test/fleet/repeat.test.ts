import { expect, test } from "vitest";
import { repeatIn } from "../../src/fleet/repeat.ts";

const words = (text: string): string[] => (text === "" ? [] : text.split(" "));
const numbers = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => String(from + index)).join(" ");

test.each<[string, string, number[], { from: number; count: number } | undefined]>([
  ["nothing comes twice", "a b c d", [], undefined],
  ["nothing was heard", "", [], undefined],
  ["a pause before the first line proves nothing", "a b", [0], undefined],
  ["three live lines come again within the history", "d e f a b c d e f g", [], { from: 0, count: 3 }],
  ["two may be chance", "e f a b e f g", [], undefined],
  ["but not where a pause follows the first of them", "e f a b e f g", [2], { from: 0, count: 2 }],
  ["nor is a pause in between a proof", "e f a b e f g", [1, 3], undefined],
  ["a line that comes a third time is the console's own", "x a x b x", [1], undefined],
  [
    "the history follows the live lines and ends as they do",
    `${numbers(0, 60)} ${numbers(20, 60)} 60`,
    [],
    { from: 60, count: 40 },
  ],
  ["a console may repeat a few lines", `${numbers(0, 60)} ${numbers(50, 60)} 60`, [], undefined],
  ["or go back to earlier ones", `${numbers(0, 60)} ${numbers(20, 50)} 60`, [], undefined],
])("%s", (_name, lines, pauses, repeat) => {
  expect(repeatIn(words(lines), pauses)).toEqual(repeat);
});
