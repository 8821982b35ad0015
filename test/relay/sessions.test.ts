import { describe, expect, it } from "vitest";
import type { ServerEvent } from "../../src/fleet/server-event.ts";
import { Sessions } from "../../src/relay/sessions.ts";
import type { ServerState } from "../../src/wings/stats.ts";
import { ManualClock } from "../manual-clock.ts";

const clock = new ManualClock();
const now = clock.now();
const state = (state: ServerState, previous: ServerState, expectedBy?: string): ServerEvent => ({
  type: "state",
  state,
  previous,
  at: now,
  ...(expectedBy !== undefined && { expectedBy }),
});
const stats = (uptimeMs: number): ServerEvent =>
  ({ type: "stats", at: now, stats: { uptimeMs } }) as ServerEvent;
const resumed = (downMs: number): ServerEvent => ({
  type: "resumed",
  missed: { recovered: [], complete: true, downMs },
});

describe("a run of the server", () => {
  it.each([
    ["begins when it starts", state("starting", "offline"), "begin"],
    ["begins when it is running all at once", state("running", "offline"), "begin"],
    ["does not begin twice", state("running", "starting"), undefined],
    ["does not begin with the first state that is heard", state("starting", "unknown"), undefined],
    ["ends when it is offline", state("offline", "stopping"), "end"],
    ["goes on while it stops", state("stopping", "running"), undefined],
  ])("%s", (_, event, what) => {
    expect(new Sessions(clock, undefined).markOf(event)?.what).toBe(what);
  });

  it("says who asked for its end", () => {
    const mark = new Sessions(clock, undefined).markOf(state("offline", "stopping", "Ann"));
    expect(mark).toEqual({ what: "end", at: now, by: "Ann" });
  });

  it.each([
    ["before the program ended", now - 50_000, 60_000, undefined],
    ["while the program was away", now - 50_000, 40_000, "begin"],
    ["at a time that nothing is known of", undefined, 40_000, undefined],
  ])("that began %s", (_, writtenAt, uptimeMs, what) => {
    const sessions = new Sessions(clock, writtenAt);
    expect(sessions.markOf(stats(uptimeMs))?.what).toBe(what);
    expect(sessions.markOf(stats(1000))).toBeUndefined();
  });

  it.each([
    ["before the socket went down", 20_000, undefined],
    ["while the socket was down", 5_000, "begin"],
  ])("that began %s", (_, uptimeMs, what) => {
    const sessions = new Sessions(clock, undefined);
    sessions.markOf(resumed(10_000));
    expect(sessions.markOf(stats(uptimeMs))?.what).toBe(what);
  });

  it("that was seen beginning after a gap does not begin again with its first stats", () => {
    const sessions = new Sessions(clock, undefined);
    sessions.markOf(resumed(10_000));
    sessions.markOf(state("starting", "offline"));
    expect(sessions.markOf(stats(1000))).toBeUndefined();
  });
});
