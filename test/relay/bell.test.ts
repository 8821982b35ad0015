import { describe, expect, it } from "vitest";
import { Bell } from "../../src/relay/bell.ts";
import { ManualClock } from "../manual-clock.ts";

describe("a bell", () => {
  const clock = new ManualClock();

  const sleeper = (bell: Bell, ms?: number): { isAwake: boolean } => {
    const state = { isAwake: false };
    void bell.wait(ms).then(() => {
      state.isAwake = true;
    });
    return state;
  };

  it("wakes everybody who waits, each once", async () => {
    const bell = new Bell(clock);
    const all = [sleeper(bell), sleeper(bell, 1000)];
    await clock.advance(0);
    expect(all.map(({ isAwake }) => isAwake)).toEqual([false, false]);
    bell.ring();
    const late = sleeper(bell);
    await clock.advance(0);
    expect(all.map(({ isAwake }) => isAwake)).toEqual([true, true]);
    expect(late.isAwake).toBe(false);
  });

  it("wakes after the time that somebody gave, and nobody else", async () => {
    const bell = new Bell(clock);
    const [short, long] = [sleeper(bell, 100), sleeper(bell, 1000)];
    await clock.advance(100);
    expect([short.isAwake, long.isAwake]).toEqual([true, false]);
  });

  it("leaves no timer behind when it rings", async () => {
    const bell = new Bell(clock);
    const before = clock.pending;
    sleeper(bell, 1000);
    bell.ring();
    await clock.advance(0);
    expect(clock.pending).toBe(before);
  });
});
