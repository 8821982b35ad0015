/** Every route: what goes out, and what comes back as a value. */
import nock from "nock";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Panel } from "../../src/panel/panel.ts";
import { routes, type RouteKey } from "../../src/panel/routes.ts";
import * as wire from "./fixtures.ts";
import { expectedValues as values } from "./expected-values.ts";

const { item, list, pagination, uuid } = wire;
const user = wire.subuser.uuid;
const backup = wire.backup.uuid;
const cron = { minute: "0", hour: "4", dayOfMonth: "*", month: "*", dayOfWeek: "*" };
const cronBody = { minute: "0", hour: "4", day_of_month: "*", month: "*", day_of_week: "*" };
const scheduleInput = { name: "Nightly", cron, isActive: true, onlyWhenOnline: false };
const scheduleBody = { name: "Nightly", ...cronBody, is_active: true, only_when_online: false };
const taskInput = { action: "command", payload: "say hi", offsetSeconds: 0 } as const;
const taskBody = { action: "command", payload: "say hi", time_offset: 0 };
const activityQuery = { page: "1", per_page: "25", sort: "-timestamp", include: "actor" };
const link = item({ url: "https://node.example.com/download/file?token=t" });

interface Case {
  readonly route: RouteKey;
  /** After the template's names are filled in. */
  readonly path: string;
  readonly query?: Record<string, string>;
  readonly body?: object | string;
  readonly status?: number;
  readonly answer?: object | string;
  readonly call: (panel: Panel) => Promise<unknown>;
  /** Default: nothing. */
  readonly value?: unknown;
}

const at = (path: string): string => `/servers/${uuid}${path}`;
const of = (panel: Panel) => panel.server(uuid);

