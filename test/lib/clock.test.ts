import { expect, test } from "vitest";
import { systemClock } from "../../src/lib/clock.ts";
import { ManualClock } from "../manual-clock.ts";

test.each([
  ["the system's clock", () => systemClock],
  ["a clock moved by hand", () => new ManualClock()],
])("sleep on %s ends at once when it is aborted, before or meanwhile", async (_, make) => {
  const clock = make();
  const before = new AbortController();
  before.abort();
  await clock.sleep(60_000, before.signal);
  const meanwhile = new AbortController();
  const slept = clock.sleep(60_000, meanwhile.signal);
  meanwhile.abort();
  await slept;
});

test("a moment that is over already comes soon, without a warning", async () => {
  const warnings: Error[] = [];
  const listen = (warning: Error): number => warnings.push(warning);
  process.on("warning", listen);
  await new Promise<void>((resolve) => {
    systemClock.after(-5, resolve);
  });
  process.off("warning", listen);
  expect(warnings).toEqual([]);
});

test("a cancelled timer never fires, and cancelling twice does nothing", async () => {
  const clock = new ManualClock();
  let fired = 0;
  const cancel = clock.after(10, () => (fired += 1));
  cancel();
  cancel();
  await clock.advance(20);
  expect({ fired, pending: clock.pending }).toEqual({ fired: 0, pending: 0 });
});
