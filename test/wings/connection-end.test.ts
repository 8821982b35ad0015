import { expect, test } from "vitest";
import { afterEnd, endOfClose, slowRetryMs, type ConnectionEnd } from "../../src/wings/connection-end.ts";

test.each([
  [1000, "lost"],
  [1001, "deleted"],
  [1005, "lost"],
  [1006, "lost"],
  [1009, "lost"],
  [1011, "lost"],
  [4400, "suspended"],
  [4409, "suspended"],
  [4999, "lost"],
])("close code %i means %s", (code, reason) => {
  expect(endOfClose(code).reason).toBe(reason);
});

const again = { needsFreshToken: false, atLeastMs: 0, needsRecheck: false };
const freshly = { ...again, needsFreshToken: true };

test.each<[ConnectionEnd, object]>([
  [{ reason: "lost", code: 1006 }, again],
  [{ reason: "lost", code: 1000 }, again],
  [{ reason: "silent" }, again],
  [{ reason: "unreachable", code: "ECONNREFUSED" }, again],
  [{ reason: "handshake-refused", status: 502 }, again],
  [{ reason: "handshake-refused", status: 404 }, freshly],
  [{ reason: "auth-unanswered" }, freshly],
  [{ reason: "moved" }, freshly],
  [
    { reason: "handshake-refused", status: 403 },
    { ...again, atLeastMs: slowRetryMs, problem: "forbidden-origin" },
  ],
  [
    { reason: "handshake-refused", status: 400 },
    { ...again, atLeastMs: slowRetryMs, problem: "too-many-sockets" },
  ],
  [{ reason: "token-refused" }, { ...freshly, atLeastMs: slowRetryMs, problem: "token-refused" }],
  [{ reason: "suspended" }, { ...freshly, problem: "suspended", needsRecheck: true }],
  [{ reason: "deleted" }, { ...freshly, problem: "gone", needsRecheck: true }],
  [
    { reason: "no-token", failure: { kind: "retry", retryAfterMs: 7_000 } },
    { ...freshly, atLeastMs: 7_000 },
  ],
  [{ reason: "no-token", failure: { kind: "retry" } }, freshly],
  [
    { reason: "no-token", failure: { kind: "blocked", problem: "forbidden" } },
    { ...freshly, atLeastMs: slowRetryMs, problem: "forbidden" },
  ],
  [
    { reason: "no-token", failure: { kind: "blocked", problem: "busy" } },
    { ...freshly, problem: "busy", needsRecheck: true },
  ],
])("after %j comes %j", (end, step) => {
  expect(afterEnd(end)).toEqual(step);
});
