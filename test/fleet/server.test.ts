import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FleetEvent } from "../../src/fleet/server.ts";
import type { NodeSocket } from "../wings/scripted-node.ts";
import { aMoment, pass, until } from "../wings/until.ts";
import { idle, panelError } from "./fake-panel.ts";
import { fleetRig, type Rig } from "./fleet-rig.ts";

let rig: Rig;
/** What `send logs` is answered with. */
let history: string[];
let state: string;

beforeEach(async () => {
  history = [];
  state = "running";
  rig = await fleetRig({
    reply(frame, socket) {
      if (frame.event === "auth") socket.send("auth success");
      if (frame.event === "auth" && socket.tokens().length === 1) socket.send("status", state);
      if (frame.event === "send logs") for (const line of history) socket.send("console output", line);
      if (frame.event === "send stats") sendStats(socket, state);
    },
  });
});

afterEach(async () => {
  await rig.stop();
});

function sendStats(socket: NodeSocket, of: string): void {
  socket.send("stats", JSON.stringify({ memory_bytes: 5, uptime: 9_000, state: of }));
}

function eventsOf<Type extends FleetEvent["type"]>(type: Type): Extract<FleetEvent, { type: Type }>[] {
  return rig.events.filter((event): event is Extract<FleetEvent, { type: Type }> => event.type === type);
}

const texts = (lines: readonly { text: string }[]): string[] => lines.map((line) => line.text);
const told = (): string[] => eventsOf("lines").flatMap((event) => texts(event.lines));

/** Sends lines and waits until they have been told. */
async function print(...lines: string[]): Promise<void> {
  const before = told().length;
  for (const line of lines) rig.socket().send("console output", line);
  await until(() => told().length === before + lines.length, rig.clock, 10);
}

async function reconnected(sockets: number): Promise<void> {
  await until(
    () => rig.node.sockets.length === sockets && rig.server.live().socket === "open",
    rig.clock,
    50,
  );
}

