/** What is remembered, for how long, what is forgotten by which write, and who waits for whom. */
import nock from "nock";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Panel, ServerApi } from "../../src/panel/panel.ts";
import {
  backup,
  errorBody,
  fakePanel,
  file,
  item,
  list,
  makePanel,
  rateHeaders,
  runUntil,
  server,
  stats,
  uuid,
} from "./fixtures.ts";
import { settle } from "../manual-clock.ts";

beforeAll(() => {
  nock.disableNetConnect();
});
afterEach(() => {
  nock.cleanAll();
});
afterAll(() => {
  nock.enableNetConnect();
});

const at = (path: string): string => `/servers/${uuid}${path}`;
const withState = (state: string) => item({ ...stats, current_state: state });

/** How many requests a read makes after `between`, when it had been made before. */
async function requestsOf(
  panel: Panel,
  read: () => Promise<unknown>,
  between: () => unknown,
): Promise<number> {
  await read();
  const before = panel.stats().requests;
  await between();
  const meanwhile = panel.stats().requests;
  await read();
  return meanwhile - before > 1 ? Number.NaN : panel.stats().requests - meanwhile;
}

function answerEverything(): void {
  const scope = fakePanel().persist();
  scope.get(at("")).reply(200, item(server, { meta: { user_permissions: [] } }));
  scope.get(at("/resources")).reply(200, item(stats));
  scope
    .get(at("/files/list"))
    .query(true)
    .reply(200, list([file]));
  scope
    .get(at("/backups"))
    .query(true)
    .reply(200, list([backup]));
  scope.get(at("/network/allocations")).reply(200, list([]));
  scope.get(at("/users")).reply(200, list([]));
  scope.get(at("/schedules")).reply(200, list([]));
  scope
    .get("/")
    .query(true)
    .reply(200, list([server]));
  scope.post(/.*/).query(true).reply(204);
  scope.put(/.*/).reply(204);
  scope.delete(/.*/).reply(204);
}

