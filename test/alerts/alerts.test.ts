import { describe, expect, it } from "vitest";
import type { Problem } from "../../src/wings/connection-end.ts";
import { Stage } from "./stage.ts";

/** The node is away for three minutes, and its servers are down when it is back. */
async function rebooted(): Promise<Stage> {
  const stage = new Stage();
  stage.all("running");
  Object.assign(stage, { socket: "connecting", finding: "no-node" });
  await stage.pass(180_000);
  stage.all("offline");
  Object.assign(stage, { socket: "open", finding: "fine" });
  await stage.pass(30_000);
  return stage;
}

describe("a node that reboots", () => {
  it("is one alert, not one for each of its servers that it starts again", async () => {
    const stage = await rebooted();
    stage.all("starting");
    await stage.pass(30_000);
    stage.all("running");
    await stage.pass(600_000);
    expect(stage.told).toEqual(["raised outage", "changed outage", "over outage"]);
    stage.alerts.stop();
  });

  it("and leaves servers behind that stay down is told of them later", async () => {
    const stage = await rebooted();
    expect(stage.told).toEqual(["raised outage", "changed outage", "over outage"]);
    await stage.pass(400_000);
    expect(stage.told.slice(3)).toEqual(["raised crash", "raised crash", "raised crash"]);
    stage.alerts.stop();
  });

  it("excuses no crash long after", async () => {
    const stage = await rebooted();
    stage.all("running");
    await stage.pass(400_000);
    stage.all("offline");
    await stage.pass(10_000);
    expect(stage.told.slice(3)).toEqual(["raised crash", "raised crash", "raised crash"]);
    stage.alerts.stop();
  });
});

/** One crash that is told. */
async function crashed(stage = new Stage()): Promise<Stage> {
  stage.becomes("one", "running");
  stage.becomes("one", "offline");
  await stage.pass(10_000);
  return stage;
}

describe("a mute", () => {
  it("keeps what begins meanwhile quiet; what lasts longer is told when it is over, once", async () => {
    const stage = new Stage();
    stage.alerts.mute("one", 3_600_000);
    await crashed(stage);
    await stage.pass(3_500_000);
    expect(stage.told).toEqual([]);
    await stage.pass(200_000);
    expect(stage.told).toEqual(["raised crash"]);
    stage.alerts.stop();
  });

  it("also hides the end of what it hid, over a restart too", async () => {
    const stage = new Stage();
    stage.alerts.mute("one", 3_600_000);
    await crashed(stage);
    stage.restart();
    await stage.pass(120_000);
    stage.becomes("one", "running");
    await stage.pass(4_000_000);
    expect(stage.told).toEqual([]);
    stage.alerts.stop();
  });

  it("tells what lasts longer also when the program was restarted meanwhile, once", async () => {
    const stage = new Stage();
    stage.alerts.mute("one", 3_600_000);
    await crashed(stage);
    stage.restart();
    await stage.pass(3_500_000);
    expect(stage.told).toEqual([]);
    await stage.pass(200_000);
    expect(stage.told).toEqual(["raised crash"]);
    stage.restart();
    await stage.pass(60_000);
    expect(stage.told).toEqual(["raised crash", "changed crash"]);
    stage.alerts.stop();
  });

  it("of a loop that goes on after it tells the loop", async () => {
    const stage = new Stage();
    stage.alerts.mute("one", 60_000);
    for (let crash = 1; crash <= 4; crash += 1) {
      await crashed(stage);
      await stage.pass(20_000);
    }
    expect(stage.raised).toHaveLength(1);
    expect([...stage.shown.values()]).toMatchObject([{ count: 4 }]);
    stage.alerts.stop();
  });
});

describe("a restart of the program", () => {
  it("shows once more what is open, because the last word may not have arrived, and tells its end", async () => {
    const stage = await crashed();
    stage.restart();
    await stage.pass(60_000);
    stage.becomes("one", "running");
    expect(stage.told).toEqual(["raised crash", "changed crash", "changed crash", "over crash"]);
    expect(stage.shown.size).toBe(1);
    stage.alerts.stop();
  });
});

