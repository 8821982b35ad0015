import { describe, expect, it } from "vitest";
import { retryDelayMs, type FailedRead } from "../../src/panel/retry.ts";

const first: FailedRead = { failure: "unreachable", attempt: 1, elapsedMs: 0, priority: "person" };
const delay = (more: Partial<FailedRead>): number | null => retryDelayMs({ ...first, ...more }, () => 1);

describe("retryDelayMs", () => {
  it("waits longer after each failure, three times", () => {
    expect([1, 2, 3, 4].map((attempt) => delay({ attempt }))).toEqual([300, 600, 1200, null]);
  });

  it.each(["unreachable", "timeout", "unavailable", "node-failed"] as const)(
    "tries again after %s",
    (failure) => {
      expect(delay({ failure })).toBe(300);
    },
  );

  it.each([
    "unauthorized",
    "forbidden",
    "not-found",
    "conflict",
    "invalid",
    "refused",
    "unreadable",
    "node-unreachable",
    "not-api",
    "unexpected",
    "aborted",
  ] as const)("takes %s for an answer", (failure) => {
    expect(delay({ failure })).toBeNull();
  });

  it("keeps nobody waiting for long, and background work longer", () => {
    expect(delay({ failure: "timeout", elapsedMs: 10_000 })).toBeNull();
    expect(delay({ failure: "timeout", elapsedMs: 10_000, priority: "background" })).toBe(300);
    expect(delay({ failure: "timeout", elapsedMs: 60_000, priority: "background" })).toBeNull();
  });

  it("waits as long as the panel says, when that is bearable", () => {
    expect(delay({ failure: "rate-limited", retryAfterMs: 2000 })).toBe(2000);
    expect(delay({ failure: "rate-limited", retryAfterMs: 12_000 })).toBeNull();
    expect(delay({ failure: "rate-limited", retryAfterMs: 12_000, priority: "background" })).toBe(12_000);
    expect(delay({ failure: "rate-limited" })).toBeNull();
    expect(delay({ failure: "unavailable", retryAfterMs: 4000 })).toBe(4000);
  });
});
