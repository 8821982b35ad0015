import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, attributes, elements } from "./ask.ts";
import { PanelSimulator } from "./panel-simulator.ts";
import { routes } from "./routes/index.ts";

let panel: PanelSimulator;
let s: string;

beforeAll(async () => {
  panel = await PanelSimulator.start({
    timings: { startMs: 20, stopMs: 20, backupMs: 5, restoreMs: 5, installMs: 5, pullMs: 5 },
  });
  s = `/servers/${panel.server("survival").uuid}`;
});
afterAll(() => panel.stop());

const cron = { minute: "0", hour: "4", day_of_month: "*", month: "*", day_of_week: "*" };
const server = (): ReturnType<PanelSimulator["server"]> => panel.server("survival");
const backup = (): string => server().row.backups[0]!.uuid;
const schedule = (): number => server().row.schedules[0]!.id;
const task = (): number => server().row.schedules[0]!.tasks[0]!.id;
const database = (): string => server().row.databases[0]!.id;
const allocation = (): number => server().row.allocations[1]!.id;
const subuser = (): string => panel.user("sanne").uuid;
const password = (): string => panel.user("olivia").password;

/** verb, body, status, `object` of the answer. In an order in which each can succeed. */
const calls: [verb: () => string, body: (() => unknown) | undefined, status: number, object?: string][] = [
  [() => "GET ", undefined, 200, "list"],
  [() => "GET /permissions", undefined, 200, "system_permissions"],
  [() => "GET /account", undefined, 200, "user"],
  [() => "PUT /account/email", () => ({ email: "o@example.com", password: password() }), 204],
  [
    () => "PUT /account/password",
    () => ({ current_password: password(), password: "much longer", password_confirmation: "much longer" }),
    204,
  ],
  [() => "GET /account/two-factor", undefined, 200],
  [
    () => "POST /account/two-factor",
    () => ({ code: "123456", password: password() }),
    200,
    "recovery_tokens",
  ],
  [() => "POST /account/two-factor/disable", () => ({ password: password() }), 204],
  [() => "GET /account/activity", undefined, 200, "list"],
  [
    () => "POST /account/api-keys",
    () => ({ description: "x", allowed_ips: ["127.0.0.0/8"] }),
    200,
    "api_key",
  ],
  [() => "GET /account/api-keys", undefined, 200, "list"],
  [() => `DELETE /account/api-keys/${panel.state.keys.at(-1)?.identifier}`, undefined, 204],
  [() => "POST /account/ssh-keys", () => ({ name: "k", public_key: "ssh-ed25519 AAAA" }), 200, "ssh_key"],
  [() => "GET /account/ssh-keys", undefined, 200, "list"],
  [() => "POST /account/ssh-keys/remove", () => ({ fingerprint: "none" }), 204],
  [() => `GET ${s}`, undefined, 200, "server"],
  [() => `GET ${s}/resources`, undefined, 200, "stats"],
  [() => `GET ${s}/websocket`, undefined, 200],
  [() => `POST ${s}/command`, () => ({ command: "list" }), 204],
  [() => `POST ${s}/power`, () => ({ signal: "start" }), 204],
  [() => `GET ${s}/activity?include=actor`, undefined, 200, "list"],
  [() => `POST ${s}/databases`, () => ({ database: "shop", remote: "%" }), 200, "server_database"],
  [() => `GET ${s}/databases`, undefined, 200, "list"],
  [() => `POST ${s}/databases/${database()}/rotate-password`, undefined, 200, "server_database"],
  [() => `DELETE ${s}/databases/${database()}`, undefined, 204],
  [() => `GET ${s}/files/list`, undefined, 200, "list"],
  [() => `GET ${s}/files/contents?file=eula.txt`, undefined, 200],
  [() => `GET ${s}/files/download?file=eula.txt`, undefined, 200, "signed_url"],
  [() => `GET ${s}/files/upload`, undefined, 200, "signed_url"],
  [() => `PUT ${s}/files/rename`, () => ({ root: "/", files: [{ from: "ops.json", to: "o.json" }] }), 204],
  [() => `POST ${s}/files/copy`, () => ({ location: "/eula.txt" }), 204],
  [() => `POST ${s}/files/write?file=a.txt`, undefined, 204],
  [() => `POST ${s}/files/compress`, () => ({ root: "/", files: ["world"] }), 200, "file_object"],
  [
    () => `POST ${s}/files/decompress`,
    () => ({
      root: "/",
      file: server()
        .node.files.list("/")
        .find(({ name }) => name.endsWith(".gz"))?.name,
    }),
    204,
  ],
  [() => `POST ${s}/files/delete`, () => ({ root: "/", files: ["a.txt"] }), 204],
  [() => `POST ${s}/files/create-folder`, () => ({ root: "/", name: "new/deep" }), 204],
  [() => `POST ${s}/files/chmod`, () => ({ root: "/", files: [{ file: "eula.txt", mode: "600" }] }), 204],
  [() => `POST ${s}/files/pull`, () => ({ url: "https://example.com/plugin.jar" }), 204],
  [() => `POST ${s}/schedules`, () => ({ name: "x", ...cron, is_active: true }), 200, "server_schedule"],
  [() => `GET ${s}/schedules`, undefined, 200, "list"],
  [() => `GET ${s}/schedules/${schedule()}`, undefined, 200, "server_schedule"],
  [() => `POST ${s}/schedules/${schedule()}`, () => ({ name: "y", ...cron }), 200, "server_schedule"],
  [() => `POST ${s}/schedules/${schedule()}/execute`, undefined, 202],
  [
    () => `POST ${s}/schedules/${schedule()}/tasks`,
    () => ({ action: "power", payload: "start", time_offset: 0 }),
    200,
    "schedule_task",
  ],
  [
    () => `POST ${s}/schedules/${schedule()}/tasks/${task()}`,
    () => ({ action: "command", payload: "say hi", time_offset: 5 }),
    200,
    "schedule_task",
  ],
  [() => `DELETE ${s}/schedules/${schedule()}/tasks/${task()}`, undefined, 204],
  [() => `DELETE ${s}/schedules/${schedule()}`, undefined, 204],
  [() => `POST ${s}/network/allocations`, undefined, 200, "allocation"],
  [() => `GET ${s}/network/allocations`, undefined, 200, "list"],
  [() => `POST ${s}/network/allocations/${allocation()}`, () => ({ notes: "n" }), 200, "allocation"],
  [() => `POST ${s}/network/allocations/${allocation()}/primary`, undefined, 200, "allocation"],
  [() => `DELETE ${s}/network/allocations/${server().row.allocations[0]?.id}`, undefined, 204],
  [
    () => `POST ${s}/users`,
    () => ({ email: "n@example.com", permissions: ["file.read"] }),
    200,
    "server_subuser",
  ],
  [() => `GET ${s}/users`, undefined, 200, "list"],
  [() => `GET ${s}/users/${subuser()}`, undefined, 200, "server_subuser"],
  [() => `POST ${s}/users/${subuser()}`, () => ({ permissions: ["file.read"] }), 200, "server_subuser"],
  [() => `DELETE ${s}/users/${subuser()}`, undefined, 204],
  [() => `POST ${s}/backups`, () => ({ name: "b" }), 200, "backup"],
  [() => `GET ${s}/backups`, undefined, 200, "list"],
  [() => `GET ${s}/backups/${backup()}`, undefined, 200, "backup"],
  [() => `GET ${s}/backups/${backup()}/download`, undefined, 200, "signed_url"],
  [() => `POST ${s}/backups/${backup()}/lock`, undefined, 200, "backup"],
  [() => `POST ${s}/backups/${backup()}/lock`, undefined, 200, "backup"],
  [() => `DELETE ${s}/backups/${backup()}`, undefined, 204],
  [() => `GET ${s}/startup`, undefined, 200, "list"],
  [() => `PUT ${s}/startup/variable`, () => ({ key: "SERVER_JARFILE", value: "x.jar" }), 200, "egg_variable"],
  [() => `POST ${s}/settings/rename`, () => ({ name: "survival", description: null }), 204],
  [() => `PUT ${s}/settings/docker-image`, () => ({ docker_image: server().row.image }), 204],
  [() => `POST ${s}/backups/${server().row.backups[1]?.uuid}/restore`, () => ({ truncate: false }), 204],
];

