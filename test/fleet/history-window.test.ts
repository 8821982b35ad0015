import { describe, expect, test } from "vitest";
import type { ConsoleLine } from "../../src/fleet/console-line.ts";
import { HistoryWindow, isLine, type Held } from "../../src/fleet/history-window.ts";
import { ManualClock } from "../manual-clock.ts";

const line = (text: string): ConsoleLine => ({ text, at: 0, source: "game" });

interface Setting {
  isExpected?: boolean;
  isRecognised?: (lines: readonly ConsoleLine[], hasReplay: boolean) => boolean;
}

function open({ isExpected = true, isRecognised = () => true }: Setting = {}) {
  const clock = new ManualClock();
  const window = new HistoryWindow({ clock, isRecognised, isExpected: () => isExpected });
  let caught: readonly Held[] | undefined;
  void window.caught(new AbortController().signal).then(() => (caught = [...window.held]));
  const push = (...texts: string[]): void => {
    for (const text of texts) window.push(line(text));
  };
  return { clock, window, push, texts: () => caught?.map((held) => (isLine(held) ? held.text : held.type)) };
}

function asked(setting?: Setting) {
  const opened = open(setting);
  opened.window.asked();
  return opened;
}

test("the history is over when it becomes quiet", async () => {
  const { clock, push, texts } = asked();
  push("one");
  await clock.advance(200);
  push("two");
  await clock.advance(200);
  expect(texts()).toBeUndefined();
  await clock.advance(400);
  expect(texts()).toEqual(["one", "two"]);
});

test("a history that is expected may take seconds to come, and then comes at its pace", async () => {
  const { clock, push, texts } = asked();
  await clock.advance(5_000);
  expect(texts()).toBeUndefined();
  for (const text of ["late", "later", "last"]) {
    push(text);
    await clock.advance(240);
    expect(texts()).toBeUndefined();
  }
  await clock.advance(10);
  expect(texts()).toEqual(["late", "later", "last"]);
});

test("a history that does not come is not waited for any longer", async () => {
  const { clock, texts } = asked();
  await clock.advance(5_999);
  expect(texts()).toBeUndefined();
  await clock.advance(1);
  expect(texts()).toEqual([]);
});

test("what comes after a quarter of a second of quiet is no part of the history", async () => {
  const { clock, push, texts } = asked();
  await clock.advance(100);
  push("old");
  await clock.advance(249);
  expect(texts()).toBeUndefined();
  await clock.advance(1);
  expect(texts()).toEqual(["old"]);
});

test("a console that is never quiet is kept back for three seconds", async () => {
  const { clock, push, texts } = asked();
  for (let count = 0; count < 30; count += 1) {
    push("x");
    expect(texts()).toBeUndefined();
    await clock.advance(100);
  }
  expect(texts()).toHaveLength(30);
});

test("a server that is offline is not waited for", async () => {
  const { clock, texts } = asked({ isExpected: false });
  await clock.advance(250);
  expect(texts()).toEqual([]);
});

test("no time runs before the history has been asked for: the request may have to wait", async () => {
  const { clock, window, push, texts } = open();
  push("live");
  await clock.advance(5_500);
  expect(texts()).toBeUndefined();
  window.asked();
  push("history");
  await clock.advance(249);
  expect(texts()).toBeUndefined();
  await clock.advance(1);
  expect(texts()).toEqual(["live", "history"]);
});

test.each([
  ["many lines", Array.from({ length: 10_000 }, (_, index) => `line ${index}`)],
  ["long ones", Array.from({ length: 32 }, () => "x".repeat(32 * 1024))],
])("a flood of %s waits for nothing", async (_name, lines) => {
  const { clock, push, texts } = open();
  push(...lines.slice(1));
  await clock.advance(0);
  expect(texts()).toBeUndefined();
  push(...lines.slice(0, 1));
  await clock.advance(0);
  expect(texts()).toHaveLength(lines.length);
});

test("quiet is not the end as long as the history is not recognised", async () => {
  const { clock, push, texts } = asked({
    isRecognised: (lines) => lines.some(({ text }) => text === "seen before"),
  });
  push("live");
  await clock.advance(2_000);
  expect(texts()).toBeUndefined();
  push("seen before", "missed");
  await clock.advance(250);
  expect(texts()).toEqual(["live", "seen before", "missed"]);
});

test("what is never recognised is kept back for three seconds", async () => {
  const { clock, push, texts } = asked({ isRecognised: () => false });
  push("live");
  await clock.advance(2_999);
  expect(texts()).toBeUndefined();
  await clock.advance(1);
  expect(texts()).toEqual(["live"]);
});

test("events keep their places between the lines", async () => {
  const { clock, window, push, texts } = asked();
  push("before");
  expect(window.holdsEvents).toBe(false);
  window.hold({ type: "problem-solved" });
  push("after");
  expect(window.holdsEvents).toBe(true);
  await clock.advance(250);
  expect(texts()).toEqual(["before", "problem-solved", "after"]);
});

describe("which lines are the history, by their pace alone", () => {
  test.each<[string, string[][], number]>([
    ["what comes in one go", [["old", "old too"]], 2],
    ["and nothing that comes a moment later", [["old", "old too"], ["new", "new too"], ["newest"]], 2],
    ["what came before it is no news either", [["live"], ["a", "b", "c"], ["new"]], 4],
    [
      "the first that comes in one go, not the last",
      [
        ["a", "b", "c"],
        ["d", "e", "f"],
      ],
      3,
    ],
  ])("%s", async (_name, bursts, replayed) => {
    const { clock, window, push } = asked({ isRecognised: () => false });
    await clock.advance(500);
    for (const burst of bursts) {
      push(...burst);
      await clock.advance(60);
    }
    expect(window.replayed).toBe(replayed);
  });
});
