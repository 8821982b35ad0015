import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commands } from "../../commands/index.ts";
import { Catalogue } from "../../src/discord/catalogue.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { silentLog } from "../../src/lib/logger.ts";
import { createPanel, type Panel } from "../../src/panel/panel.ts";
import type { Options } from "../simulators/discord/command-call.ts";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";
import { guideRows, readGuide, templateOf } from "./guide-rows.ts";
import { openHouse, type House } from "./house.ts";

let house: House;
let panel: Panel;
beforeAll(async () => {
  house = await openHouse({ panel: { settings: { backupThrottle: { count: 2, periodMs: 0 } } } });
  panel = createPanel({ url: house.panel.url, apiKey: house.panel.key, clock: systemClock, log: silentLog });
});
afterAll(async () => {
  await panel.close();
  await house[Symbol.asyncDispose]();
});

const adam = () => house.person("adam");
const say = async (command: string, options: Options = {}): Promise<SeenMessage> =>
  (await adam().slash(`/${command}`, options)).reply();
const click = async (message: SeenMessage, label: string): Promise<SeenMessage> =>
  (await adam().click(message, label)).reply();
/** A command whose question is answered with yes. */
const agreed =
  (command: string, options: Options, yes: string): Walk["does"] =>
  async () =>
    void (await click(await say(command, options), yes));
const said =
  (command: string, options: Options = {}): Walk["does"] =>
  async () =>
    void (await say(command, options));
const row = () => house.panel.server("survival").row;

interface Walk {
  row: string;
  /** A command's path, or a method of the panel client for what belongs to the account. */
  by: string;
  does: () => Promise<void>;
}

const schedule = "Walk";
const password = "correct olivia battery";

async function restarted(): Promise<void> {
  await house.restart();
  await house.discord.ready();
  await house.untilConsolesOpen();
}

