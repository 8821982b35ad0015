import { expect, test } from "vitest";
import { backoffMs } from "../../src/lib/backoff.ts";

const backoff = { firstMs: 1000, maxMs: 60_000 };

test.each([
  [1, 0, 500],
  [1, 1, 1000],
  [2, 1, 2000],
  [3, 0.5, 3000],
  [7, 1, 60_000],
  [40, 1, 60_000],
])("waits longer after each failure, never longer than the maximum: try %d, dice %d", (attempt, dice, ms) => {
  expect(backoffMs(backoff, attempt, () => dice)).toBe(ms);
});
