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
const closed: ServerEvent = { type: "socket", socket: "closed" };
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
    sessions.markOf(closed);
    sessions.markOf(resumed(10_000));
    expect(sessions.markOf(stats(uptimeMs))?.what).toBe(what);
  });

  it("that was seen beginning after a gap does not begin again with its first stats", () => {
    const sessions = new Sessions(clock, undefined);
    sessions.markOf(closed);
    sessions.markOf(resumed(10_000));
    sessions.markOf(state("starting", "offline"));
    expect(sessions.markOf(stats(1000))).toBeUndefined();
  });

  it("that began while the socket was down begins above what the history holds of it", async () => {
    const clock = new ManualClock();
    const sessions = new Sessions(clock, undefined);
    sessions.markOf(closed);
    await clock.advance(60_000);
    // The node tells how long the server is up before its history has been looked through.
    const first = { ...stats(20_000), at: clock.now() } as ServerEvent;
    expect(sessions.markOf(first)).toEqual({ what: "begin", at: clock.now() - 20_000 });
    sessions.markOf(resumed(60_000));
    expect(sessions.markOf({ ...stats(21_000), at: clock.now() + 1000 } as ServerEvent)).toBeUndefined();
  });

  it("that began on a line that was dead before it broke begins where the last was seen", async () => {
    const clock = new ManualClock();
    const sessions = new Sessions(clock, undefined);
    sessions.markOf(stats(90_000));
    await clock.advance(60_000);
    sessions.markOf(closed);
    await clock.advance(10_000);
    const first = { ...stats(20_000), at: clock.now() } as ServerEvent;
    expect(sessions.markOf(first)).toEqual({ what: "begin", at: clock.now() - 20_000 });
    await clock.advance(1_000);
    expect(sessions.markOf(stats(21_000))).toBeUndefined();
  });

  it("that was seen beginning does not begin again with its first stats", async () => {
    const clock = new ManualClock();
    const sessions = new Sessions(clock, undefined);
    sessions.markOf(stats(90_000));
    await clock.advance(10_000);
    sessions.markOf(state("starting", "offline"));
    await clock.advance(5_000);
    expect(sessions.markOf(stats(4_000))).toBeUndefined();
  });

  it("that went on while the socket was down goes on", async () => {
    const clock = new ManualClock();
    const sessions = new Sessions(clock, undefined);
    sessions.markOf(closed);
    await clock.advance(60_000);
    expect(sessions.markOf({ ...stats(90_000), at: clock.now() } as ServerEvent)).toBeUndefined();
    sessions.markOf(resumed(60_000));
    expect(sessions.markOf({ ...stats(91_000), at: clock.now() + 1000 } as ServerEvent)).toBeUndefined();
  });
});