describe("a server that went down unseen", () => {
  async function unseen(stage = new Stage()): Promise<Stage> {
    stage.becomes("one", "running");
    stage.socket = "connecting";
    stage.tellSockets();
    await stage.pass(25_000);
    stage.becomes("one", "offline");
    Object.assign(stage, { socket: "open" });
    stage.tellSockets();
    await stage.pass(20_000);
    return stage;
  }

  it("is told of when the panel knows of no wish, which is asked once, since the console went away", async () => {
    const stage = new Stage();
    stage.tellSockets();
    const since = stage.clock.now();
    await unseen(stage);
    expect(stage.told).toEqual(["raised crash"]);
    expect(stage.asked).toEqual([since]);
    stage.alerts.stop();
  });

  it("is taken back when the panel tells later that somebody stopped it", async () => {
    const stage = await unseen();
    expect([stage.told, stage.askedAgain]).toEqual([["raised crash"], false]);
    stage.wasStopped = true;
    await stage.pass(80_000);
    expect(stage.askedAgain).toBe(true);
    expect(stage.told).toEqual(["raised crash", "changed crash"]);
    expect([...stage.shown.values()]).toMatchObject([{ closedAs: "stopped" }]);
    stage.becomes("one", "running");
    await stage.pass(10_000);
    expect(stage.told).toHaveLength(2);
    stage.alerts.stop();
  });

  it("is not told of when somebody stopped it in the panel", async () => {
    const stage = new Stage();
    stage.wasStopped = true;
    await unseen(stage);
    expect(stage.told).toEqual([]);
    stage.alerts.stop();
  });
});

describe("a server that went down while the program was away", () => {
  async function away(stage: Stage, { forMs = 60_000, isKilled = false } = {}): Promise<void> {
    stage.tellSockets();
    stage.becomes("one", "running");
    await stage.pass(90_000);
    stage.leave({ isKilled });
    stage.socket = "connecting";
    stage.becomesUnheard("one", "offline");
    await stage.clock.advance(forMs);
    stage.comeBack();
    Object.assign(stage, { socket: "open" });
    stage.tellSockets();
    await stage.pass(20_000);
  }

  it("is told of, and the panel is asked since when it was seen last", async () => {
    const stage = new Stage();
    const began = stage.clock.now();
    await away(stage);
    expect(stage.told).toEqual(["raised crash"]);
    expect([...stage.shown.values()]).toMatchObject([{ isSeen: false }]);
    expect(stage.asked).toEqual([began + 90_000]);
    stage.alerts.stop();
  });

  it("is told of after a kill as well: it was seen not long before", async () => {
    const stage = new Stage();
    const began = stage.clock.now();
    await away(stage, { isKilled: true });
    expect(stage.told).toEqual(["raised crash"]);
    expect(stage.asked[0]! - began).toBeGreaterThanOrEqual(30_000);
    stage.alerts.stop();
  });

  it("is not told of when somebody stopped it in the panel, nor a day later", async () => {
    const stopped = new Stage();
    stopped.wasStopped = true;
    await away(stopped);
    const old = new Stage();
    await away(old, { forMs: 25 * 60 * 60_000 });
    expect([...stopped.told, ...old.told]).toEqual([]);
    stopped.alerts.stop();
    old.alerts.stop();
  });

  it("is not told of when it was down before, or up again", async () => {
    const stage = new Stage();
    stage.tellSockets();
    stage.becomes("one", "running");
    stage.becomes("one", "offline", { expectedBy: "ann" });
    stage.becomes("two", "running");
    stage.restart();
    await stage.pass(60_000);
    expect(stage.told).toEqual([]);
    stage.alerts.stop();
  });
});

describe("a crash of which nothing is known here", () => {
  it("is told at once, and then who acted in the panel last; that stays while it counts up", async () => {
    const stage = new Stage();
    stage.deed = "`file.write` in the panel by **ann**";
    await crashed(stage);
    await crashed(stage);
    expect(stage.told.slice(0, 2)).toEqual(["raised crash", "changed crash"]);
    expect([...stage.shown.values()]).toMatchObject([{ count: 2, lastDeed: stage.deed }]);
    stage.alerts.stop();
  });
});

describe("a crash after a deed here", () => {
  it("names who acted in the panel after it, also while it counts up, until somebody acts here again", async () => {
    const stage = new Stage();
    stage.deedHere = { text: "`/cmd` by **bob**", at: stage.clock.now() - 60_000 };
    stage.deed = "`file.write` in the panel by **ann**";
    await crashed(stage);
    await crashed(stage);
    expect([...stage.shown.values()]).toMatchObject([{ count: 2, lastDeed: stage.deed }]);
    stage.deedHere = { text: "`/power` by **bob**", at: stage.clock.now() };
    await crashed(stage);
    expect([...stage.shown.values()]).toMatchObject([{ count: 3, lastDeed: "`/power` by **bob**" }]);
    stage.alerts.stop();
  });
});

