import { describe, expect, it } from "vitest";
import { createLevelGate, type ConsoleLevel } from "../../src/relay/level-gate.ts";

const lines = [
  "[12:00:00 INFO]: Done",
  "[12:00:01 WARN]: Can't keep up!",
  "[12:00:02 ERROR]: Failed to save",
  "java.io.IOException: disk full",
  "\tat com.example.Save.run(Save.java:3)",
  "Caused by: java.lang.IllegalStateException: x",
  "\t... 12 more",
  "[12:00:03 INFO]: \tat the door",
  "Traceback (most recent call last):",
  '  File "plugin.py", line 3, in tick',
  "    run()",
  "plain words",
  "\tat nobody",
];
const passing = (level: ConsoleLevel): number[] => {
  const passes = createLevelGate(level);
  return lines.flatMap((line, index) => (passes(line) ? [index] : []));
};

describe("CONSOLE_LEVEL", () => {
  it.each<[ConsoleLevel, number[]]>([
    ["all", lines.map((_, index) => index)],
    ["warning", [1, 2, 3, 4, 5, 6, 8, 9, 10]],
    ["error", [2, 3, 4, 5, 6, 8, 9, 10]],
  ])("%s keeps a stack trace together", (level, expected) => {
    expect(passing(level)).toEqual(expected);
  });
});
