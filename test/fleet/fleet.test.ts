import { afterEach, describe, expect, test } from "vitest";
import { createFleet, type Fleet } from "../../src/fleet/fleet.ts";
import { UnknownServer } from "../../src/fleet/find-server.ts";
import type { Wanted } from "../../src/fleet/discover.ts";
import { silentLog, type Log } from "../../src/lib/logger.ts";
import { ManualClock } from "../manual-clock.ts";
import { ScriptedNode } from "../wings/scripted-node.ts";
import { until } from "../wings/until.ts";
import { FakePanel, fakeServer, panelError, uuidOf } from "./fake-panel.ts";

const clock = new ManualClock();
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

async function fleetOf(count: number, servers: readonly Wanted[] | "all" = "all") {
  const node = await ScriptedNode.start();
  stops.push(() => node.stop());
  const known = Array.from({ length: count }, (_, index) => fakeServer(index + 1));
  const panel = new FakePanel(clock, node.url, known);
  const warnings: unknown[] = [];
  const log: Log = { ...silentLog, warn: (what: unknown) => warnings.push(what) };
  const options = { panel: panel.panel, origin: "https://panel.example", servers, clock, log };
  const fleet = createFleet(options);
  stops.push(() => fleet.stop());
  return { node, panel, fleet, warnings };
}

const allOpen = (fleet: Fleet): boolean => fleet.servers.every((server) => server.live().socket === "open");

