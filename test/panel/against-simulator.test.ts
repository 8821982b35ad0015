/** A walk over the client against a strict double of the panel, which knows nothing of the client. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/lib/clock.ts";
import { silentLog } from "../../src/lib/logger.ts";
import { createPanel, type Panel, type ServerApi } from "../../src/panel/panel.ts";
import { routes } from "../../src/panel/routes.ts";
import { PanelSimulator } from "../simulators/panel/panel-simulator.ts";

const instant = { startMs: 1, stopMs: 1, backupMs: 1, restoreMs: 1, installMs: 1, pullMs: 1 };

let simulator: PanelSimulator;
let panel: Panel;
let api: ServerApi;

beforeEach(async () => {
  simulator = await PanelSimulator.start({ timings: instant });
  panel = createPanel({ url: simulator.url, apiKey: simulator.key, clock: systemClock, log: silentLog });
  api = panel.server(simulator.server("survival").uuid);
});
afterEach(async () => {
  await panel.close();
  await simulator.stop();
});

/** Until `isSo`, at most for about two seconds: what happens on the node is not in our hands. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await isSo()) return;
    await systemClock.sleep(20);
  }
  throw new Error("it never came to be");
}

const isFree = async (): Promise<boolean> => {
  panel.forget(api.id);
  return (await api.details()).status === null;
};

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

async function walkAccount(): Promise<void> {
  expect(await panel.account.details()).toMatchObject({ username: "olivia", isAdmin: false });
  expect(Object.keys(await panel.permissions())).toContain("control");
  const { secret } = await panel.account.twoFactor.setup();
  expect(secret).not.toBe("");
  const password = "correct olivia battery";
  const wrongCode = panel.account.twoFactor.enable({ code: "12", password });
  await expect(wrongCode).rejects.toMatchObject({ failure: "invalid", field: "code" });
  await panel.account.twoFactor.disable(password);
  const key = await panel.account.apiKeys.create({ description: "walk", allowedIps: ["203.0.113.0/24"] });
  expect(key.secret).toHaveLength(48);
  expect(await panel.account.apiKeys.list()).toHaveLength(2);
  await panel.account.apiKeys.delete(key.identifier);
  const publicKey = `ssh-ed25519 ${Buffer.alloc(51, 1).toString("base64")} laptop`;
  const ssh = await panel.account.sshKeys.create({ name: "laptop", publicKey });
  expect(await panel.account.sshKeys.list()).toMatchObject([{ name: "laptop" }]);
  await panel.account.sshKeys.remove(ssh.fingerprint);
  expect((await panel.account.activity()).items).toBeInstanceOf(Array);
  await panel.account.changeEmail({ email: "new@example.com", password });
  await panel.account.changePassword({ current: password, next: "another long password" });
}

async function walkServer(): Promise<void> {
  expect((await panel.servers.list()).map(({ name }) => name)).toEqual(["survival", "valheim"]);
  expect(await api.details()).toMatchObject({ name: "survival", userPermissions: ["*"], isOwner: true });
  expect((await api.resources()).value).toMatchObject({ state: "running" });
  expect((await api.websocket()).socketUrl).toMatch(/^ws/);
  await api.command("say hi");
  await api.power("start");
  expect((await api.activity()).total).toBeGreaterThan(0);
  await expect(panel.server(simulator.server("valheim").uuid).command("x")).rejects.toMatchObject({
    failure: "offline",
  });
}

async function walkFiles(): Promise<void> {
  const { files } = api;
  const odd = "/walk/50% off & <ünï> 😀.txt";
  const name = odd.slice("/walk/".length);
  await files.createFolder("/", "walk");
  await files.write(odd, "hello\n");
  expect(text(await files.contents(odd))).toBe("hello\n");
  expect(await files.list("/walk")).toMatchObject([{ name, kind: "file", size: 6 }]);
  const percent = "/walk/100% sure & more.txt";
  await files.write(percent, "hello\n");
  const fetched = await panel.fetchSigned(await files.download(percent), { maxBytes: 100 });
  expect(text(Buffer.concat(await fetched.body.toArray()))).toBe("hello\n");
  await files.delete("/walk", ["100% sure & more.txt"]);
  await files.copy(odd);
  await files.rename("/walk", [{ from: name, to: "plain.txt" }]);
  await files.chmod("/walk", [{ file: "plain.txt", mode: "755" }]);
  expect(await files.list("/walk")).toContainEqual(
    expect.objectContaining({ name: "plain.txt", modeBits: "755" }),
  );
  const archive = await files.compress("/walk", ["plain.txt"]);
  await files.decompress("/walk", archive.name);
  const upload = { directory: "/walk", name: "up load.txt", body: Buffer.from("up"), bytes: 2 };
  await panel.uploadSigned(await files.uploadUrl(), upload);
  expect(text(await files.contents("/walk/up load.txt"))).toBe("up");
  await files.pull({ url: "https://example.com/mod.jar", directory: "/walk" });
  await files.delete("/", ["walk"]);
  expect((await files.list("/")).map((entry) => entry.name)).not.toContain("walk");
  await expect(files.contents("/walk/plain.txt")).rejects.toMatchObject({ failure: "unreadable" });
}

async function walkSchedules(): Promise<void> {
  const { schedules } = api;
  const cron = { minute: "30", hour: "5", dayOfMonth: "*", month: "*", dayOfWeek: "1" };
  const made = await schedules.create({ name: "Walk", cron, isActive: true, onlyWhenOnline: false });
  expect(made).toMatchObject({ name: "Walk", cron, isActive: true, tasks: [] });
  const task = await schedules.addTask(made.id, { action: "command", payload: "say hi", offsetSeconds: 0 });
  await schedules.updateTask(made.id, task.id, { action: "command", payload: "say bye", offsetSeconds: 0 });
  expect((await schedules.details(made.id)).tasks).toMatchObject([{ payload: "say bye" }]);
  await schedules.update(made.id, { name: "Walked", cron, isActive: false, onlyWhenOnline: true });
  expect(await schedules.list()).toContainEqual(expect.objectContaining({ name: "Walked", isActive: false }));
  await schedules.execute(made.id);
  await schedules.removeTask(made.id, task.id);
  await schedules.delete(made.id);
}

async function walkPeople(): Promise<void> {
  const friend = await api.subusers.invite({ email: "walk@example.com", permissions: ["control.start"] });
  expect(friend.permissions).toContain("websocket.connect");
  const changed = await api.subusers.setPermissions(friend.uuid, ["control.stop"]);
  expect(changed.permissions).toContain("control.stop");
  expect(await api.subusers.details(friend.uuid)).toMatchObject({ email: "walk@example.com" });
  expect((await api.subusers.list()).length).toBe(2);
  await api.subusers.remove(friend.uuid);
}

async function walkNetworkAndDatabases(): Promise<void> {
  const added = await api.network.add();
  expect(await api.network.note(added.id, "map")).toMatchObject({ notes: "map" });
  const [first] = await api.network.list();
  expect(await api.network.makePrimary(added.id)).toMatchObject({ isDefault: true });
  await api.network.makePrimary(first?.id ?? 0);
  await api.network.remove(added.id);
  const database = await api.databases.create({ name: "walk", remote: "%" });
  expect(database.password).toHaveLength(24);
  expect((await api.databases.rotatePassword(database.id)).password).not.toBe(database.password);
  expect(await api.databases.list({ withPasswords: true })).toHaveLength(2);
  await api.databases.delete(database.id);
}

async function walkStartupAndSettings(): Promise<void> {
  const { variables, dockerImages } = await api.startup.details();
  expect(variables.map(({ key }) => key)).toContain("MINECRAFT_VERSION");
  expect(await api.startup.setVariable("MINECRAFT_VERSION", "1.21")).toMatchObject({
    variable: { value: "1.21" },
  });
  await api.settings.setDockerImage(Object.values(dockerImages)[1] ?? "");
  await api.settings.rename({ name: "Walked", description: "there and back" });
  expect(await api.details()).toMatchObject({ name: "Walked", description: "there and back" });
}

async function walkBackups(): Promise<void> {
  const { backups } = api;
  const made = await backups.create({ name: "Walk", ignored: ["*.log"] });
  expect(made.state).toBe("pending");
  await until(async () => (await backups.details(made.uuid)).state === "done");
  panel.forget(api.id, "backups");
  expect((await backups.list())[0]).toMatchObject({ name: "Walk", state: "done", ignoredFiles: ["*.log"] });
  const archive = await panel.fetchSigned(await backups.download(made.uuid), { maxBytes: 10_000_000 });
  expect(archive.name).toBe(`${made.uuid}.tar.gz`);
  archive.body.resume();
  expect((await backups.toggleLock(made.uuid)).isLocked).toBe(true);
  await expect(backups.delete(made.uuid)).rejects.toMatchObject({ failure: "refused" });
  expect((await backups.toggleLock(made.uuid)).isLocked).toBe(false);
  await api.power("kill");
  await backups.restore(made.uuid, { truncate: false });
  await until(isFree);
  await backups.delete(made.uuid);
  await api.settings.reinstall();
  await until(isFree);
}

describe("the client against the simulator", () => {
  it("walks every route", async () => {
    await walkServer();
    await walkFiles();
    await walkSchedules();
    await walkPeople();
    await walkNetworkAndDatabases();
    await walkStartupAndSettings();
    await walkBackups();
    await walkAccount();
    const walked = panel.stats().requestsByRoute;
    expect(Object.keys(routes).filter((route) => !Object.hasOwn(walked, route))).toEqual([]);
    expect(simulator.problems).toEqual([]);
  });

  it("is never refused for its pace, though a person's browser spends too", async () => {
    simulator.rateLimit(60);
    await panel.account.details();
    simulator.spend(20);
    const results = await Promise.allSettled(Array.from({ length: 100 }, () => panel.account.details()));
    expect(simulator.rateLimited).toBe(0);
    const failed = results.filter((result) => result.status === "rejected");
    expect(failed.length).toBeGreaterThan(0);
    for (const { reason } of failed) expect(reason).toMatchObject({ failure: "rate-limited", local: true });
  });

  it("keeps to a route's own limit without being told", async () => {
    const calls = Array.from({ length: 6 }, () => api.websocket());
    const results = await Promise.allSettled(calls);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    expect(simulator.rateLimited).toBe(0);
  });

  it("names a key that was revoked", async () => {
    simulator.revokeKey();
    await expect(panel.account.details()).rejects.toMatchObject({ failure: "unauthorized" });
  });

  it("gets over answers that break off", async () => {
    simulator.breakBody(2);
    expect(await api.details()).toMatchObject({ name: "survival" });
    expect(panel.stats().retries).toBe(2);
  });
});