const cases: readonly Case[] = [
  {
    route: "GET /",
    path: "/",
    query: { page: "1", per_page: "100", type: "admin", "filter[*]": "a b" },
    answer: list([wire.server], pagination(1, 1)),
    call: (panel) => panel.servers.list({ type: "admin", search: "a b" }),
    value: [values.server],
  },
  {
    route: "GET /permissions",
    path: "/permissions",
    answer: item({ permissions: { control: { description: "Power", keys: { start: "May start" } } } }),
    call: (panel) => panel.permissions(),
    value: { control: { description: "Power", keys: { start: "May start" } } },
  },
  {
    route: "GET /account",
    path: "/account",
    answer: item({
      id: 1,
      admin: false,
      username: "me",
      email: "me@example.com",
      first_name: "A",
      last_name: "B",
      language: "en",
    }),
    call: (panel) => panel.account.details(),
    value: {
      id: 1,
      uuid: undefined,
      isAdmin: false,
      username: "me",
      email: "me@example.com",
      firstName: "A",
      lastName: "B",
      language: "en",
    },
  },
  {
    route: "PUT /account/email",
    path: "/account/email",
    body: { email: "new@example.com", password: "pw" },
    status: 204,
    call: (panel) => panel.account.changeEmail({ email: "new@example.com", password: "pw" }),
  },
  {
    route: "PUT /account/password",
    path: "/account/password",
    body: { current_password: "old", password: "newnewnew", password_confirmation: "newnewnew" },
    status: 204,
    call: (panel) => panel.account.changePassword({ current: "old", next: "newnewnew" }),
  },
  {
    route: "GET /account/two-factor",
    path: "/account/two-factor",
    answer: { data: { image_url_data: "otpauth://totp/x", secret: "S" } },
    call: (panel) => panel.account.twoFactor.setup(),
    value: { otpauthUrl: "otpauth://totp/x", secret: "S" },
  },
  {
    route: "POST /account/two-factor",
    path: "/account/two-factor",
    body: { code: "123456", password: "pw" },
    answer: item({ tokens: ["a", "b"] }),
    call: (panel) => panel.account.twoFactor.enable({ code: "123456", password: "pw" }),
    value: ["a", "b"],
  },
  {
    route: "POST /account/two-factor/disable",
    path: "/account/two-factor/disable",
    body: { password: "pw" },
    status: 204,
    call: (panel) => panel.account.twoFactor.disable("pw"),
  },
  {
    route: "GET /account/activity",
    path: "/account/activity",
    query: activityQuery,
    answer: list([wire.activityEntry], pagination(1, 1)),
    call: (panel) => panel.account.activity(),
    value: { items: [values.activityEntry], total: 2, page: 1, pages: 1 },
  },
  {
    route: "GET /account/api-keys",
    path: "/account/api-keys",
    answer: list([wire.apiKeyEntry]),
    call: (panel) => panel.account.apiKeys.list(),
    value: [values.apiKeyEntry],
  },
  {
    route: "POST /account/api-keys",
    path: "/account/api-keys",
    body: { description: "bot", allowed_ips: ["203.0.113.0/24"] },
    answer: item(wire.apiKeyEntry, { meta: { secret_token: "s".repeat(32) } }),
    call: (panel) => panel.account.apiKeys.create({ description: "bot", allowedIps: ["203.0.113.0/24"] }),
    value: { ...values.apiKeyEntry, secret: `${wire.apiKeyEntry.identifier}${"s".repeat(32)}` },
  },
  {
    route: "DELETE /account/api-keys/:key",
    path: `/account/api-keys/${wire.apiKeyEntry.identifier}`,
    status: 204,
    call: (panel) => panel.account.apiKeys.delete(wire.apiKeyEntry.identifier),
  },
  {
    route: "GET /account/ssh-keys",
    path: "/account/ssh-keys",
    answer: list([wire.sshKey]),
    call: (panel) => panel.account.sshKeys.list(),
    value: [values.sshKey],
  },
  {
    route: "POST /account/ssh-keys",
    path: "/account/ssh-keys",
    body: { name: "laptop", public_key: "ssh-ed25519 AAAA" },
    answer: item(wire.sshKey),
    call: (panel) => panel.account.sshKeys.create({ name: "laptop", publicKey: "ssh-ed25519 AAAA" }),
    value: values.sshKey,
  },
  {
    route: "POST /account/ssh-keys/remove",
    path: "/account/ssh-keys/remove",
    body: { fingerprint: "f" },
    status: 204,
    call: (panel) => panel.account.sshKeys.remove("f"),
  },
  {
    route: "GET /servers/:server",
    path: at(""),
    answer: item(wire.server, { meta: { is_server_owner: false, user_permissions: ["control.start"] } }),
    call: (panel) => of(panel).details(),
    value: { ...values.server, isOwner: false, userPermissions: ["control.start"] },
  },
  {
    route: "GET /servers/:server/resources",
    path: at("/resources"),
    answer: item(wire.stats),
    call: async (panel) => (await of(panel).resources()).value,
    value: values.resources,
  },
  {
    route: "GET /servers/:server/websocket",
    path: at("/websocket"),
    answer: { data: { token: "jwt", socket: "wss://node.example.com/ws" } },
    call: (panel) => of(panel).websocket(),
    value: { token: "jwt", socketUrl: "wss://node.example.com/ws" },
  },
  {
    route: "POST /servers/:server/command",
    path: at("/command"),
    body: { command: 'say ä "quoted" 😀' },
    status: 204,
    call: (panel) => of(panel).command('say ä "quoted" 😀'),
  },
  {
    route: "POST /servers/:server/power",
    path: at("/power"),
    body: { signal: "restart" },
    status: 204,
    call: (panel) => of(panel).power("restart"),
  },
  {
    route: "GET /servers/:server/activity",
    path: at("/activity"),
    query: { ...activityQuery, page: "2", per_page: "50", "filter[event]": "server:power" },
    answer: list([wire.activityEntry], pagination(2, 3)),
    call: (panel) => of(panel).activity({ page: 2, perPage: 50, event: "server:power" }),
    value: { items: [values.activityEntry], total: 6, page: 2, pages: 3 },
  },
  {
    route: "GET /servers/:server/files/list",
    path: at("/files/list"),
    query: { directory: "/my worlds & ünits/50%" },
    answer: list([wire.file, { ...wire.file, name: "world", is_file: false, mode: "drwxr-xr-x" }]),
    call: async (panel) => (await of(panel).files.list("/my worlds & ünits/50%")).map((entry) => entry.name),
    value: ["world", "server.properties"],
  },
  {
    route: "GET /servers/:server/files/contents",
    path: at("/files/contents"),
    query: { file: "/a b%20&c😀.txt" },
    answer: "max-players=20\n",
    call: async (panel) => new TextDecoder().decode(await of(panel).files.contents("/a b%20&c😀.txt")),
    value: "max-players=20\n",
  },
  {
    route: "GET /servers/:server/files/download",
    path: at("/files/download"),
    query: { file: "/a b&c😀.txt" },
    answer: link,
    call: (panel) => of(panel).files.download("/a b&c😀.txt"),
    value: "https://node.example.com/download/file?token=t",
  },
  {
    route: "GET /servers/:server/files/upload",
    path: at("/files/upload"),
    answer: link,
    call: (panel) => of(panel).files.uploadUrl(),
    value: "https://node.example.com/download/file?token=t",
  },
  {
    route: "PUT /servers/:server/files/rename",
    path: at("/files/rename"),
    body: { root: "/", files: [{ from: "a", to: "b/c" }] },
    status: 204,
    call: (panel) => of(panel).files.rename("", [{ from: "a", to: "b/c" }]),
  },
  {
    route: "POST /servers/:server/files/copy",
    path: at("/files/copy"),
    body: { location: "/a.txt" },
    status: 204,
    call: (panel) => of(panel).files.copy("/a.txt"),
  },
  {
    route: "POST /servers/:server/files/write",
    path: at("/files/write"),
    query: { file: "/a b.txt" },
    body: '{"not": parsed',
    status: 204,
    call: (panel) => of(panel).files.write("/a b.txt", '{"not": parsed'),
  },
  {
    route: "POST /servers/:server/files/compress",
    path: at("/files/compress"),
    body: { root: "/", files: ["world"] },
    answer: item({ ...wire.file, name: "archive.tar.gz" }),
    call: (panel) => of(panel).files.compress("/", ["world"]),
    value: { ...values.file, name: "archive.tar.gz" },
  },
  {
    route: "POST /servers/:server/files/decompress",
    path: at("/files/decompress"),
    body: { root: "/", file: "archive.tar.gz" },
    status: 204,
    call: (panel) => of(panel).files.decompress("/", "archive.tar.gz"),
  },
  {
    route: "POST /servers/:server/files/delete",
    path: at("/files/delete"),
    body: { root: "/logs", files: ["a.log"] },
    status: 204,
    call: (panel) => of(panel).files.delete("/logs", ["a.log"]),
  },
  {
    route: "POST /servers/:server/files/create-folder",
    path: at("/files/create-folder"),
    body: { root: "/", name: "new" },
    status: 204,
    call: (panel) => of(panel).files.createFolder("/", "new"),
  },
  {
    route: "POST /servers/:server/files/chmod",
    path: at("/files/chmod"),
    body: { root: "/", files: [{ file: "start.sh", mode: "755" }] },
    status: 204,
    call: (panel) => of(panel).files.chmod("/", [{ file: "start.sh", mode: "755" }]),
  },
  {
    route: "POST /servers/:server/files/pull",
    path: at("/files/pull"),
    body: { url: "https://example.com/x.jar", directory: "/mods", filename: "x.jar", foreground: true },
    status: 204,
    call: (panel) =>
      of(panel).files.pull({
        url: "https://example.com/x.jar",
        directory: "/mods",
        fileName: "x.jar",
        foreground: true,
      }),
  },
  {
    route: "GET /servers/:server/databases",
    path: at("/databases"),
    query: { include: "password" },
    answer: list([wire.database]),
    call: (panel) => of(panel).databases.list({ withPasswords: true }),
    value: [values.database],
  },
  {
    route: "POST /servers/:server/databases",
    path: at("/databases"),
    body: { database: "game", remote: "%" },
    answer: item(wire.database),
    call: (panel) => of(panel).databases.create({ name: "game", remote: "%" }),
    value: values.database,
  },
  {
    route: "POST /servers/:server/databases/:database/rotate-password",
    path: at("/databases/bEY4yAD5/rotate-password"),
    answer: item(wire.database),
    call: (panel) => of(panel).databases.rotatePassword("bEY4yAD5"),
    value: values.database,
  },
  {
    route: "DELETE /servers/:server/databases/:database",
    path: at("/databases/bEY4yAD5"),
    status: 204,
    call: (panel) => of(panel).databases.delete("bEY4yAD5"),
  },
  {
    route: "GET /servers/:server/schedules",
    path: at("/schedules"),
    answer: list([wire.schedule]),
    call: (panel) => of(panel).schedules.list(),
    value: [values.schedule],
  },
  {
    route: "GET /servers/:server/schedules/:schedule",
    path: at("/schedules/5"),
    answer: item(wire.schedule),
    call: (panel) => of(panel).schedules.details(5),
    value: values.schedule,
  },
  {
    route: "POST /servers/:server/schedules",
    path: at("/schedules"),
    body: scheduleBody,
    answer: item(wire.schedule),
    call: (panel) => of(panel).schedules.create(scheduleInput),
    value: values.schedule,
  },
  {
    route: "POST /servers/:server/schedules/:schedule",
    path: at("/schedules/5"),
    body: { ...scheduleBody, is_active: false },
    answer: item(wire.schedule),
    call: (panel) => of(panel).schedules.update(5, { ...scheduleInput, isActive: false }),
    value: values.schedule,
  },
  {
    route: "POST /servers/:server/schedules/:schedule/execute",
    path: at("/schedules/5/execute"),
    status: 202,
    answer: [],
    call: (panel) => of(panel).schedules.execute(5),
  },
  {
    route: "DELETE /servers/:server/schedules/:schedule",
    path: at("/schedules/5"),
    status: 204,
    call: (panel) => of(panel).schedules.delete(5),
  },
  {
    route: "POST /servers/:server/schedules/:schedule/tasks",
    path: at("/schedules/5/tasks"),
    body: taskBody,
    answer: item(wire.task),
    call: (panel) => of(panel).schedules.addTask(5, taskInput),
    value: values.task,
  },
  {
    route: "POST /servers/:server/schedules/:schedule/tasks/:task",
    path: at("/schedules/5/tasks/3"),
    body: { ...taskBody, sequence_id: 2, continue_on_failure: true },
    answer: item(wire.task),
    call: (panel) =>
      of(panel).schedules.updateTask(5, 3, { ...taskInput, sequence: 2, continuesOnFailure: true }),
    value: values.task,
  },
  {
    route: "DELETE /servers/:server/schedules/:schedule/tasks/:task",
    path: at("/schedules/5/tasks/3"),
    status: 204,
    call: (panel) => of(panel).schedules.removeTask(5, 3),
  },
  {
    route: "GET /servers/:server/network/allocations",
    path: at("/network/allocations"),
    answer: list([wire.allocation]),
    call: (panel) => of(panel).network.list(),
    value: [values.allocation],
  },
  {
    route: "POST /servers/:server/network/allocations",
    path: at("/network/allocations"),
    answer: item(wire.allocation),
    call: (panel) => of(panel).network.add(),
    value: values.allocation,
  },
  {
    route: "POST /servers/:server/network/allocations/:allocation",
    path: at("/network/allocations/7"),
    body: { notes: null },
    answer: item(wire.allocation),
    call: (panel) => of(panel).network.note(7, null),
    value: values.allocation,
  },
  {
    route: "POST /servers/:server/network/allocations/:allocation/primary",
    path: at("/network/allocations/7/primary"),
    answer: item(wire.allocation),
    call: (panel) => of(panel).network.makePrimary(7),
    value: values.allocation,
  },
  {
    route: "DELETE /servers/:server/network/allocations/:allocation",
    path: at("/network/allocations/7"),
    status: 204,
    call: (panel) => of(panel).network.remove(7),
  },
  {
    route: "GET /servers/:server/users",
    path: at("/users"),
    answer: list([wire.subuser]),
    call: (panel) => of(panel).subusers.list(),
    value: [values.subuser],
  },
  {
    route: "GET /servers/:server/users/:user",
    path: at(`/users/${user}`),
    answer: item(wire.subuser),
    call: (panel) => of(panel).subusers.details(user),
    value: values.subuser,
  },
  {
    route: "POST /servers/:server/users",
    path: at("/users"),
    body: { email: "friend@example.com", permissions: ["control.start"] },
    answer: item(wire.subuser),
    call: (panel) =>
      of(panel).subusers.invite({ email: "friend@example.com", permissions: ["control.start"] }),
    value: values.subuser,
  },
  {
    route: "POST /servers/:server/users/:user",
    path: at(`/users/${user}`),
    body: { permissions: ["control.start"] },
    answer: item(wire.subuser),
    call: (panel) => of(panel).subusers.setPermissions(user, ["control.start"]),
    value: values.subuser,
  },
  {
    route: "DELETE /servers/:server/users/:user",
    path: at(`/users/${user}`),
    status: 204,
    call: (panel) => of(panel).subusers.remove(user),
  },
  {
    route: "GET /servers/:server/backups",
    path: at("/backups"),
    query: { page: "1", per_page: "50" },
    answer: list([wire.backup], pagination(1, 1)),
    call: (panel) => of(panel).backups.list(),
    value: [values.backup],
  },
  {
    route: "POST /servers/:server/backups",
    path: at("/backups"),
    body: { name: "Before", ignored: "*.log\ncache", is_locked: true },
    answer: item({ ...wire.backup, is_successful: false, bytes: 0, checksum: null, completed_at: null }),
    call: (panel) =>
      of(panel).backups.create({ name: "Before", ignored: ["*.log", "cache"], isLocked: true }),
    value: { ...values.backup, state: "pending", bytes: 0, checksum: undefined, completedAt: undefined },
  },
  {
    route: "GET /servers/:server/backups/:backup",
    path: at(`/backups/${backup}`),
    answer: item({ ...wire.backup, is_successful: false }),
    call: (panel) => of(panel).backups.details(backup),
    value: { ...values.backup, state: "failed" },
  },
  {
    route: "GET /servers/:server/backups/:backup/download",
    path: at(`/backups/${backup}/download`),
    answer: link,
    call: (panel) => of(panel).backups.download(backup),
    value: "https://node.example.com/download/file?token=t",
  },
  {
    route: "POST /servers/:server/backups/:backup/lock",
    path: at(`/backups/${backup}/lock`),
    answer: item({ ...wire.backup, is_locked: true }),
    call: (panel) => of(panel).backups.toggleLock(backup),
    value: { ...values.backup, isLocked: true },
  },
  {
    route: "POST /servers/:server/backups/:backup/restore",
    path: at(`/backups/${backup}/restore`),
    body: { truncate: false },
    status: 204,
    call: (panel) => of(panel).backups.restore(backup, { truncate: false }),
  },
  {
    route: "DELETE /servers/:server/backups/:backup",
    path: at(`/backups/${backup}`),
    status: 204,
    call: (panel) => of(panel).backups.delete(backup),
  },
  {
    route: "GET /servers/:server/startup",
    path: at("/startup"),
    answer: list([wire.variable], {
      meta: {
        startup_command: "java",
        raw_startup_command: "{{JAVA}}",
        docker_images: { "Java 21": "j:21" },
      },
    }),
    call: (panel) => of(panel).startup.details(),
    value: {
      variables: [values.variable],
      command: "java",
      rawCommand: "{{JAVA}}",
      dockerImages: { "Java 21": "j:21" },
    },
  },
  {
    route: "PUT /servers/:server/startup/variable",
    path: at("/startup/variable"),
    body: { key: "VERSION", value: "" },
    answer: item({ ...wire.variable, server_value: "" }, { meta: { startup_command: "java" } }),
    call: (panel) => of(panel).startup.setVariable("VERSION", ""),
    value: { variable: { ...values.variable, value: "" }, command: "java", rawCommand: "" },
  },
  {
    route: "POST /servers/:server/settings/rename",
    path: at("/settings/rename"),
    body: { name: "Creative" },
    status: 204,
    call: (panel) => of(panel).settings.rename({ name: "Creative" }),
  },
  {
    route: "POST /servers/:server/settings/reinstall",
    path: at("/settings/reinstall"),
    status: 202,
    answer: [],
    call: (panel) => of(panel).settings.reinstall(),
  },
  {
    route: "PUT /servers/:server/settings/docker-image",
    path: at("/settings/docker-image"),
    body: { docker_image: "j:21" },
    status: 204,
    call: (panel) => of(panel).settings.setDockerImage("j:21"),
  },
];