describe("a fleet", () => {
  test("watches all servers of the key, the first being the default", async () => {
    const { fleet, node } = await fleetOf(3);
    await fleet.start();
    await until(() => allOpen(fleet), clock, 50);
    expect(node.sockets).toHaveLength(3);
    expect(fleet.default.name).toBe("Server 1");
    expect(fleet.find("  ").name).toBe("Server 1");
    expect(fleet.find("server 2").uuid).toBe(uuidOf(2));
  });

  test("watches the wanted ones in their order, under the names they were given", async () => {
    const wanted = [{ id: uuidOf(3), alias: "smp" }, { id: uuidOf(1).slice(0, 8) }];
    const { fleet } = await fleetOf(3, wanted);
    await fleet.start();
    expect(fleet.servers.map((server) => server.key)).toEqual(["smp", uuidOf(1).slice(0, 8)]);
    expect(fleet.find("smp").name).toBe("Server 3");
    expect(() => fleet.find("Server 2")).toThrow(UnknownServer);
  });

  test("asks for a wanted server that is not in the list: an administrator's key sees it", async () => {
    const { fleet, panel } = await fleetOf(1, [{ id: "ffffffff" }, { id: "00000001" }]);
    panel.answers.details = () => Promise.resolve({ ...fakeServer(9), userPermissions: ["*"] });
    await fleet.start();
    expect(fleet.default.name).toBe("Server 9");
  });

  test("watches a server once, however often it is named", async () => {
    const wanted = [{ id: uuidOf(1), alias: "smp" }, { id: "00000001", alias: "twin" }, { id: uuidOf(2) }];
    const { fleet, warnings } = await fleetOf(2, wanted);
    await fleet.start();
    expect(fleet.servers.map((server) => server.key)).toEqual(["smp", "00000002"]);
    expect(warnings).toEqual([{ servers: ["twin"] }]);
  });

  test("watches a server once when the panel's list has it twice", async () => {
    const { fleet, panel } = await fleetOf(2);
    panel.servers = [fakeServer(1), fakeServer(1), fakeServer(2)];
    await fleet.start();
    expect(fleet.servers.map((server) => server.name)).toEqual(["Server 1", "Server 2"]);
  });

  test("goes on without a wanted server that the panel does not know", async () => {
    const { fleet, panel } = await fleetOf(1, [{ id: "ffffffff" }, { id: "00000001" }]);
    panel.answers.details = () => Promise.reject(panelError("not-found", 404));
    await fleet.start();
    expect(fleet.servers.map((server) => server.name)).toEqual(["Server 1"]);
  });

  test("does not start with a key that the panel does not take", async () => {
    const { fleet, panel } = await fleetOf(1);
    panel.list = () => Promise.reject(panelError("unauthorized", 401));
    await expect(fleet.start()).rejects.toMatchObject({ failure: "unauthorized" });
  });

  test("starts while the panel is down, and finds its servers when it is back", async () => {
    const { fleet, panel } = await fleetOf(2);
    panel.list = () => Promise.reject(panelError("unavailable", 503));
    await fleet.start();
    expect(fleet.servers).toEqual([]);
    expect(() => fleet.default).toThrow(UnknownServer);
    panel.list = () => Promise.resolve(panel.servers);
    await until(() => fleet.servers.length === 2, clock, 500);
  });

  test("takes in a server that is new on the panel, and the new name of one that is not", async () => {
    const { fleet, panel } = await fleetOf(1);
    await fleet.start();
    const [first] = fleet.servers;
    panel.servers = [fakeServer(1, { name: "Renamed" }), fakeServer(2)];
    await until(() => fleet.servers.length === 2, clock, 10_000);
    expect(fleet.servers[0]).toBe(first);
    expect(first?.name).toBe("Renamed");
  });

  test("finds a new server as soon as somebody asks, and asks the panel once for all who ask", async () => {
    const { fleet, panel } = await fleetOf(1);
    await fleet.start();
    panel.servers = [fakeServer(1), fakeServer(2)];
    await fleet.refresh();
    expect(fleet.servers).toHaveLength(1);
    await clock.advance(5000);
    await Promise.all([fleet.refresh(), fleet.refresh()]);
    expect(fleet.servers).toHaveLength(2);
    expect(panel.count("list")).toBe(2);
  });

  test.each<[string, () => Promise<never>]>([
    ["does not answer", () => new Promise(() => undefined)],
    ["fails", () => Promise.reject(panelError("unavailable", 503))],
  ])("lets nobody who asks wait for a panel that %s", async (_, list) => {
    const { fleet, panel } = await fleetOf(1);
    await fleet.start();
    panel.list = list;
    await clock.advance(5000);
    const asked = fleet.refresh();
    await clock.advance(1000);
    await asked;
    expect(fleet.servers).toHaveLength(1);
  });

  test("opens one socket for each of 200 servers, a few at a time, and closes them all", async () => {
    const { fleet, node, panel } = await fleetOf(200);
    const warnings: string[] = [];
    const onWarning = (warning: Error): void => {
      warnings.push(warning.name);
    };
    process.on("warning", onWarning);
    await fleet.start();
    await until(() => allOpen(fleet), clock, 20);
    expect(node.sockets).toHaveLength(200);
    expect(panel.count("websocket")).toBe(200);
    const timersBefore = clock.pending;
    expect(timersBefore).toBeGreaterThan(200);
    await fleet.stop();
    await until(() => node.sockets.every(({ raw }) => raw.readyState === raw.CLOSED));
    process.off("warning", onWarning);
    expect(warnings).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  test("stops at once while the panel leaves it without an answer", async () => {
    const { fleet, panel, node } = await fleetOf(1);
    await fleet.start();
    await until(() => allOpen(fleet), clock, 50);
    panel.answers.details = () => new Promise(() => undefined);
    node.sockets[0]?.close(4409);
    await until(() => panel.count("details") > 0, clock, 100);
    const lists = panel.count("list");
    panel.list = () => new Promise(() => undefined);
    await until(() => panel.count("list") > lists, clock, 10_000);
    await fleet.stop();
  });

  test("stops twice, and before it has started", async () => {
    const { fleet } = await fleetOf(1);
    await fleet.stop();
    await fleet.start();
    await fleet.stop();
    expect(fleet.servers).toEqual([]);
  });
});
