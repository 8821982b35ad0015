import { describe, expect, test } from "vitest";
import {
  beginProgress,
  isAlready,
  judge,
  observe,
  type PowerSignal,
} from "../../src/fleet/power-progress.ts";
import type { ServerState } from "../../src/wings/stats.ts";

type Seen = readonly [atSecond: number, state: ServerState | "daemon" | { uptimeMs: number }];

/** The verdict at `second`, after the states seen, of a signal sent at 0 to a server that was `before`. */
function verdict(signal: PowerSignal, before: ServerState, seen: readonly Seen[], second: number) {
  let progress = beginProgress(signal, { at: 0, state: before, uptimeMs: 60_000 });
  for (const [atSecond, what] of seen) {
    const at = atSecond * 1_000;
    if (what === "daemon") progress = observe(progress, { at, daemonSpoke: true });
    else if (typeof what === "object") progress = observe(progress, { at, ...what });
    else progress = observe(progress, { at, state: what });
  }
  return judge(progress, second * 1_000)?.kind;
}

test("an uptime shorter than the time since the signal proves a restart; a longer one does not", () => {
  const sent = beginProgress("restart", { at: 1_000 });
  const before = observe(sent, { at: 21_000, state: "running", uptimeMs: 20_500 });
  expect(judge(before, 21_000)).toBeUndefined();
  const after = observe(sent, { at: 21_000, state: "running", uptimeMs: 5_000 });
  expect(judge(after, 21_000)).toMatchObject({ kind: "done", state: "running" });
});

describe("a power signal", () => {
  test.each<[string, PowerSignal, ServerState, Seen[], number, string | undefined]>([
    [
      "start reaches running",
      "start",
      "offline",
      [
        [1, "starting"],
        [9, "running"],
      ],
      9,
      "done",
    ],
    ["start is on its way", "start", "offline", [[1, "starting"]], 200, undefined],
    ["start never says that it is ready", "start", "offline", [[1, "starting"]], 302, "still-starting"],
    [
      "start falls back",
      "start",
      "offline",
      [
        [1, "starting"],
        [5, "offline"],
      ],
      26,
      "failed",
    ],
    [
      "start falls back and tries again",
      "start",
      "offline",
      [
        [1, "starting"],
        [5, "offline"],
      ],
      20,
      undefined,
    ],
    ["start is lost on the node", "start", "offline", [], 61, "not-confirmed"],
    ["start is busy pulling an image", "start", "offline", [[2, "daemon"]], 61, undefined],
    ["start pulled for too long", "start", "offline", [[2, "daemon"]], 301, "not-confirmed"],
    [
      "stop reaches offline",
      "stop",
      "running",
      [
        [1, "stopping"],
        [9, "offline"],
      ],
      9,
      "done",
    ],
    ["stop goes offline at once", "stop", "running", [[0, "offline"]], 1, "done"],
    ["stop takes its ten minutes", "stop", "running", [[1, "stopping"]], 620, undefined],
    ["stop takes longer", "stop", "running", [[1, "stopping"]], 640, "still-stopping"],
    ["stop is lost on the node", "stop", "running", [], 61, "not-confirmed"],
    ["kill reaches offline", "kill", "running", [[1, "offline"]], 1, "done"],
    ["restart is not done before it began", "restart", "running", [], 5, undefined],
    ["restart is lost on the node", "restart", "running", [], 61, "not-confirmed"],
    [
      "restart goes all the way",
      "restart",
      "running",
      [
        [1, "stopping"],
        [5, "offline"],
        [6, "starting"],
        [20, "running"],
      ],
      20,
      "done",
    ],
    [
      "restart with skipped states",
      "restart",
      "running",
      [
        [5, "starting"],
        [9, "running"],
      ],
      9,
      "done",
    ],
    ["restart with all states skipped", "restart", "running", [[9, { uptimeMs: 2_000 }]], 9, "done"],
    [
      "restart of an offline server",
      "restart",
      "offline",
      [
        [1, "starting"],
        [9, "running"],
      ],
      9,
      "done",
    ],
    ["restart of one that was starting", "restart", "starting", [[3, "running"]], 9, undefined],
    ["restart that stops for long", "restart", "running", [[1, "stopping"]], 400, undefined],
  ])("%s", (_name, signal, before, seen, second, kind) => {
    expect(verdict(signal, before, seen, second)).toBe(kind);
  });

  test("tells how long it took", () => {
    const sent = beginProgress("stop", { at: 500, state: "running" });
    const progress = observe(sent, { at: 3_000, state: "offline" });
    expect(judge(progress, 3_500)).toEqual({ kind: "done", state: "offline", tookMs: 3_000 });
  });

  test.each<[PowerSignal, ServerState, boolean]>([
    ["start", "running", true],
    ["start", "starting", true],
    ["start", "offline", false],
    ["start", "stopping", false],
    ["stop", "offline", true],
    ["stop", "stopping", false],
    ["restart", "running", false],
    ["restart", "offline", false],
    ["kill", "offline", false],
    ["start", "unknown", false],
  ])("%s at %s changes nothing: %s", (signal, state, isNothing) => {
    expect(isAlready(signal, state)).toBe(isNothing);
  });
});