describe("a server that comes back offline", () => {
  async function blocked(problem: Problem, isMaintenance = false): Promise<Stage> {
    const stage = new Stage();
    stage.becomes("one", "running");
    stage.tellSockets();
    stage.isMaintenance = isMaintenance;
    stage.socket = "connecting";
    stage.hasProblem("one", problem);
    await stage.pass(20_000);
    stage.isMaintenance = false;
    stage.hasProblem("one", undefined);
    stage.becomes("one", "offline");
    stage.socket = "open";
    stage.tellSockets();
    await stage.pass(60_000);
    return stage;
  }

  it.each(["suspended", "busy"] as const)("after it was %s is no alert, later falls are", async (problem) => {
    const stage = await blocked(problem);
    await stage.pass(600_000);
    expect(stage.told).toEqual([]);
    stage.becomes("one", "running");
    stage.socket = "connecting";
    stage.becomes("one", "offline");
    await stage.pass(20_000);
    expect(stage.told).toEqual(["raised crash"]);
    stage.alerts.stop();
  });

  it("after a maintenance of its node is told of when it stays down", async () => {
    const stage = await blocked("busy", true);
    expect(stage.told).toEqual([]);
    await stage.pass(300_000);
    expect(stage.told).toEqual(["raised crash"]);
    stage.alerts.stop();
  });

  it("after nobody was let in is told of", async () => {
    const stage = await blocked("too-many-sockets");
    expect(stage.told).toEqual(["raised crash"]);
    stage.alerts.stop();
  });
});

describe("a server that leaves", () => {
  const left = { endedAt: expect.any(Number) as number, closedAs: "left" };

  it("takes its alert with it, once the panel has not shown it for some minutes", async () => {
    const stage = await crashed();
    stage.problems.set("one", "gone");
    await stage.pass(4 * 60_000);
    expect(stage.told).toEqual(["raised crash"]);
    await stage.pass(60 * 60_000);
    expect(stage.told).toEqual(["raised crash", "changed crash"]);
    expect([...stage.shown.values()]).toMatchObject([left]);
    stage.alerts.stop();
  });

  it("and comes back, is told of anew", async () => {
    const stage = await crashed();
    stage.problems.set("one", "gone");
    await stage.pass(6 * 60_000);
    stage.problems.clear();
    stage.becomes("one", "running");
    await crashed(stage);
    expect(stage.told).toEqual(["raised crash", "changed crash", "raised crash"]);
    expect(stage.shown.get(stage.raised[1]!)).toMatchObject({ count: 1 });
    stage.alerts.stop();
  });

  it("while the program is away leaves no alert open either, and a panel that tells nothing closes none", async () => {
    const stage = await crashed();
    const { servers } = stage;
    stage.servers = [];
    stage.restart();
    await stage.pass(10 * 60_000);
    expect([...stage.shown.values()]).not.toMatchObject([left]);
    stage.servers = servers.slice(1);
    await stage.pass(10_000);
    expect([...stage.shown.values()]).toMatchObject([left]);
    stage.alerts.stop();
  });

  it("a node without servers takes the node's alert with it", async () => {
    const stage = new Stage();
    stage.all("running");
    Object.assign(stage, { socket: "connecting", finding: "no-node" });
    await stage.pass(180_000);
    for (const server of stage.servers)
      Object.assign(server, { details: () => ({ node: "node-2", limits: { memoryMib: 1, diskMib: 1 } }) });
    Object.assign(stage, { socket: "open", finding: "fine" });
    await stage.pass(10_000);
    expect(stage.told).toEqual(["raised outage", "changed outage"]);
    expect([...stage.shown.values()]).toMatchObject([left]);
    stage.alerts.stop();
  });

  it("only in name is called by its new one", async () => {
    const stage = await crashed();
    Object.assign(stage.servers[0]!, { name: "new" });
    await stage.pass(60_000);
    expect(stage.told).toEqual(["raised crash", "changed crash"]);
    expect([...stage.shown.values()]).toMatchObject([{ server: { name: "new" } }]);
    stage.alerts.stop();
  });
});

describe("a panel that goes up and down", () => {
  it("is one message that counts", async () => {
    const stage = new Stage();
    stage.all("running");
    for (let time = 1; time <= 3; time += 1) {
      Object.assign(stage, { socket: "connecting", finding: "no-panel" });
      await stage.pass(150_000);
      Object.assign(stage, { socket: "open", finding: "fine" });
      await stage.pass(60_000);
    }
    expect(stage.raised).toHaveLength(1);
    expect([...stage.shown.values()]).toMatchObject([
      { kind: "outage", count: 3, endedAt: expect.any(Number) as number },
    ]);
    await stage.pass(700_000);
    Object.assign(stage, { socket: "connecting", finding: "no-panel" });
    await stage.pass(150_000);
    expect(stage.raised).toHaveLength(2);
    stage.alerts.stop();
  });
});
