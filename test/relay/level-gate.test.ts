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
  it("keeps a trace whose every line was logged, and knows the levels of other loggers", () => {
    const logged = [
      "[12:00:01 WARN]: java.lang.IllegalStateException: x",
      "[12:00:01 WARN]: \tat com.example.Save.run(Save.java:3)",
      "[12:00:01 WARN]: \t... 12 more",
      "[12:00:02 WARN]: Can't keep up!",
      "[Error  : Unity Log] Failed to load asset",
      "[Fatal  :   BepInEx] No plugins",
      "[Warning: Unity Log] Slow",
      "warn: Microsoft.Hosting.Lifetime[0]",
      "[Info   : Unity Log] Loaded",
    ];
    const passes = (level: ConsoleLevel): boolean[] => logged.map(createLevelGate(level));
    expect(passes("error")).toEqual([true, true, true, false, true, true, false, false, false]);
    expect(passes("warning").slice(3)).toEqual([true, true, true, true, true, false]);
  });

  it.each<[ConsoleLevel, number[]]>([
    ["all", lines.map((_, index) => index)],
    ["warning", [1, 2, 3, 4, 5, 6, 8, 9, 10]],
    ["error", [2, 3, 4, 5, 6, 8, 9, 10]],
  ])("%s keeps a stack trace together", (level, expected) => {
    expect(passing(level)).toEqual(expected);
  });
});
