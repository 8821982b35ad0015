import { beforeEach, describe, expect, test } from "vitest";
import { toLines } from "../../src/fleet/console-line.ts";
import { LiveState } from "../../src/fleet/live-state.ts";
import { isPermitted } from "../../src/fleet/permissions.ts";
import { RecentLines } from "../../src/fleet/recent-lines.ts";
import type { ServerState, Stats } from "../../src/wings/stats.ts";
import { ManualClock } from "../manual-clock.ts";

const stats = (state: ServerState): Stats => ({
  memoryBytes: 1,
  memoryLimitBytes: 2,
  cpuPercent: 3,
  networkRxBytes: 4,
  networkTxBytes: 5,
  uptimeMs: 6,
  diskBytes: 7,
  state,
});

describe("the live state", () => {
  let clock: ManualClock;
  let live: LiveState;
  beforeEach(() => {
    clock = new ManualClock();
    live = new LiveState(clock);
  });

  test("tells a change once, with what was before", () => {
    expect(live.status("running")).toEqual({ state: "running", previous: "unknown" });
    expect(live.status("running")).toBeUndefined();
    expect(live.status("offline")).toEqual({ state: "offline", previous: "running" });
  });

  test("remembers over a word it does not know what was before", () => {
    live.status("running");
    expect(live.status("unknown")).toEqual({ state: "unknown", previous: "running" });
    expect(live.status("offline")).toEqual({ state: "offline", previous: "running" });
  });

  test("does not invent since when a server has been as it was found", async () => {
    live.status("running");
    expect(live.now.stateSince).toBeUndefined();
    await clock.advance(5_000);
    live.status("stopping");
    expect(live.now.stateSince).toBe(clock.now());
  });

  test("believes stats against a status only the second time: the first may have been on its way", () => {
    live.status("running");
    expect(live.stats(stats("starting"))).toBeUndefined();
    expect(live.stats(stats("running"))).toBeUndefined();
    expect(live.stats(stats("stopping"))).toBeUndefined();
    expect(live.stats(stats("stopping"))).toEqual({ state: "stopping", previous: "running" });
  });

  test("believes stats at once when they say offline, which they say only once", () => {
    live.status("running");
    expect(live.stats(stats("offline"))).toEqual({ state: "offline", previous: "running" });
  });

  test("believes stats at once when the state in hand is in doubt", () => {
    live.status("starting");
    live.doubt();
    expect(live.stats(stats("running"))).toEqual({ state: "running", previous: "starting" });
  });

  test("takes no state from stats that tell none", () => {
    live.status("running");
    live.doubt();
    expect(live.stats(stats("unknown"))).toBeUndefined();
    expect(live.now.state).toBe("running");
  });

  test("forgets a problem that is solved", () => {
    live.problem("suspended");
    expect(live.now.problem).toBe("suspended");
    live.problem(undefined);
    expect("problem" in live.now).toBe(false);
  });
});

test.each([
  ["one", ["one"]],
  ["one\r", ["one"]],
  ["one\ntwo", ["one", "two"]],
  ["one\r\ntwo\r\n", ["one", "two"]],
  ["one\n\ntwo", ["one", "", "two"]],
  ["", [""]],
])("output %j is the lines %j", (output, texts) => {
  expect(toLines(output, 7).map((line) => line.text)).toEqual(texts);
});

describe("recent lines", () => {
  const line = (text: string) => ({ text, at: 0, source: "game" as const });

  test("are the last 200, oldest first", () => {
    const recent = new RecentLines();
    for (let i = 0; i < 250; i += 1) recent.push(line(`${i}`));
    expect(recent.last(1000)).toHaveLength(200);
    expect(recent.last(2).map(({ text }) => text)).toEqual(["248", "249"]);
    expect(recent.last(0)).toEqual([]);
  });

  test("are fewer when they are long", () => {
    const recent = new RecentLines();
    for (let i = 0; i < 100; i += 1) recent.push(line("x".repeat(64 * 1024)));
    expect(recent.last(1000)).toHaveLength(1);
  });

  test("of the game leave out what only the daemon said", () => {
    const recent = new RecentLines();
    recent.push({ ...line("old"), source: "history" });
    recent.push({ ...line("daemon"), source: "daemon" });
    recent.push(line("new"));
    expect(recent.gameTexts()).toEqual(["old", "new"]);
  });
});

test.each([
  [["*"], "control.start", true],
  [["*"], "admin.websocket.install", false],
  [["*", "admin.websocket.install"], "admin.websocket.install", true],
  [["control.start"], "control.start", true],
  [["control.start"], "control.stop", false],
  [[], "control.start", false],
])("with %j, %s is permitted: %s", (granted, permission, isAllowed) => {
  expect(isPermitted(granted, permission)).toBe(isAllowed);
});
