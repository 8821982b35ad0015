import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFleet, type Fleet } from "../../src/fleet/fleet.ts";
import type { FleetEvent, FleetServer } from "../../src/fleet/server.ts";
import { systemClock, type Clock } from "../../src/lib/clock.ts";
import { silentLog } from "../../src/lib/logger.ts";
import { createPanel, type Panel } from "../../src/panel/panel.ts";
import { ManualClock } from "../manual-clock.ts";
import { PanelSimulator, type PanelOptions } from "../simulators/panel/panel-simulator.ts";
import { until } from "../wings/until.ts";

const stops: (() => Promise<void>)[] = [];
let simulator: PanelSimulator;
let fleet: Fleet;
let events: FleetEvent[];
let clock: ManualClock;

/** The real panel client and the real fleet, on one clock with the simulators. */
async function start(options: PanelOptions = {}, time: Clock = clock): Promise<Panel> {
  simulator = await PanelSimulator.start({ clock: time, servers: [{ name: "survival" }], ...options });
  const panel = createPanel({ url: simulator.url, apiKey: simulator.key, clock: time, log: silentLog });
  fleet = createFleet({
    panel,
    origin: new URL(simulator.url).origin,
    servers: "all",
    clock: time,
    log: silentLog,
  });
  fleet.subscribe((event) => events.push(event));
  stops.push(
    () => simulator.stop(),
    () => panel.close(),
    () => fleet.stop(),
  );
  await fleet.start();
  return panel;
}

beforeEach(() => {
  clock = new ManualClock();
  events = [];
});

afterEach(async () => {
  expect(simulator.problems).toEqual([]);
  for (const stop of stops.splice(0).toReversed()) await stop();
});

const server = (): FleetServer => fleet.default;
const isOpen = (): boolean => server().live().socket === "open";
const opened = (): Promise<void> => until(isOpen, clock, 50);
const resumed = () => events.filter((event) => event.type === "resumed");
const told = (): string[] =>
  events.flatMap((event) => (event.type === "lines" ? event.lines.map((line) => line.text) : []));

