import { expect, test } from "vitest";
import type { ConsoleLine } from "../../src/fleet/console-line.ts";
import { HistoryWindow } from "../../src/fleet/history-window.ts";
import { ManualClock } from "../manual-clock.ts";

const line = (text: string): ConsoleLine => ({ text, at: 0, source: "game" });

function open(isExpected: boolean) {
  const clock = new ManualClock();
  const window = new HistoryWindow();
  let caught: readonly ConsoleLine[] | undefined;
  void window.caught(clock, new AbortController().signal, () => isExpected).then((lines) => (caught = lines));
  return { clock, window, texts: () => caught?.map(({ text }) => text) };
}

test("the history is over when it becomes quiet", async () => {
  const { clock, window, texts } = open(true);
  window.push(line("one"));
  await clock.advance(200);
  window.push(line("two"));
  await clock.advance(200);
  expect(texts()).toBeUndefined();
  await clock.advance(400);
  expect(texts()).toEqual(["one", "two"]);
});

test("a history that is expected may take a second to come", async () => {
  const { clock, window, texts } = open(true);
  await clock.advance(1000);
  expect(texts()).toBeUndefined();
  window.push(line("late"));
  await clock.advance(600);
  expect(texts()).toEqual(["late"]);
});

test("a server that is offline is not waited for", async () => {
  const { clock, texts } = open(false);
  await clock.advance(300);
  expect(texts()).toEqual([]);
});