beforeAll(() => {
  nock.disableNetConnect();
});
afterEach(() => {
  nock.cleanAll();
});
afterAll(() => {
  nock.enableNetConnect();
});

describe("routes", () => {
  it.each(cases)("$route", async ({ route, path, query, body, status, answer, call, value }) => {
    const { panel } = wire.makePanel();
    const sent: unknown[] = [];
    const method = route.slice(0, route.indexOf(" "));
    const scope = wire
      .fakePanel()
      .intercept(path, method, (received) => {
        sent.push(received);
        return true;
      })
      .query(query ?? {})
      .reply(status ?? 200, answer ?? "");
    const got = await call(panel);
    expect(sent).toEqual([body ?? ""]);
    expect(got).toEqual(value);
    expect(panel.stats().requestsByRoute).toEqual({ [route]: 1 });
    scope.done();
  });

  it("leaves none out", () => {
    const tried = new Set(cases.map(({ route }) => route));
    expect(Object.keys(routes).filter((route) => !tried.has(route as RouteKey))).toEqual([]);
  });

  it("sends a file's content as plain text, byte for byte", async () => {
    const { panel } = wire.makePanel();
    const bytes = new Uint8Array([0, 255, 13, 10, 128]);
    const scope = nock(wire.origin, { reqheaders: { "content-type": "text/plain; charset=utf-8" } })
      .post(`/api/client/servers/${uuid}/files/write`, (hex) => hex === Buffer.from(bytes).toString("hex"))
      .query({ file: "/x" })
      .reply(204);
    await of(panel).files.write("/x", bytes);
    scope.done();
  });

  it.each(["..", "../account", "a/b", "a?b", "", "x".repeat(65)])("takes %j for no id", async (id) => {
    const { panel } = wire.makePanel();
    await expect(panel.server(id).details()).rejects.toMatchObject({ failure: "not-found", local: true });
    expect(panel.stats().requests).toBe(0);
  });
});