describe("the console of a server", () => {
  test("keeps the history it finds at first, and tells only what is new", async () => {
    history = ["old one", "old two"];
    await rig.open();
    expect(rig.server.recentLines(10)).toMatchObject([
      { text: "old one", source: "history" },
      { text: "old two", source: "history" },
    ]);
    await print("new");
    expect(told()).toEqual(["new"]);
    expect(eventsOf("resumed")).toEqual([]);
  });

  test("takes the lines of a slow node for the history that they are", async () => {
    await rig.fleet.start();
    await until(() => rig.node.sockets.length === 1, rig.clock, 50);
    await rig.socket().got("send logs");
    await pass(rig.clock, 4_000);
    for (const line of ["old one", "old two"]) rig.socket().send("console output", line);
    await until(() => rig.server.live().socket === "open", rig.clock, 50);
    await print("new");
    expect(texts(rig.server.recentLines(10))).toEqual(["old one", "old two", "new"]);
    expect(told()).toEqual(["new"]);
  });

  test("tells a line that comes a moment after a short history: it is new", async () => {
    history = ["old one", "old two"];
    await rig.fleet.start();
    await until(() => rig.node.sockets.length === 1, rig.clock, 50);
    await rig.socket().got("send logs");
    await aMoment();
    await pass(rig.clock, 100);
    rig.socket().send("console output", "new");
    await until(() => rig.server.live().socket === "open", rig.clock, 50);
    await until(() => told().length === 1, rig.clock, 50);
    expect(told()).toEqual(["new"]);
    expect(texts(rig.server.recentLines(10))).toEqual(["old one", "old two", "new"]);
  });

  test("takes no burst of live lines for the history where somebody knows that better", async () => {
    await rig.fleet.start();
    rig.server.recogniseHistory((texts) => texts.includes("old"));
    await until(() => rig.node.sockets.length === 1, rig.clock, 50);
    await rig.socket().got("send logs");
    for (const line of ["one", "two", "three"]) rig.socket().send("console output", line);
    await aMoment();
    await pass(rig.clock, 1_000);
    expect(rig.server.live().socket).toBe("connecting");
    for (const line of ["old", "one", "two", "three"]) rig.socket().send("console output", line);
    await until(() => rig.server.live().socket === "open", rig.clock, 50);
    const [begun] = eventsOf("begun");
    expect(texts([...begun!.past, ...begun!.early])).toEqual([
      "one",
      "two",
      "three",
      "old",
      "one",
      "two",
      "three",
    ]);
  });

  test("tells lines on top of a full history: they cannot be part of it", async () => {
    history = Array.from({ length: 152 }, (_, index) => `line ${index}`);
    await rig.open();
    await until(() => told().length === 2, rig.clock, 50);
    expect(told()).toEqual(["line 150", "line 151"]);
  });

  test("recovers what was printed while the socket was down, once and in order", async () => {
    await rig.open();
    await print("a", "b", "b");
    history = ["a", "b", "b", "b", "c"];
    rig.socket().drop();
    await reconnected(2);
    expect(eventsOf("resumed")).toHaveLength(1);
    const { missed } = eventsOf("resumed")[0]!;
    expect(texts(missed.recovered)).toEqual(["b", "c"]);
    expect(missed.complete).toBe(true);
    expect(missed.downMs).toBeGreaterThan(0);
    expect(told()).toEqual(["a", "b", "b"]);
    expect(texts(rig.server.recentLines(10))).toEqual(["a", "b", "b", "b", "c"]);
  });

  test("says so when the history does not reach back", async () => {
    await rig.open();
    await print("a");
    history = ["x", "y"];
    rig.socket().drop();
    await reconnected(2);
    expect(eventsOf("resumed")[0]?.missed).toMatchObject({ complete: false });
  });

  test("compares the game's lines only: the history has none of the daemon's", async () => {
    const daemon = "\u001B[33m\u001B[1m[Pterodactyl Daemon]:\u001B[39m Checking\u001B[0m";
    await rig.open();
    await print("a", daemon);
    history = ["a", "b"];
    rig.socket().drop();
    await reconnected(2);
    expect(texts(eventsOf("resumed")[0]!.missed.recovered)).toEqual(["b"]);
    expect(eventsOf("lines")[0]?.lines.map((line) => line.source)).toEqual(["game", "daemon"]);
  });

  test("recovers what was withheld while the token had run out, on the same socket", async () => {
    await rig.open();
    await print("a");
    await rig.clock.advance(70_000);
    rig.socket().send("jwt error", "jwt: exp claim is invalid");
    await until(() => rig.server.live().socket === "connecting");
    history = ["a", "b"];
    await until(() => eventsOf("resumed").length === 1, rig.clock, 50);
    expect(texts(eventsOf("resumed")[0]!.missed.recovered)).toEqual(["b"]);
    expect(rig.node.sockets).toHaveLength(1);
    expect(rig.server.live().socket).toBe("open");
  });

  test("survives two drops in a row, the second while it catches up", async () => {
    await rig.open();
    await print("a");
    history = ["a", "b"];
    rig.socket().drop();
    await until(() => rig.node.sockets.length === 2, rig.clock, 50);
    await rig.socket().got("send logs");
    rig.socket().drop();
    history = ["a", "b", "c"];
    await reconnected(3);
    expect(eventsOf("resumed").flatMap((event) => texts(event.missed.recovered))).toEqual(["b", "c"]);
  });

  test("loses no full history to a drop while it catches up, also at first", async () => {
    const lines = (from: number): string[] =>
      Array.from({ length: 150 }, (_, index) => `line ${from + index}`);
    history = lines(0);
    await rig.fleet.start();
    await until(() => rig.node.sockets.length === 1, rig.clock, 50);
    await rig.socket().got("send logs");
    await aMoment();
    rig.socket().drop();
    await until(() => eventsOf("begun").length === 1);
    history = lines(1_000);
    await until(() => rig.node.sockets.length === 2, rig.clock, 50);
    await rig.socket().got("send logs");
    await aMoment();
    rig.socket().drop();
    await until(() => eventsOf("resumed").length === 1);
    history = lines(2_000);
    await reconnected(3);
    const recovered = eventsOf("resumed").map(({ missed }) => texts(missed.recovered));
    expect(recovered).toEqual([lines(1_000), lines(2_000)]);
    expect(texts(eventsOf("begun")[0]!.past)).toEqual(lines(0));
  });

  test("tells lines before the state change that they were printed before", async () => {
    await rig.open();
    rig.socket().send("console output", "Stopping the server");
    rig.socket().send("status", "offline");
    await until(() => eventsOf("state").some((event) => event.state === "offline"));
    const order = rig.events.map((event) => event.type);
    expect(order.lastIndexOf("lines")).toBeLessThan(order.lastIndexOf("state"));
  });
});

