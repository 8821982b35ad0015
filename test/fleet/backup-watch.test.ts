import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Backup } from "../../src/panel/panel.ts";
import { until } from "../wings/until.ts";
import { panelError, pendingBackup } from "./fake-panel.ts";
import { fleetRig, type Rig } from "./fleet-rig.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await fleetRig();
  await rig.open();
});
afterEach(async () => {
  await rig.stop();
});

async function settled<Outcome>({ outcome }: { outcome: Promise<Outcome> }, stepMs = 0): Promise<Outcome> {
  let result: Outcome | undefined;
  void outcome.then((value) => (result = value));
  await until(() => result !== undefined, rig.clock, stepMs);
  return result!;
}

function completed(uuid: string, isSuccessful: boolean, event = "backup completed"): void {
  rig.socket().send(event, JSON.stringify({ uuid, is_successful: isSuccessful, file_size: 77 }));
}

const inState = (state: Backup["state"]) => () => Promise.resolve({ ...pendingBackup, state, bytes: 9 });

describe("a backup", () => {
  test.each(["backup completed", "backup completed:b-1"])("is done when %s says so", async (event) => {
    const pending = await rig.server.backup({ name: "one" });
    expect(pending.backup.state).toBe("pending");
    completed("b-1", true, event);
    expect(await settled(pending)).toEqual({ kind: "done", bytes: 77 });
    expect(rig.panel.count("backup details")).toBe(0);
  });

  test("has failed when the node says so", async () => {
    const pending = await rig.server.backup();
    completed("b-1", false);
    expect(await settled(pending)).toEqual({ kind: "failed" });
  });

  test("is not done by the end of another", async () => {
    const pending = await rig.server.backup();
    completed("b-2", true);
    rig.panel.answers.backupDetails = inState("failed");
    expect(await settled(pending, 1_000)).toEqual({ kind: "failed" });
  });

  test("may be done before the panel has answered", async () => {
    let answer = (_backup: Backup): void => undefined;
    rig.panel.answers.createBackup = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const asking = rig.server.backup();
    completed("b-1", true);
    await until(() => rig.events.some((event) => event.type === "backup"));
    answer(pendingBackup);
    expect(await settled(await asking)).toEqual({ kind: "done", bytes: 77 });
  });

  test("is asked for when no event comes, through failures of the panel", async () => {
    rig.panel.answers.backupDetails = () => Promise.reject(panelError("unavailable", 503));
    const pending = await rig.server.backup();
    await until(() => rig.panel.count("backup details") === 2, rig.clock, 1_000);
    rig.panel.answers.backupDetails = inState("done");
    expect(await settled(pending, 1_000)).toEqual({ kind: "done", bytes: 9 });
  });

  test("is gone when somebody deletes it meanwhile", async () => {
    rig.panel.answers.backupDetails = () => Promise.reject(panelError("not-found", 404));
    expect(await settled(await rig.server.backup(), 1_000)).toEqual({ kind: "gone" });
  });

  test("that the panel refuses leaves nothing behind", async () => {
    rig.panel.answers.createBackup = () => Promise.reject(panelError("throttled", 429));
    const timers = rig.clock.pending;
    await expect(rig.server.backup()).rejects.toMatchObject({ failure: "throttled" });
    expect(rig.clock.pending).toBe(timers);
  });

  test("is no longer watched when the program stops", async () => {
    const pending = await rig.server.backup();
    await rig.fleet.stop();
    expect(await pending.outcome).toEqual({ kind: "unwatched" });
  });
});

describe("a restore", () => {
  beforeEach(() => {
    rig.panel.servers = [{ ...rig.panel.servers[0]!, status: "restoring_backup" }];
  });
  const over = (): void => {
    rig.panel.servers = [{ ...rig.panel.servers[0]!, status: null }];
  };

  test("is done when the daemon says so and the panel has let the server go", async () => {
    const pending = await rig.server.restore("b-1", { truncate: false });
    rig.socket().send("daemon message", "Completed server restoration from local backup.");
    over();
    rig.socket().send("backup restore completed", "");
    expect(await settled(pending)).toEqual({ kind: "done" });
    expect(rig.panel.forgotten).toContain("files");
  });

  test("counts the files that are back", async () => {
    const pending = await rig.server.restore("b-1", { truncate: false });
    expect(pending.fileCount()).toBe(0);
    for (const path of ["world/level.dat", "server.jar"])
      rig.socket().send("daemon message", `(restoring): ${path}`);
    over();
    rig.socket().send("backup restore completed", "");
    await settled(pending);
    expect(pending.fileCount()).toBe(2);
  });

  test("that only ends may have failed: the node says the same then", async () => {
    const pending = await rig.server.restore("b-1", { truncate: true });
    over();
    rig.socket().send("backup restore completed", "");
    expect(await settled(pending)).toEqual({ kind: "ended" });
  });

  test("is seen to end without any event", async () => {
    const pending = await rig.server.restore("b-1", { truncate: false });
    await until(() => rig.panel.count("details") >= 3, rig.clock, 1_000);
    over();
    expect(await settled(pending, 1_000)).toEqual({ kind: "ended" });
  });
});