/** Each endpoint once, in an order in which one leads to the next. */
const walk: Walk[] = [
  // Starting asks for the list and opens the console.
  { row: "GET /", by: "servers", does: restarted },
  { row: "GET /servers/<id>/websocket", by: "cmd", does: restarted },
  // What the key may do is asked for when the first command needs to know.
  { row: "GET /servers/<id>", by: "backup list", does: said("backup list") },
  { row: "POST /servers/<id>/command", by: "cmd", does: said("cmd", { command: "list" }) },
  { row: "GET /servers/<id>/files/list", by: "files list", does: said("files list") },
  {
    row: "GET /servers/<id>/files/contents",
    by: "files read",
    does: said("files read", { path: "server.properties" }),
  },
  {
    row: "GET /servers/<id>/files/download",
    by: "files download",
    does: said("files download", { path: "server.jar" }),
  },
  {
    row: "POST /servers/<id>/files/create-folder",
    by: "files mkdir",
    does: said("files mkdir", { path: "walk" }),
  },
  {
    row: "POST /servers/<id>/files/copy",
    by: "files copy",
    does: said("files copy", { path: "server.properties" }),
  },
  {
    row: "PUT /servers/<id>/files/rename",
    by: "files move",
    does: said("files move", { from: "server copy.properties", to: "walk/moved.properties" }),
  },
  {
    row: "POST /servers/<id>/files/write",
    by: "files edit",
    does: async () => {
      const modal = await (
        await adam().click(await say("files edit", { path: "walk/moved.properties" }), "Edit")
      ).modal();
      await click(await (await adam().submit(modal, { content: "motd=walked\n" })).reply(), "Save");
    },
  },
  {
    row: "GET /servers/<id>/files/upload",
    by: "files upload",
    does: said("files upload", { path: "walk", file: { name: "new.txt", data: Buffer.from("new") } }),
  },
  {
    row: "POST /servers/<id>/files/compress",
    by: "files compress",
    does: said("files compress", { path: "walk" }),
  },
  {
    row: "POST /servers/<id>/files/decompress",
    by: "files decompress",
    does: async () => {
      const entries = await panel.server(row().uuid).files.list("/");
      const { name } = entries.find((entry) => entry.name.endsWith(".tar.gz"))!;
      await agreed("files decompress", { path: name }, "Unpack it")();
    },
  },
  {
    row: "POST /servers/<id>/files/delete",
    by: "files delete",
    does: agreed("files delete", { path: "walk" }, "Delete the folder"),
  },
  { row: "GET /servers/<id>/databases", by: "database list", does: said("database list") },
  {
    row: "POST /servers/<id>/databases",
    by: "database create",
    does: said("database create", { name: "walk" }),
  },
  {
    row: "POST /servers/<id>/databases/<db>/rotate-password",
    by: "database rotate",
    does: agreed("database rotate", { database: "walk" }, "Make a new password"),
  },
  {
    row: "DELETE /servers/<id>/databases/<db>",
    by: "database delete",
    does: async () => {
      const asked = await say("database delete", { database: "walk" });
      const modal = await (await adam().click(asked, "Delete the database")).modal();
      await (await adam().submit(modal, { typed: row().databases.at(-1)!.name })).reply();
    },
  },
  { row: "GET /servers/<id>/schedules", by: "schedule list", does: said("schedule list") },
  {
    row: "POST /servers/<id>/schedules",
    by: "schedule create",
    does: said("schedule create", { name: schedule, when: "04:00" }),
  },
  {
    row: "GET /servers/<id>/schedules/<sid>",
    by: "schedule info",
    does: said("schedule info", { schedule }),
  },
  {
    row: "POST /servers/<id>/schedules/<sid>",
    by: "schedule edit",
    does: agreed("schedule edit", { schedule, when: "05:00" }, "Save"),
  },
  {
    row: "POST /servers/<id>/schedules/<sid>/tasks",
    by: "schedule add-task",
    does: said("schedule add-task", { schedule, action: "command", payload: "say hi" }),
  },
  {
    row: "POST /servers/<id>/schedules/<sid>/tasks/<tid>",
    by: "schedule edit-task",
    does: said("schedule edit-task", { schedule, task: "1", payload: "say hello" }),
  },
  {
    row: "POST /servers/<id>/schedules/<sid>/execute",
    by: "schedule run",
    does: said("schedule run", { schedule }),
  },
  {
    row: "DELETE /servers/<id>/schedules/<sid>/tasks/<tid>",
    by: "schedule remove-task",
    does: agreed("schedule remove-task", { schedule, task: "1" }, "Remove the task"),
  },
  {
    row: "DELETE /servers/<id>/schedules/<sid>",
    by: "schedule delete",
    does: agreed("schedule delete", { schedule }, "Delete the schedule"),
  },
  { row: "GET /servers/<id>/users", by: "subuser list", does: said("subuser list") },
  {
    row: "POST /servers/<id>/users",
    by: "subuser invite",
    does: agreed("subuser invite", { email: "walk@example.com", preset: "viewer" }, "Invite"),
  },
  {
    row: "GET /servers/<id>/users/<uuid>",
    by: "subuser permissions",
    does: said("subuser permissions", { person: "sanne" }),
  },
  {
    row: "POST /servers/<id>/users/<uuid>",
    by: "subuser permissions",
    does: agreed("subuser permissions", { person: "sanne", preset: "operator" }, "Save"),
  },
  {
    row: "DELETE /servers/<id>/users/<uuid>",
    by: "subuser remove",
    does: agreed("subuser remove", { person: "sanne" }, "Take it away"),
  },
  { row: "GET /servers/<id>/network/allocations", by: "network list", does: said("network list") },
  { row: "POST /servers/<id>/network/allocations", by: "network add", does: said("network add") },
  {
    row: "POST /servers/<id>/network/allocations/<aid>",
    by: "network note",
    does: async () => said("network note", { address: String(row().allocations[1]!.port), note: "walked" })(),
  },
  {
    row: "POST /servers/<id>/network/allocations/<aid>/primary",
    by: "network primary",
    does: async () => said("network primary", { address: String(row().allocations[1]!.port) })(),
  },
  {
    row: "DELETE /servers/<id>/network/allocations/<aid>",
    by: "network remove",
    does: async () =>
      agreed("network remove", { address: String(row().allocations[0]!.port) }, "Give it back")(),
  },
  { row: "GET /servers/<id>/backups", by: "backup list", does: said("backup list") },
  {
    row: "POST /servers/<id>/backups",
    by: "backup create",
    does: async () => {
      // A change of somebody's permissions breaks every socket of the server.
      await house.travel(5000);
      await house.untilConsolesOpen();
      const use = await adam().slash("/backup create", { name: "walk" });
      await use.until(({ content }) => content.includes("done"));
    },
  },
  {
    row: "GET /servers/<id>/backups/<backup>",
    by: "backup info",
    does: said("backup info", { backup: "walk" }),
  },
  {
    row: "GET /servers/<id>/backups/<backup>/download",
    by: "backup download",
    does: said("backup download", { backup: "walk" }),
  },
  {
    row: "POST /servers/<id>/backups/<backup>/restore",
    by: "backup restore",
    does: async () => {
      const modal = await (
        await adam().click(await say("backup restore", { backup: "walk" }), "Restore the backup")
      ).modal();
      const use = await adam().submit(modal, { typed: "survival" });
      await use.until(({ content }) => content.includes("is restored"));
    },
  },
  {
    row: "DELETE /servers/<id>/backups/<backup>",
    by: "backup delete",
    does: agreed("backup delete", { backup: "walk" }, "Delete the backup"),
  },
  { row: "POST /servers/<id>/power", by: "power", does: said("power", { signal: "start" }) },
  {
    row: "GET /servers/<id>/resources",
    by: "status",
    does: async () => {
      // The console's socket would answer without asking the panel.
      house.panel.failNext(500, { path: "/servers/:server/websocket", times: 100 });
      await house.restart();
      await house.discord.ready();
      await say("status");
    },
  },
  { row: "GET /account", by: "account.details", does: async () => void (await panel.account.details()) },
  {
    row: "PUT /account/email",
    by: "account.changeEmail",
    does: () => panel.account.changeEmail({ email: "olivia@example.org", password }),
  },
  {
    row: "PUT /account/password",
    by: "account.changePassword",
    does: () => panel.account.changePassword({ current: password, next: password }),
  },
  {
    row: "GET /account/two-factor",
    by: "account.twoFactor.setup",
    does: async () => void (await panel.account.twoFactor.setup()),
  },
  {
    row: "POST /account/two-factor",
    by: "account.twoFactor.enable",
    does: async () => void (await panel.account.twoFactor.enable({ code: "123456", password })),
  },
  {
    row: "DELETE /account/two-factor",
    by: "account.twoFactor.disable",
    does: () => panel.account.twoFactor.disable(password),
  },
  {
    row: "GET /account/api-keys",
    by: "account.apiKeys.list",
    does: async () => void (await panel.account.apiKeys.list()),
  },
  {
    row: "POST /account/api-keys",
    by: "account.apiKeys.create",
    does: async () => void (await panel.account.apiKeys.create({ description: "walk" })),
  },
  {
    row: "DELETE /account/api-keys/<id>",
    by: "account.apiKeys.delete",
    does: async () => panel.account.apiKeys.delete((await panel.account.apiKeys.list()).at(-1)!.identifier),
  },
];

