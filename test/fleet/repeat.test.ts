import { expect, test } from "vitest";
import { repeatIn } from "../../src/fleet/repeat.ts";

const words = (text: string): string[] => (text === "" ? [] : text.split(" "));
const numbers = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => String(from + index)).join(" ");

test.each<[string, string, number[], { from: number; count: number } | undefined]>([
  ["nothing comes twice", "a b c d", [], undefined],
  ["nothing was heard", "", [], undefined],
  ["a pause before the first line proves nothing", "a b", [0], undefined],
  ["a pause follows lines that come again within the history", "e f a b e f g", [2], { from: 0, count: 2 }],
  ["without it, they are the console's own", "e f a b e f g", [], undefined],
  ["nor is a pause in between a proof", "e f a b e f g", [1, 3], undefined],
  ["a line that comes a third time is the console's own", "x a x b x", [1], undefined],
  [
    "lines of a flood come again at the end of a full history",
    `${numbers(200, 210)} ${numbers(60, 210)} 210`,
    [],
    { from: 0, count: 10 },
  ],
  ["two may be chance", `${numbers(200, 202)} ${numbers(52, 202)} 202`, [], undefined],
  [
    "a trace may stand amid the history twice",
    `${numbers(0, 10)} a ${numbers(0, 10)} ${numbers(20, 170)}`,
    [],
    undefined,
  ],
  [
    "a full history follows the live lines and ends as they do",
    `${numbers(0, 160)} ${numbers(10, 160)} 160`,
    [],
    { from: 160, count: 150 },
  ],
  ["a console may repeat some lines", `${numbers(0, 160)} ${numbers(130, 160)} 160`, [], undefined],
  ["or go back to earlier ones", `${numbers(0, 170)} ${numbers(10, 160)} 170`, [], undefined],
])("%s", (_name, lines, pauses, repeat) => {
  expect(repeatIn(words(lines), pauses)).toEqual(repeat);
});
