import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PendingOutcome } from "../../src/fleet/power.ts";
import type { PowerOutcome } from "../../src/fleet/power-progress.ts";
import { until } from "../wings/until.ts";
import { idle, panelError } from "./fake-panel.ts";
import { fleetRig, type Rig } from "./fleet-rig.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await fleetRig();
  await rig.open();
});
afterEach(async () => {
  await rig.stop();
});

const statuses = (...states: string[]): void => {
  for (const state of states) rig.socket().send("status", state);
};

async function settled({ outcome }: PendingOutcome, stepMs = 0): Promise<PowerOutcome> {
  let result: PowerOutcome | undefined;
  void outcome.then((value) => (result = value));
  await until(() => result !== undefined, rig.clock, stepMs);
  return result!;
}

describe("a power signal", () => {
  test("is sent once, and its outcome is seen on the socket", async () => {
    const seen: string[] = [];
    const pending = await rig.server.power("restart", { by: "Ann", onProgress: (state) => seen.push(state) });
    expect(pending.sent).toBe(true);
    statuses("stopping", "offline", "starting", "running");
    expect(await settled(pending)).toMatchObject({ kind: "done", state: "running" });
    expect(seen).toEqual(["stopping", "offline", "starting", "running"]);
    expect(rig.panel.asked.filter((asked) => asked.startsWith("power"))).toEqual(["power restart"]);
    expect(rig.panel.count("resources")).toBe(0);
  });

  test("may be done before the panel has answered", async () => {
    let answer = (): void => undefined;
    rig.panel.answers.power = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const sending = rig.server.power("stop");
    statuses("offline");
    await until(() => rig.server.live().state === "offline");
    answer();
    expect(await settled(await sending)).toMatchObject({ kind: "done", state: "offline" });
  });

  test("that would change nothing is not sent", async () => {
    const pending = await rig.server.power("start");
    expect(pending.sent).toBe(false);
    expect(await pending.outcome).toEqual({ kind: "already", state: "running" });
    expect(rig.panel.count("power start")).toBe(0);
  });

  test("of a second person is refused with the name of the first", async () => {
    const first = await rig.server.power("restart", { by: "Ann" });
    const second = await rig.server.power("restart", { by: "Bob" });
    expect(second.sent).toBe(false);
    expect(await second.outcome).toMatchObject({ kind: "refused-busy", signal: "restart", by: "Ann" });
    expect(rig.panel.count("power restart")).toBe(1);
    statuses("starting", "running");
    await settled(first);
    expect((await rig.server.power("restart", { by: "Bob" })).sent).toBe(true);
  });

  test("of a second person is refused even while the first is still being sent", async () => {
    rig.panel.answers.power = () => new Promise(() => undefined);
    void rig.server.power("stop", { by: "Ann" });
    expect(await (await rig.server.power("stop", { by: "Bob" })).outcome).toMatchObject({ by: "Ann" });
  });

  test("to kill overtakes a stop that hangs", async () => {
    const stop = await rig.server.power("stop", { by: "Ann" });
    const kill = await rig.server.power("kill", { by: "Bob" });
    expect(await settled(stop)).toEqual({ kind: "superseded", by: "Bob" });
    statuses("offline");
    expect(await settled(kill)).toMatchObject({ kind: "done", state: "offline" });
  });

  test("that the panel refuses is not watched, and does not bar the next", async () => {
    rig.panel.answers.power = () => Promise.reject(panelError("node-unreachable", 504));
    await expect(rig.server.power("stop")).rejects.toMatchObject({ failure: "node-unreachable" });
    rig.panel.answers.power = () => Promise.resolve();
    expect((await rig.server.power("stop")).sent).toBe(true);
  });

  test("that nothing follows is not confirmed", async () => {
    expect(await settled(await rig.server.power("stop"), 1_000)).toMatchObject({ kind: "not-confirmed" });
  });

  test("whose server never says that it is ready is told as still starting", async () => {
    const pending = await rig.server.power("restart");
    statuses("offline", "starting");
    expect(await settled(pending, 2_000)).toMatchObject({ kind: "still-starting" });
  });

  test("is watched by asking the panel while the socket is down", async () => {
    rig.node.script.refuse = () => 502;
    rig.socket().drop();
    await until(() => rig.server.live().socket === "closed");
    let state: "starting" | "running" = "starting";
    rig.panel.answers.resources = () =>
      Promise.resolve({ value: { ...idle, state }, readAt: 0, stale: false });
    const pending = await rig.server.power("start");
    await until(() => rig.panel.count("resources") === 1, rig.clock, 1_000);
    state = "running";
    expect(await settled(pending, 1_000)).toMatchObject({ kind: "done", state: "running" });
    expect(rig.panel.count("resources")).toBe(2);
    expect(rig.panel.freshReads).toBe(2);
  });

  test("names who is behind a stop, so that it is no crash", async () => {
    const pending = await rig.server.power("restart", { by: "Ann" });
    statuses("offline", "starting", "running");
    await settled(pending);
    const offline = rig.events.find((event) => event.type === "state" && event.state === "offline");
    expect(offline).toMatchObject({ expectedBy: "Ann" });
  });

  test("to restart is not behind a crash while the server starts again", async () => {
    await rig.server.power("restart", { by: "Ann" });
    statuses("stopping", "offline", "starting", "offline");
    const states = () => rig.events.flatMap((event) => (event.type === "state" ? [event] : []));
    await until(() => states().length === 5);
    expect(states().map((event) => event.expectedBy)).toEqual([
      undefined,
      "Ann",
      "Ann",
      undefined,
      undefined,
    ]);
  });

  test("to kill that the panel refuses leaves the stop that hangs under way", async () => {
    const stop = await rig.server.power("stop", { by: "Ann" });
    rig.panel.answers.power = () => Promise.reject(panelError("forbidden", 403));
    await expect(rig.server.power("kill", { by: "Bob" })).rejects.toMatchObject({ failure: "forbidden" });
    expect(await (await rig.server.power("stop", { by: "Cid" })).outcome).toMatchObject({ by: "Ann" });
    statuses("offline");
    expect(await settled(stop)).toMatchObject({ kind: "done", state: "offline" });
    expect(rig.events.at(-1)).toMatchObject({ state: "offline", expectedBy: "Ann" });
  });

  test("is no longer watched when the program stops", async () => {
    const pending = await rig.server.power("stop");
    await rig.fleet.stop();
    expect(await pending.outcome).toEqual({ kind: "unwatched" });
  });
});
