import { expect, test } from "vitest";
import { saysGoodbye } from "../../src/alerts/crash-words.ts";

const disabling = Array.from(
  { length: 90 },
  (_, index) => `[INFO]: [Plugin${index}] Disabling Plugin${index}`,
);

test.each<[string, boolean, readonly string[]]>([
  ["the game's own words", true, ["[Server thread/INFO]: Stopping the server"]],
  [
    "its words, and what many plugins say after them",
    true,
    ["Stopping server", ...disabling, "Saving worlds"],
  ],
  ["nothing like it", false, ["Done (4.2s)!", "There are 0 of a max of 20 players online"]],
  ["nothing at all", false, []],
  ["what players talk about", false, ["[12:00:00 INFO]: <Ann> is the server shutting down?", "tick 512"]],
  [
    "a goodbye that it says because it broke",
    false,
    [
      "[Server thread/ERROR]: Encountered an unexpected exception",
      "[Server thread/ERROR]: This crash report has been saved to: /home/container/crash-reports/crash.txt",
      "[Server thread/INFO]: Stopping server",
    ],
  ],
])("an orderly end, by %s: %s", (_what, isOrderly, lines) => {
  expect(saysGoodbye(lines)).toBe(isOrderly);
});