describe("the state of a server", () => {
  test("comes from the socket without a request while it is open", async () => {
    await rig.open();
    expect(await rig.server.status()).toMatchObject({
      source: "socket",
      state: "running",
      stale: false,
      usage: { memoryBytes: 5, uptimeMs: 9_000 },
    });
    for (let i = 0; i < 100; i += 1) await rig.server.status();
    expect(rig.panel.count("resources")).toBe(0);
  });

  test("comes from the panel while the socket is down, with its age", async () => {
    await rig.open();
    rig.panel.answers.resources = () =>
      Promise.resolve({ value: { ...idle, state: "starting" }, readAt: 5, stale: true });
    rig.socket().drop();
    await until(() => rig.server.live().socket === "closed");
    expect(await rig.server.status()).toMatchObject({
      source: "panel",
      state: "starting",
      readAt: 5,
      stale: true,
    });
  });

  test("is the last one heard, and said to be old, when neither socket nor panel answers", async () => {
    await rig.open();
    const heardAt = rig.clock.now();
    rig.panel.answers.resources = () => Promise.reject(panelError("node-unreachable", 504));
    rig.node.script.refuse = () => 502;
    rig.socket().drop();
    await until(() => rig.server.live().socket === "closed");
    await rig.clock.advance(40_000);
    expect(await rig.server.status()).toMatchObject({ state: "running", readAt: heardAt, stale: true });
    rig.panel.answers.resources = () => Promise.reject(panelError("conflict", 409));
    expect(await rig.server.status()).toMatchObject({ state: "unknown", problem: "busy", stale: false });
  });

  test("is told with the name of the one who asked for the stop", async () => {
    await rig.open();
    rig.server.expectStop("Ann");
    rig.socket().send("status", "stopping");
    rig.socket().send("status", "offline");
    rig.socket().send("status", "running");
    rig.socket().send("status", "offline");
    await until(() => eventsOf("state").length === 5);
    expect(eventsOf("state").map((event) => event.expectedBy)).toEqual([
      undefined,
      "Ann",
      "Ann",
      undefined,
      undefined,
    ]);
  });

  test("is nobody's wish any more once that is taken back, unless somebody wished anew", async () => {
    await rig.open();
    rig.server.expectStop("Ann")();
    rig.socket().send("status", "offline");
    await until(() => eventsOf("state").length === 2);
    const takeBack = rig.server.expectStop("Ann");
    rig.server.expectStop("Bo");
    takeBack();
    rig.socket().send("status", "stopping");
    await until(() => eventsOf("state").length === 3);
    expect(eventsOf("state").map((event) => event.expectedBy)).toEqual([undefined, undefined, "Bo"]);
  });

  test("makes the panel's remembered answers old", async () => {
    await rig.open();
    rig.panel.forgotten.length = 0;
    rig.socket().send("status", "stopping");
    const json = JSON.stringify({ uuid: "b-9", is_successful: true, file_size: 9 });
    rig.socket().send("backup completed:b-9", json);
    await until(() => eventsOf("backup").length === 1);
    expect(rig.panel.forgotten).toEqual(["resources", "backups"]);
  });

  test("is not kept from anybody by a listener that throws", async () => {
    rig.fleet.subscribe(() => {
      throw new Error("listener");
    });
    await rig.open();
    await print("a");
    const heard: string[] = [];
    rig.server.subscribe(() => {
      throw new Error("listener");
    });
    const off = rig.server.subscribe((event) => heard.push(event.type));
    await print("b");
    expect(heard).toContain("lines");
    off();
    const before = heard.length;
    await print("c");
    expect(heard).toHaveLength(before);
  });
});