describe("memory", () => {
  it("serves all who ask at the same time with one request", async () => {
    const { panel } = makePanel();
    fakePanel().get(at("/resources")).once().delay(20).reply(200, item(stats));
    const readings = await Promise.all(Array.from({ length: 100 }, () => panel.server(uuid).resources()));
    expect(readings).toHaveLength(100);
    expect(panel.stats()).toMatchObject({ requests: 1, cacheHits: 99 });
  });

  it.each([
    ["resources", 20_000],
    ["details", 60_000],
  ] as const)("keeps %s for %d ms", async (name, freshMs) => {
    answerEverything();
    const { panel, clock } = makePanel();
    const read = (): Promise<unknown> => panel.server(uuid)[name]();
    expect(await requestsOf(panel, read, () => clock.advance(freshMs - 1))).toBe(0);
    expect(await requestsOf(panel, read, () => clock.advance(freshMs))).toBe(1);
  });

  it("lets an older value stand in while the panel cannot answer, and tells its age", async () => {
    const { panel, clock } = makePanel();
    const readAt = clock.now();
    fakePanel().get(at("/resources")).reply(200, item(stats));
    await panel.server(uuid).resources();
    await clock.advance(40_000);
    fakePanel().get(at("/resources")).reply(504, errorBody(504, "DaemonConnectionException"));
    expect(await panel.server(uuid).resources()).toMatchObject({
      stale: true,
      readAt,
      value: { state: "running" },
    });
    await clock.advance(11 * 60_000);
    fakePanel().get(at("/resources")).reply(504, errorBody(504, "DaemonConnectionException"));
    await expect(panel.server(uuid).resources()).rejects.toMatchObject({ failure: "node-unreachable" });
  });

  it.each([
    [401, "unauthorized"],
    [403, "forbidden"],
    [404, "not-found"],
    [409, "conflict"],
  ])("never covers %d with an older value, nor keeps that one", async (status, failure) => {
    const { panel, clock } = makePanel();
    fakePanel().get(at("/resources")).reply(200, item(stats));
    await panel.server(uuid).resources();
    await clock.advance(20_000);
    fakePanel().get(at("/resources")).reply(status, errorBody(status, "X"));
    await expect(panel.server(uuid).resources()).rejects.toMatchObject({ failure });
    fakePanel().get(at("/resources")).reply(504, errorBody(504, "DaemonConnectionException"));
    await expect(panel.server(uuid).resources()).rejects.toMatchObject({ failure: "node-unreachable" });
  });

  it("may be passed over for a fresh value, and is not lost when there is none", async () => {
    const { panel, clock } = makePanel();
    const { resources } = panel.server(uuid);
    fakePanel().get(at("/resources")).reply(200, withState("offline"));
    await resources();
    fakePanel().get(at("/resources")).reply(200, withState("starting"));
    expect((await resources({ fresh: true })).value.state).toBe("starting");
    expect((await resources()).value.state).toBe("starting");
    await clock.advance(30_000);
    fakePanel().get(at("/resources")).twice().reply(504, errorBody(504, "DaemonConnectionException"));
    await expect(resources({ fresh: true })).rejects.toMatchObject({ failure: "node-unreachable" });
    expect(await resources()).toMatchObject({ stale: true, value: { state: "starting" } });
  });

  it("tries a failed read again, and says how often", async () => {
    const { panel, clock } = makePanel();
    fakePanel().get(at("/resources")).times(3).reply(502, "<html>", { "Content-Type": "text/html" });
    fakePanel().get(at("/resources")).reply(200, item(stats));
    const reading = await runUntil(panel.server(uuid).resources(), clock);
    expect(reading.stale).toBe(false);
    expect(panel.stats()).toMatchObject({ requests: 4, retries: 3, failures: { unavailable: 3 } });
  });

  it("sends a write once, whatever becomes of it", async () => {
    const { panel } = makePanel();
    fakePanel().post(at("/power")).reply(502, "<html>", { "Content-Type": "text/html" });
    await expect(panel.server(uuid).power("start")).rejects.toMatchObject({ outcomeUnknown: true });
    expect(panel.stats()).toMatchObject({ requests: 1, retries: 0 });
  });

  it("lets one caller give up without failing the others", async () => {
    const { panel } = makePanel();
    fakePanel().get(at("/resources")).once().delay(20).reply(200, item(stats));
    const gaveUp = new AbortController();
    const one = panel.server(uuid).resources({ signal: gaveUp.signal });
    const two = panel.server(uuid).resources();
    gaveUp.abort();
    await expect(one).rejects.toMatchObject({ failure: "aborted" });
    await expect(two).resolves.toMatchObject({ stale: false });
  });

  it("does not keep what was read before a write that overlapped it", async () => {
    const { panel } = makePanel();
    fakePanel().get(at("/resources")).delay(30).reply(200, withState("offline"));
    fakePanel().post(at("/power")).reply(204);
    const early = panel.server(uuid).resources();
    await panel.server(uuid).power("start");
    expect((await early).value.state).toBe("offline");
    fakePanel().get(at("/resources")).reply(200, withState("starting"));
    expect((await panel.server(uuid).resources()).value.state).toBe("starting");
  });

  it("does not keep what was read while a write was under way", async () => {
    const { panel } = makePanel();
    fakePanel().post(at("/power")).delay(30).reply(204);
    fakePanel().get(at("/resources")).reply(200, withState("offline"));
    const writing = panel.server(uuid).power("start");
    await panel.server(uuid).resources();
    await writing;
    fakePanel().get(at("/resources")).reply(200, withState("starting"));
    expect((await panel.server(uuid).resources()).value.state).toBe("starting");
  });

  it("keeps two servers apart, and knows one by its short id", async () => {
    answerEverything();
    const { panel } = makePanel();
    const read = (): Promise<unknown> => panel.server(uuid).resources();
    const other = uuid.replace("1f3c9a77", "99999999");
    expect(await requestsOf(panel, read, () => panel.forget(other))).toBe(0);
    expect(await requestsOf(panel, read, () => panel.forget(uuid, "backups"))).toBe(0);
    expect(await requestsOf(panel, read, () => panel.forget(uuid.slice(0, 8), "resources"))).toBe(1);
    expect(await requestsOf(panel, read, () => panel.forget(uuid))).toBe(1);
  });
});

type Read = (panel: Panel, api: ServerApi) => Promise<unknown>;
const reads = {
  servers: (panel) => panel.servers.list(),
  details: (_, api) => api.details(),
  resources: (_, api) => api.resources(),
  files: (_, api) => api.files.list(),
  backups: (_, api) => api.backups.list(),
  network: (_, api) => api.network.list(),
  subusers: (_, api) => api.subusers.list(),
  schedules: (_, api) => api.schedules.list(),
} satisfies Record<string, Read>;
type Kept = keyof typeof reads;