describe.each(["modern", "classic"] as const)("on a %s panel and node", (profile) => {
  beforeEach(async () => {
    await start({ profile });
    await opened();
  });

  test("the token is renewed on the open socket, before any event is withheld", async () => {
    const wings = simulator.wings;
    await until(() => wings.authFrames >= 3, clock, 5_000);
    expect(wings.socketsOpened).toBe(1);
    expect(simulator.count("GET", "/servers/:server/websocket")).toBe(3);
    expect(resumed()).toEqual([]);
    simulator.server("survival").print("still here");
    await until(() => told().includes("still here"), clock, 50);
    expect(isOpen()).toBe(true);
  });

  test("a token that runs out all the same is replaced on the same socket, and no line is lost", async () => {
    simulator.server("survival").print("seen");
    await until(() => told().includes("seen"), clock, 50);
    simulator.wings.expireTokens();
    simulator.server("survival").print("withheld one");
    simulator.server("survival").print("withheld two");
    await until(() => resumed().length === 1, clock, 100);
    const recovered = resumed()[0]!.missed.recovered.map((line) => line.text);
    expect(recovered).toEqual(["withheld one", "withheld two"]);
    expect(resumed()[0]!.missed.complete).toBe(true);
    expect(simulator.wings.socketsOpened).toBe(1);
  });

  test("a dropped socket comes back with what was printed meanwhile, once", async () => {
    simulator.server("survival").print("seen");
    await until(() => told().includes("seen"), clock, 50);
    simulator.wings.dropSockets();
    await until(() => !isOpen());
    simulator.server("survival").print("missed one");
    simulator.server("survival").print("missed two");
    await until(() => resumed().length === 1, clock, 100);
    expect(resumed()[0]!.missed).toMatchObject({ complete: true });
    expect(resumed()[0]!.missed.recovered.map((line) => line.text)).toEqual(["missed one", "missed two"]);
    expect(simulator.count("GET", "/servers/:server/websocket")).toBe(1);
  });

  test("a node that restarts takes no old token: a new one is fetched", async () => {
    await clock.advance(5_000);
    simulator.wings.restart();
    await until(() => !isOpen());
    await until(isOpen, clock, 100);
    simulator.server("survival").print("back");
    await until(() => told().includes("back"), clock, 50);
    expect(simulator.count("GET", "/servers/:server/websocket")).toBeLessThanOrEqual(3);
  });

  test("a revocation is survived with a token of a later second", async () => {
    await clock.advance(5_000);
    simulator.wings.denylist();
    simulator.server("survival").print("after");
    await until(() => !isOpen());
    await until(isOpen, clock, 100);
    expect(simulator.rateLimited).toBe(0);
  });

  test("a restart is watched from stopping to running, without asking the panel", async () => {
    const seen: string[] = [];
    const pending = await server().power("restart", { by: "Ann", onProgress: (state) => seen.push(state) });
    let outcome: unknown;
    void pending.outcome.then((value) => (outcome = value));
    await until(() => outcome !== undefined, clock, 500);
    expect(outcome).toMatchObject({ kind: "done", state: "running" });
    expect(seen).toEqual(["stopping", "offline", "starting", "running"]);
    expect(simulator.count("GET", "/servers/:server/resources")).toBe(0);
    expect(await server().status()).toMatchObject({ source: "socket", state: "running" });
  });

  test("a server that was bought meanwhile is found when somebody asks, whatever is remembered of the list", async () => {
    simulator.add({ name: "bought" });
    await clock.advance(5_000);
    await fleet.refresh();
    expect(fleet.servers.map(({ name }) => name)).toEqual(["survival", "bought"]);
    await until(() => fleet.find("bought").live().socket === "open", clock, 100);
  });

  test("a server that never says that it is ready is told as still starting", async () => {
    simulator.server("survival").neverDone();
    const pending = await server().power("restart");
    let outcome: unknown;
    void pending.outcome.then((value) => (outcome = value));
    await until(() => outcome !== undefined, clock, 2_000);
    expect(outcome).toMatchObject({ kind: "still-starting" });
  });

  test("a command answers with what the console says", async () => {
    let lines: string[] | undefined;
    void server()
      .run("list")
      .then((output) => (lines = output.lines));
    await until(() => lines !== undefined, clock, 100);
    expect(lines?.join(" ")).toContain("players online");
  });

  test("a backup is done when the node says so", async () => {
    const { backup, outcome } = await server().backup({ name: "before the update" });
    let result: unknown;
    void outcome.then((value) => (result = value));
    await until(() => result !== undefined, clock, 500);
    expect(backup.state).toBe("pending");
    expect(result).toMatchObject({ kind: "done" });
  });

  test("a suspended server is left alone, told once, and watched again when it is back", async () => {
    simulator.server("survival").suspend();
    simulator.wings.dropSockets();
    await until(() => server().live().socket === "refused", clock, 500);
    expect(server().live().problem).toBe("suspended");
    const dials = simulator.wings.socketsOpened;
    await until(() => simulator.count("GET", "/servers/:server") >= 4, clock, 5_000);
    expect(simulator.wings.socketsOpened).toBe(dials);
    simulator.server("survival").unsuspend();
    await until(isOpen, clock, 1_000);
    expect(events.filter((event) => event.type === "problem")).toHaveLength(1);
    expect(events.filter((event) => event.type === "problem-solved")).toHaveLength(1);
  });

  test("a node that is gone and comes back is dialled with patience", async () => {
    simulator.node.down();
    await until(() => !isOpen());
    for (let minute = 0; minute < 10; minute += 1) await clock.advance(30_000);
    simulator.node.up();
    await until(isOpen, clock, 1_000);
    expect(simulator.rateLimited).toBe(0);
  });

  test("a half-open socket is found out", async () => {
    simulator.wings.halfOpen();
    await until(() => !isOpen(), clock, 1_000);
    simulator.wings.halfOpen(false);
    await until(isOpen, clock, 100);
  });
});

test("a flood from the simulator is told whole while others are answered", async () => {
  await start({}, systemClock);
  await until(isOpen);
  let next = 1;
  const numbers: number[] = [];
  fleet.subscribe((event) => {
    if (event.type !== "lines") return;
    for (const { text } of event.lines) {
      const number = Number(/\[flood\] (\d+)/.exec(text)?.[1]);
      if (number !== next) numbers.push(number);
      next = number + 1;
    }
  });
  const total = await simulator.server("survival").flood(5_000, 1);
  await until(() => next === total + 1);
  expect(numbers).toEqual([]);
});
