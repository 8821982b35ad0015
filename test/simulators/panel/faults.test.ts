import { afterEach, describe, expect, it } from "vitest";
import { dial } from "../wings/dial.ts";
import { ask } from "./ask.ts";
import { PanelSimulator } from "./panel-simulator.ts";

let panel: PanelSimulator;
const start = async (options = {}): Promise<PanelSimulator> => (panel = await PanelSimulator.start(options));
afterEach(() => panel.stop());

const path = (): string => `/servers/${panel.server("survival").uuid}`;

describe("the panel's faults", () => {
  it("fail the next requests of a route, as often as asked", async () => {
    await start();
    panel.failNext(503, { path: "/servers/:server/resources", times: 2, headers: { "Retry-After": "7" } });
    expect((await ask(panel, "GET /account")).status).toBe(200);
    const failed = await ask(panel, `GET ${path()}/resources`);
    expect([failed.status, failed.headers.get("retry-after")]).toEqual([503, "7"]);
    expect((await ask(panel, `GET ${path()}/resources`)).status).toBe(503);
    expect((await ask(panel, `GET ${path()}/resources`)).status).toBe(200);
    expect(panel.count("GET", "/servers/:server/resources")).toBe(3);
  });

  it("answer with a proxy's page", async () => {
    await start();
    panel.failNext(502, { html: true });
    const failed = await ask(panel, "GET /account");
    expect([failed.status, failed.json, failed.headers.get("content-type")]).toEqual([
      502,
      undefined,
      "text/html; charset=UTF-8",
    ]);
  });

  it("break bodies off, and connections", async () => {
    await start();
    panel.breakBody();
    await expect(ask(panel, "GET /account")).rejects.toThrow("terminated");
    panel.down();
    await expect(ask(panel, "GET /account")).rejects.toThrow("fetch failed");
    panel.up();
    expect((await ask(panel, "GET /account")).status).toBe(200);
  });

  it("keep it in maintenance, or send everybody to the login", async () => {
    await start();
    panel.maintenance();
    expect((await ask(panel, "GET /account")).status).toBe(503);
    panel.maintenance(false);
    panel.redirectToLogin();
    expect((await ask(panel, "GET /account")).status).toBe(302);
  });

  it("slow one route down", async () => {
    await start({ timeScale: 1000 });
    panel.slow(40_000, { path: "/account" });
    const before = performance.now();
    await ask(panel, "GET /account");
    expect(performance.now() - before).toBeGreaterThanOrEqual(38);
    panel.slow(0);
  });
});

describe("the node's faults, seen through the panel", () => {
  const power = (): ReturnType<typeof ask> =>
    ask(panel, `POST ${path()}/power`, { body: { signal: "restart" } });

  it("answer 504 while it is down or too slow", async () => {
    await start({ timeScale: 1000 });
    panel.node.down();
    expect((await power()).json).toEqual({
      errors: [
        {
          code: "DaemonConnectionException",
          status: "504",
          detail: "Could not establish a connection to the machine running this server. Please try again.",
        },
      ],
    });
    panel.node.up();
    panel.node.slow(15_000);
    expect((await power()).status).toBe(504);
    panel.node.slow(5_000);
    expect((await power()).status).toBe(204);
  });

  it.each([
    [403, /^An error occurred on the remote host: You are not .+\. \(request id: [0-9a-f-]{36}\)$/],
    [500, /^There was an error while .+ \(code: 500\) \(request_id: [0-9a-f-]{36}\)$/],
  ])("pass %i on, with the request's id", async (status, words) => {
    await start();
    panel.node.answerWith(status);
    const asked = await power();
    expect([asked.status, asked.code]).toEqual([status, "DaemonConnectionException"]);
    expect((asked.json as { errors: { detail: string }[] }).errors[0]?.detail).toMatch(words);
  });

  it("tell an offline server from a missing container", async () => {
    await start();
    const command = (): ReturnType<typeof ask> =>
      ask(panel, `POST /servers/${panel.server("valheim").uuid}/command`, { body: { command: "x" } });
    const offline = await command();
    expect([offline.status, offline.code]).toEqual([502, "HttpException"]);
    panel.server("valheim").node.containerMissing = true;
    const missing = await command();
    expect([missing.status, missing.code]).toEqual([500, "DaemonConnectionException"]);
  });

  it("acknowledge a power action that never happens", async () => {
    await start();
    const survival = panel.server("survival");
    survival.lockPower();
    expect((await power()).status).toBe(204);
    expect([survival.state, survival.powerSignals]).toEqual(["running", ["restart"]]);
  });
});

describe("the world", () => {
  it("has the servers it is given", async () => {
    await start({ servers: [{ name: "one", running: false }, { name: "two" }] });
    expect([panel.server("one").state, panel.server("two").state]).toEqual(["offline", "running"]);
    expect(() => panel.server("survival")).toThrow("no server survival");
  });

  it("tells of its changes", async () => {
    await start({ timings: { startMs: 5 } });
    const changes: string[] = [];
    panel.onChange(({ what }) => changes.push(what));
    panel.server("survival").suspend();
    expect(changes).toEqual(expect.arrayContaining(["suspended", "status"]));
  });
});

describe("a reinstallation", () => {
  it("stops the server, blocks it until it is over, and is refused during a power action", async () => {
    await start({ timings: { installMs: 10, stopMs: 5 } });
    const survival = panel.server("survival");
    const reinstall = (): ReturnType<typeof ask> => ask(panel, `POST ${path()}/settings/reinstall`);
    survival.lockPower();
    expect((await reinstall()).status).toBe(409);
    survival.lockPower(false);
    const socket = await dial(panel, "survival");
    expect(await reinstall()).toMatchObject({ status: 202, json: [] });
    expect(survival.row.status).toBe("installing");
    await socket.wait("install completed");
    expect([survival.state, survival.row.status]).toEqual(["offline", null]);
    expect(socket.events()).toContain("install started");
    expect(socket.events()).not.toContain("install output");
  });
});