describe("the routes", () => {
  it("answer with the documented status and object", async () => {
    for (const [verb, body, status, object] of calls) {
      if (verb().endsWith("/restore")) await backupsDone();
      const asked = await ask(panel, verb(), body ? { body: body() } : {});
      const shape = (asked.json as { object?: string } | undefined)?.object;
      expect({
        verb: verb(),
        status: asked.status,
        object: shape,
        text: asked.status < 400 ? "" : asked.text,
      }).toEqual({
        verb: verb(),
        status,
        object,
        text: "",
      });
    }
    const asked = new Set(panel.requests.map(({ method, route }) => `${method} ${route}`));
    const missing = routes.map(({ method, path }) => `${method} ${path}`).filter((name) => !asked.has(name));
    expect(missing).toEqual(["POST /servers/:server/settings/reinstall"]);
    expect(panel.problems).toEqual([]);
  });

  it("show a server in full", async () => {
    const asked = await ask(panel, `GET ${s.slice(0, "/servers/".length + 8)}?include=egg,subusers`);
    expect((asked.json as { meta: unknown }).meta).toEqual({
      is_server_owner: true,
      user_permissions: ["*"],
    });
    expect(attributes(asked)).toMatchObject({ uuid: server().uuid, node: "node-eu-1" });
    expect(Object.keys(attributes(asked)["relationships"] as object)).toEqual([
      "allocations",
      "variables",
      "egg",
      "subusers",
    ]);
  });

  it("list what the key sees, by page and filter", async () => {
    const names = async (query: string): Promise<unknown[]> =>
      elements(await ask(panel, `GET ?${query}`)).map(({ name }) => name);
    expect(await names("")).toEqual(["survival", "valheim"]);
    expect(await names("per_page=1&page=2")).toEqual(["valheim"]);
    expect(await names("filter[name]=VALH")).toEqual(["valheim"]);
    expect(await names("type=admin-all")).toEqual([]);
    expect((await ask(panel, "GET ?filter[colour]=red")).code).toBe("InvalidFilterQuery");
  });
});

/** Waits until every backup is completed. */
async function backupsDone(): Promise<void> {
  while (server().row.backups.some(({ completedAt }) => completedAt === null)) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
