import { expect, test } from "vitest";
import { Mutes, type KeptMutes } from "../../src/alerts/mutes.ts";
import { ManualClock } from "../manual-clock.ts";

const hourMs = 3_600_000;

function rig() {
  let stored: Readonly<Record<string, number>> = {};
  const kept: KeptMutes = {
    load: () => stored,
    save: (untilByName) => {
      stored = untilByName;
    },
  };
  const clock = new ManualClock();
  const wall = clock.now.bind(clock);
  const jump = (ms: number): void => {
    clock.now = () => wall() + ms;
  };
  return { clock, jump, open: () => new Mutes(clock, kept) };
}

test("a mute lasts as long as it was said, over a restart too", async () => {
  const { clock, open } = rig();
  const first = open();
  first.mute("survival", hourMs);
  await clock.advance(hourMs / 2);
  first.mute("outages", hourMs);
  const again = open();
  expect([again.has("survival"), again.has("outages"), again.has("creative")]).toEqual([true, true, false]);
  await clock.advance(hourMs / 2);
  expect([again.has("survival"), again.has("outages")]).toEqual([false, true]);
});

test.each([-24 * hourMs, 24 * hourMs])("a wall clock that jumps by %d ms changes nothing", async (ms) => {
  const { clock, jump, open } = rig();
  const mutes = open();
  mutes.mute("survival", hourMs);
  jump(ms);
  expect(mutes.has("survival")).toBe(true);
  await clock.advance(hourMs);
  expect(mutes.has("survival")).toBe(false);
});

test("a clock that was set back by years while nobody looked mutes for a day at most", async () => {
  const { clock, jump, open } = rig();
  open().mute("survival", hourMs);
  jump(-1000 * 24 * hourMs);
  const again = open();
  await clock.advance(25 * hourMs);
  expect(again.has("survival")).toBe(false);
});
