import { afterEach, describe, expect, it } from "vitest";
import { dial, type Dialled } from "../wings/dial.ts";
import { ask, attributes, elements } from "./ask.ts";
import { PanelSimulator } from "./panel-simulator.ts";

let panel: PanelSimulator;
let socket: Dialled;
async function start(options = {}): Promise<void> {
  panel = await PanelSimulator.start({
    timings: { backupMs: 10, restoreMs: 10, stopMs: 10, startMs: 10 },
    settings: { backupThrottle: { count: 2, periodMs: 0 } },
    ...options,
  });
  socket = await dial(panel, "survival");
}
afterEach(() => panel.stop());

const path = (): string => `/servers/${panel.server("survival").uuid}/backups`;
const create = async (body: object = {}): Promise<Record<string, unknown>> =>
  attributes(await ask(panel, `POST ${path()}`, { body }));
const show = async (uuid: unknown): Promise<Record<string, unknown>> =>
  attributes(await ask(panel, `GET ${path()}/${String(uuid)}`));

describe("a backup", () => {
  it("is pending, then done, and the panel knows before the socket does", async () => {
    await start();
    const made = await create({ name: "b", ignored: "*.jar\nlogs" });
    expect(made).toMatchObject({
      is_successful: false,
      checksum: null,
      bytes: 0,
      completed_at: null,
      ignored_files: ["*.jar", "logs"],
    });
    const { args } = await socket.wait("backup completed");
    const event = JSON.parse(args?.[0] ?? "") as { uuid: string; checksum: string; file_size: number };
    expect(await show(made["uuid"])).toMatchObject({
      is_successful: true,
      checksum: `sha1:${event.checksum}`,
      bytes: event.file_size,
    });
  });

  it("carries its uuid in the event's name on a classic node", async () => {
    await start({ profile: "classic" });
    const { uuid } = await create();
    await socket.wait(`backup completed:${String(uuid)}`);
  });

  it("can fail, and then counts for nothing and loses its lock", async () => {
    await start();
    panel.server("survival").failNextBackup();
    const { uuid } = await create({ is_locked: true });
    await socket.wait("backup completed");
    const failed = await show(uuid);
    expect(failed).toMatchObject({ is_successful: false, is_locked: false, bytes: 0 });
    expect(failed["completed_at"]).not.toBeNull();
    const { meta } = (await ask(panel, `GET ${path()}`)).json as { meta: { backup_count: number } };
    expect(meta.backup_count).toBe(1);
  });

  it("can stay pending", async () => {
    await start();
    panel.server("survival").stuckBackup();
    const { uuid } = await create();
    await create();
    await socket.wait("backup completed");
    expect(await show(uuid)).toMatchObject({ completed_at: null });
  });

  it("is refused beyond the limit", async () => {
    await start();
    await create();
    await create();
    const refused = await ask(panel, `POST ${path()}`);
    expect([refused.status, refused.code]).toEqual([400, "TooManyBackupsException"]);
  });

  it("is locked and unlocked by the same call, and not deleted while locked", async () => {
    await start();
    const { uuid } = elements(await ask(panel, `GET ${path()}`))[0] ?? {};
    const lock = async (): Promise<unknown> =>
      attributes(await ask(panel, `POST ${path()}/${String(uuid)}/lock`))["is_locked"];
    const remove = (): ReturnType<typeof ask> => ask(panel, `DELETE ${path()}/${String(uuid)}`);
    expect(await lock()).toBe(true);
    expect((await remove()).code).toBe("BackupLockedException");
    expect(await lock()).toBe(false);
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
  });

  it("is not created while the node is down", async () => {
    await start();
    panel.node.down();
    expect((await ask(panel, `POST ${path()}`)).status).toBe(504);
    panel.node.up();
    expect(elements(await ask(panel, `GET ${path()}`))).toHaveLength(1);
  });
});

describe("a restore", () => {
  it("blocks the server until it is over, brings the files back, and leaves it offline", async () => {
    await start({ profile: "classic" });
    const survival = panel.server("survival");
    const { uuid } = elements(await ask(panel, `GET ${path()}`))[0] ?? {};
    survival.node.files.write("eula.txt", Buffer.from("eula=false"));
    const restore = (body: object): ReturnType<typeof ask> =>
      ask(panel, `POST ${path()}/${String(uuid)}/restore`, { body });
    expect((await restore({})).status).toBe(422);
    expect((await restore({ truncate: true })).status).toBe(204);
    expect((await ask(panel, `GET ${path()}`)).status).toBe(409);
    expect(attributes(await ask(panel, `GET ${path().replace("/backups", "")}`))["status"]).toBe(
      "restoring_backup",
    );
    await socket.wait("backup restore completed");
    expect(survival.node.files.read("eula.txt").toString()).toBe("eula=true\n");
    expect([survival.state, survival.row.status]).toEqual(["offline", null]);
    const texts = socket.frames
      .filter(({ event }) => event === "daemon message")
      .map(({ args }) => args?.[0]);
    expect(texts).toContain("(restoring): server.properties");
    expect(texts.at(-1)).toBe("Completed server restoration from local backup.");
  });

  it("fails when the server does not stop within two minutes, with the event all the same", async () => {
    await start({ timeScale: 500, profile: "classic" });
    const survival = panel.server("survival");
    survival.hangOnStop();
    const { uuid } = elements(await ask(panel, `GET ${path()}`))[0] ?? {};
    await ask(panel, `POST ${path()}/${String(uuid)}/restore`, { body: { truncate: false } });
    await socket.wait("backup restore completed");
    expect([survival.state, survival.row.status]).toEqual(["stopping", null]);
  });
});
