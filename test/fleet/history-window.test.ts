import { expect, test } from "vitest";
import type { ConsoleLine } from "../../src/fleet/console-line.ts";
import { HistoryWindow } from "../../src/fleet/history-window.ts";
import { ManualClock } from "../manual-clock.ts";

const line = (text: string): ConsoleLine => ({ text, at: 0, source: "game" });

function open(isExpected: boolean) {
  const clock = new ManualClock();
  const window = new HistoryWindow(clock);
  let caught: readonly ConsoleLine[] | undefined;
  void window.caught(new AbortController().signal, () => isExpected).then((lines) => (caught = lines));
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

test("a history that is expected may take seconds to come, and then comes at its pace", async () => {
  const { clock, window, texts } = open(true);
  await clock.advance(5_000);
  expect(texts()).toBeUndefined();
  for (const text of ["late", "later", "last"]) {
    window.push(line(text));
    await clock.advance(240);
    expect(texts()).toBeUndefined();
  }
  await clock.advance(10);
  expect(texts()).toEqual(["late", "later", "last"]);
});

test("a history that does not come is not waited for any longer", async () => {
  const { clock, texts } = open(true);
  await clock.advance(5_999);
  expect(texts()).toBeUndefined();
  await clock.advance(1);
  expect(texts()).toEqual([]);
});

test("what comes after a quarter of a second of quiet is no part of the history", async () => {
  const { clock, window, texts } = open(true);
  await clock.advance(100);
  window.push(line("old"));
  await clock.advance(249);
  expect(texts()).toBeUndefined();
  await clock.advance(1);
  expect(texts()).toEqual(["old"]);
});

test("what comes in one go is told apart from what comes a moment later", async () => {
  const { clock, window } = open(true);
  await clock.advance(1_000);
  for (const text of ["old", "old too"]) window.push(line(text));
  expect(window.inOneGo).toBe(2);
  await clock.advance(60);
  window.push(line("new"));
  window.push(line("new too"));
  await clock.advance(60);
  window.push(line("newest"));
  expect(window.inOneGo).toBe(2);
});

test("a console that is never quiet is kept back for three seconds", async () => {
  const { clock, window, texts } = open(true);
  for (let count = 0; count < 30; count += 1) {
    window.push(line("x"));
    expect(texts()).toBeUndefined();
    await clock.advance(100);
  }
  expect(texts()).toHaveLength(30);
});

test("a server that is offline is not waited for", async () => {
  const { clock, texts } = open(false);
  await clock.advance(250);
  expect(texts()).toEqual([]);
});
