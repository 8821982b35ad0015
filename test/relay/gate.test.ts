import { expect, it } from "vitest";
import { createGate } from "../../src/relay/gate.ts";
import { ManualClock } from "../manual-clock.ts";

it("lets requests of many relays through evenly spaced, in the order they came", async () => {
  const clock = new ManualClock();
  const acquire = createGate({ clock, perSecond: 20 });
  const passed: string[] = [];
  for (let i = 0; i < 5; i += 1) void acquire().then(() => passed.push(`${i} at ${clock.monotonic()}`));
  await clock.advance(1000);
  expect(passed).toEqual(["0 at 0", "1 at 50", "2 at 100", "3 at 150", "4 at 200"]);
});

it("lets a request through at once after a quiet time", async () => {
  const clock = new ManualClock();
  const acquire = createGate({ clock, perSecond: 20 });
  await clock.advance(10_000);
  let hasPassed = false;
  void acquire().then(() => {
    hasPassed = true;
  });
  await clock.advance(0);
  expect(hasPassed).toBe(true);
});