/** Newer panels moved one (panel-contract 12). */
const moved: Readonly<Record<string, string>> = {
  "DELETE /account/two-factor": "POST /account/two-factor/disable",
};

function hits(endpoint: string): number {
  const { method, template } = templateOf(moved[endpoint] ?? endpoint);
  return house.panel.requests.filter(
    (request) => request.method === method && template.test(request.route) && request.status < 400,
  ).length;
}

/** Whether there is a command of that path, or a method of the client of that name. */
function exists(by: string): boolean {
  if (!by.startsWith("account.")) return new Catalogue(commands).find(by) !== undefined;
  const found = by.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], panel);
  return typeof found === "function";
}

describe("the hoster's guide", () => {
  test.runIf(readGuide())("names the endpoints that are walked here", () => {
    expect([...new Set(readGuide())].toSorted()).toEqual(guideRows.toSorted());
  });

  test("names nothing that is not walked", () => {
    expect(walk.map(({ row }) => row).toSorted()).toEqual(guideRows.toSorted());
  });

  test("names nothing that a command, or the client for the account, does not reach", async () => {
    const missed: string[] = [];
    for (const { row, by, does } of walk) {
      const before = hits(row);
      await does();
      if (!exists(by) || hits(row) === before) missed.push(`${row} by ${by}`);
    }
    expect(missed).toEqual([]);
    expect(house.panel.requests.filter(({ status }) => status === 404)).toEqual([]);
  }, 60_000);
});
