import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  afterChange,
  afterOlder,
  towardsEnd,
  towardsStart,
  viewOfEnd,
  windowSize,
  type View,
} from "./window.ts";

test("goes along with new messages while one reads at the end, and stays where one reads above it", () => {
  expect(afterChange(viewOfEnd(500), 510)).toEqual(viewOfEnd(510));
  const above = towardsStart(viewOfEnd(500), 500);
  expect(above).toEqual({ start: 350, end: 500, isAtEnd: false });
  expect(afterChange(above, 510)).toEqual(above);
  expect(afterOlder(above, 100)).toEqual({ start: 450, end: 600, isAtEnd: false });
});

test("whatever one does, the window lies within the messages, is small, and shows all of few", () => {
  const steps = fc.array(fc.constantFrom("up", "down", "new", "gone", "older"), { maxLength: 60 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 }), steps, (before, walk) => {
      let count = before;
      let view = viewOfEnd(count);
      for (const step of walk) {
        if (step === "new") count += 30;
        if (step === "gone") count = Math.max(0, count - 30);
        if (step === "older") count += 100;
        view = after(step, view, count);
        expect(view.start).toBeGreaterThanOrEqual(0);
        expect(view.end).toBeLessThanOrEqual(count);
        expect(view.end - view.start).toBeLessThanOrEqual(windowSize * 1.5);
        expect(view.end - view.start).toBeGreaterThanOrEqual(Math.min(count, windowSize));
      }
    }),
  );
});

test("going up step by step reaches the first message, and down again the last", () => {
  let view = viewOfEnd(1234);
  for (let steps = 0; view.start > 0 && steps < 100; steps += 1) view = towardsStart(view, 1234);
  expect(view.start).toBe(0);
  for (let steps = 0; view.end < 1234 && steps < 100; steps += 1) view = towardsEnd(view, 1234);
  expect(view.end).toBe(1234);
});

function after(step: string, view: View, count: number): View {
  if (step === "up") return towardsStart(view, count);
  if (step === "down") return towardsEnd(view, count);
  return afterChange(step === "older" ? afterOlder(view, 100) : view, count);
}