const writes: readonly [string, (api: ServerApi) => Promise<unknown>, readonly Kept[]][] = [
  ["power", (api) => api.power("stop"), ["resources"]],
  ["command", (api) => api.command("list"), []],
  ["files.write", (api) => api.files.write("/a", "b"), ["files"]],
  ["files.delete", (api) => api.files.delete("/", ["a"]), ["files"]],
  ["backups.delete", (api) => api.backups.delete(backup.uuid), ["backups"]],
  [
    "backups.restore",
    (api) => api.backups.restore(backup.uuid, { truncate: true }),
    ["servers", "details", "resources", "files", "backups"],
  ],
  ["network.remove", (api) => api.network.remove(7), ["servers", "details", "network"]],
  ["subusers.remove", (api) => api.subusers.remove(uuid), ["details", "subusers"]],
  ["schedules.execute", (api) => api.schedules.execute(5), ["resources", "backups", "schedules"]],
  ["settings.rename", (api) => api.settings.rename({ name: "x" }), ["servers", "details"]],
  ["settings.reinstall", (api) => api.settings.reinstall(), ["servers", "details", "resources", "files"]],
];

describe("a write", () => {
  it.each(writes)("%s makes exactly what it changes be read anew", async (_, write, changed) => {
    answerEverything();
    const { panel } = makePanel();
    const api = panel.server(uuid);
    const dropped: string[] = [];
    for (const [name, read] of Object.entries(reads)) await read(panel, api).then(() => name);
    await write(api);
    for (const [name, read] of Object.entries(reads)) {
      const before = panel.stats().requests;
      await read(panel, api);
      if (panel.stats().requests > before) dropped.push(name);
    }
    expect(dropped.toSorted()).toEqual(changed.toSorted());
  });
});

describe("people and background work", () => {
  it("share memory and budget", async () => {
    answerEverything();
    const { panel } = makePanel();
    await panel.background.server(uuid).details();
    await panel.server(uuid).details();
    expect(panel.stats().requests).toBe(1);
    expect(panel.background.background).toBe(panel.background);
    expect(panel.background.budget()).toEqual(panel.budget());
  });

  it("are told apart when the budget is spent: a person hears it at once, the other waits", async () => {
    const { panel, clock } = makePanel();
    fakePanel().get("/account").reply(200, item({}), rateHeaders(240, 0));
    await panel.account.details();
    await expect(panel.server(uuid).resources()).rejects.toMatchObject({
      failure: "rate-limited",
      local: true,
      status: undefined,
      retryAfterMs: 60_000,
    });
    fakePanel().get(at("/resources")).reply(200, item(stats));
    const waiting = panel.background.server(uuid).resources();
    await clock.advance(59_999);
    expect(panel.budget().waitingBackground).toBe(1);
    await clock.advance(1);
    await expect(waiting).resolves.toMatchObject({ stale: false });
  });

  it("do not wait for each other: a person's read overtakes the same one that still waits", async () => {
    const { panel, clock } = makePanel({ rateLimit: 10 });
    fakePanel().get("/account").times(8).reply(200, item({}));
    for (let count = 0; count < 8; count += 1) await panel.background.account.details();
    fakePanel().get(at("/resources")).twice().reply(200, item(stats));
    const waiting = panel.background.server(uuid).resources();
    await settle();
    expect((await panel.server(uuid).resources()).stale).toBe(false);
    await runUntil(waiting, clock);
  });

  it("go on two minutes after a proxy told one of them to wait for a day", async () => {
    const { panel, clock } = makePanel();
    fakePanel()
      .post(at("/command"))
      .reply(429, "<html>", { "Content-Type": "text/html", "Retry-After": "86400" });
    await expect(panel.server(uuid).command("list")).rejects.toMatchObject({ failure: "rate-limited" });
    fakePanel().get(at("/resources")).reply(200, item(stats));
    await clock.advance(110_000);
    await expect(panel.server(uuid).resources()).rejects.toMatchObject({ local: true });
    await clock.advance(10_000);
    expect((await panel.server(uuid).resources()).stale).toBe(false);
  });

  it("share the try that is under way, but not the patience after it", async () => {
    const { panel, clock } = makePanel();
    fakePanel().get(at("/resources")).delay(20).reply(503, "", { "Retry-After": "40" });
    const waiting = panel.background.server(uuid).resources();
    await settle();
    const read = panel.server(uuid).resources();
    await settle();
    expect(panel.stats().requests).toBe(1);
    fakePanel().get(at("/resources")).twice().reply(200, item(stats));
    expect((await read).stale).toBe(false);
    expect(panel.stats().requests).toBe(2);
    await runUntil(waiting, clock);
    expect(panel.stats().requests).toBe(3);
  });

  it("are sent away when the client closes", async () => {
    const { panel } = makePanel();
    fakePanel().get("/account").reply(200, item({}), rateHeaders(240, 0));
    await panel.account.details();
    const waiting = panel.background.server(uuid).power("start");
    const failed = expect(waiting).rejects.toMatchObject({ failure: "aborted", outcomeUnknown: false });
    await settle();
    await panel.close();
    await failed;
  });
});