describe("what may be done on a server", () => {
  test("is asked once the socket is open; until then the panel decides", async () => {
    rig.panel.answers.details = () =>
      Promise.resolve({ ...rig.panel.servers[0]!, userPermissions: ["control.start"] });
    await rig.fleet.start();
    expect(rig.server.can("control.stop")).toBe(true);
    await until(() => !rig.server.can("control.stop"), rig.clock, 50);
    expect(rig.server.can("control.start")).toBe(true);
  });

  test("is asked with one request, however often somebody wants to know", async () => {
    let refuse: (error: Error) => void = () => undefined;
    rig.panel.answers.details = () => new Promise((_, reject) => (refuse = reject));
    await rig.fleet.start();
    for (let i = 0; i < 40; i += 1) expect(rig.server.can("control.stop")).toBe(true);
    expect(rig.panel.count("details")).toBe(1);
    refuse(panelError("unavailable", 503));
    await aMoment();
    rig.server.can("control.stop");
    expect(rig.panel.count("details")).toBe(1);
    await rig.clock.advance(30_000);
    rig.server.can("control.stop");
    expect(rig.panel.count("details")).toBe(2);
    refuse(panelError("unavailable", 503));
  });

  test("stays the panel's to decide when it does not say", async () => {
    rig.panel.answers.details = () => Promise.resolve(rig.panel.servers[0]!);
    await rig.fleet.start();
    await rig.server.refresh();
    expect(rig.server.can("control.stop")).toBe(true);
  });

  test("is asked anew when the panel refuses", async () => {
    await rig.open();
    expect(rig.server.can("control.stop")).toBe(true);
    rig.panel.answers.details = () => Promise.resolve({ ...rig.panel.servers[0]!, userPermissions: [] });
    rig.panel.answers.power = () => Promise.reject(panelError("forbidden", 403));
    await expect(rig.server.power("stop")).rejects.toMatchObject({ failure: "forbidden" });
    await until(() => !rig.server.can("control.stop"));
  });
});

describe("a server that cannot be watched", () => {
  test.each([
    ["suspended", { isSuspended: true }],
    ["busy", { status: "restoring_backup" }],
    ["busy", { status: "installing", isInstalling: true }],
    ["busy", { isTransferring: true }],
  ] as const)("says that it is %s, and comes back when it is over", async (problem, how) => {
    await rig.open();
    rig.panel.servers = [{ ...rig.panel.servers[0]!, ...how }];
    rig.socket().close(4409);
    await until(() => rig.server.live().socket === "refused", rig.clock, 100);
    expect(rig.server.live().problem).toBe(problem);
    rig.panel.servers = [{ ...rig.panel.servers[0]!, ...plain }];
    await until(() => rig.server.live().socket === "open", rig.clock, 1_000);
    expect(eventsOf("problem").map((event) => event.problem)).toEqual([problem]);
    expect(eventsOf("problem-solved")).toHaveLength(1);
    expect(rig.server.live().problem).toBeUndefined();
  });

  test("says that it is gone when the panel no longer knows it", async () => {
    await rig.open();
    rig.panel.answers.details = () => Promise.reject(panelError("not-found", 404));
    rig.panel.answers.websocket = () => Promise.reject(panelError("not-found", 404));
    rig.socket().send("deleted", "null");
    await until(() => rig.server.live().problem === "gone", rig.clock, 100);
    await aMoment();
    expect(rig.node.sockets).toHaveLength(1);
  });
});

const plain = { isSuspended: false, status: null, isInstalling: false, isTransferring: false };
