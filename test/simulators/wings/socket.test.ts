import { afterEach, describe, expect, it } from "vitest";
import { HandClock } from "../game/hand-clock.ts";
import { ask } from "../panel/ask.ts";
import { PanelSimulator } from "../panel/panel-simulator.ts";
import { credentials, dial, open, type Dialled } from "./dial.ts";

let panel: PanelSimulator;
const hand = new HandClock();
/** With time that stands still until it is moved. */
const start = async (options = {}): Promise<PanelSimulator> =>
  (panel = await PanelSimulator.start({ clock: hand, ...options }));
afterEach(() => panel.stop());

const survival = (): ReturnType<PanelSimulator["server"]> => panel.server("survival");

async function connect(): Promise<{ socket: Dialled; token: string }> {
  const { token, socket } = await credentials(panel, "survival");
  const dialled = await open(socket, panel.url);
  if (typeof dialled === "number") throw new Error(String(dialled));
  return { socket: dialled, token };
}

/** Everything that was sent before, either way, has arrived when this resolves. */
async function settled(socket: Dialled): Promise<void> {
  const pong = new Promise((resolve) => socket.ws.once("pong", resolve));
  socket.ws.ping();
  await pong;
  const marker = `marker ${socket.frames.length}`;
  survival().print(marker);
  while (!socket.frames.some(({ args }) => args?.[0] === marker))
    await socket.wait("console output", socket.frames.length);
}

describe("the handshake", () => {
  it.each<[string, () => Promise<Dialled | number>, number]>([
    ["no origin", async () => open((await credentials(panel, "survival")).socket), 403],
    [
      "another origin",
      async () => open((await credentials(panel, "survival")).socket, "https://x.example"),
      403,
    ],
    [
      "a slash too many",
      async () => open((await credentials(panel, "survival")).socket, `${panel.url}/`),
      403,
    ],
    ["a server that is not there", async () => open(panel.wings.socketUrl("0".repeat(36)), panel.url), 404],
  ])("is refused: %s", async (_, run, status) => {
    await start();
    expect(await run()).toBe(status);
    expect(panel.wings.refusedHandshakes).toEqual([status]);
  });

  it("is refused from the thirty-first on", async () => {
    await start();
    const { socket } = await credentials(panel, "survival");
    const opened = await Promise.all(Array.from({ length: 30 }, () => open(socket, panel.url)));
    expect(opened.every((entry) => typeof entry === "object")).toBe(true);
    expect(await open(socket, panel.url)).toBe(400);
  });

  it("finds nobody while the node is down", async () => {
    await start();
    const { socket } = await credentials(panel, "survival");
    panel.node.down();
    expect(await open(socket, panel.url)).toBe(0);
  });
});

describe("authentication", () => {
  it("answers success, then the state; the stats too when offline", async () => {
    await start();
    const online = await dial(panel, "survival");
    expect(online.events()).toEqual(["auth success", "status"]);
    const offline = await dial(panel, "valheim");
    const { args } = await offline.wait("stats");
    expect(offline.events()).toEqual(["auth success", "status", "stats"]);
    expect(JSON.parse(args?.[0] ?? "")).toMatchObject({ state: "offline", memory_bytes: 0, uptime: 0 });
    expect([panel.wings.sockets(), panel.wings.sockets(survival().uuid)]).toEqual([2, 1]);
    expect([panel.wings.socketsOpened, panel.wings.authFrames]).toEqual([2, 2]);
  });

  it("refuses everything before it", async () => {
    await start();
    const { socket } = await connect();
    socket.send("send logs");
    expect((await socket.wait("jwt error")).args?.[0]).toMatch(
      /^Error Event \[[0-9a-f-]{36}\]: jwt: no jwt present$/,
    );
  });

  it("tells a forged token by a generic error only", async () => {
    await start();
    const { socket, token } = await connect();
    socket.send("auth", `${token.slice(0, -4)}AAAA`);
    expect((await socket.wait("daemon error")).args?.[0]).toContain("an unexpected error was encountered");
  });

  it("takes another server's token and complains afterwards", async () => {
    await start();
    const { socket } = await connect();
    socket.send("auth", (await credentials(panel, "valheim")).token);
    await socket.wait("auth success");
    socket.send("send stats");
    await socket.wait("jwt error");
    expect(socket.frames.at(-1)?.args?.[0]).toContain("jwt: server uuid mismatch");
  });

  it("misses the permission when an old panel signs no scope", async () => {
    await start({ node: { scopeTokens: false } });
    const { socket, token } = await connect();
    socket.send("auth", token);
    expect((await socket.wait("jwt error")).args?.[0]).toContain("jwt: missing connect permission");
  });

  it("must come within 30 seconds", async () => {
    await start();
    const { socket } = await connect();
    hand.advance(30_000);
    expect(await socket.closed).toBe(1006);
  });
});

describe("expiry", () => {
  it("is announced twice, then replaces every event, until the token is renewed without a replay", async () => {
    await start();
    const socket = await dial(panel, "survival");
    hand.advance(570_000);
    await settled(socket);
    expect(socket.events().filter((event) => event === "token expiring")).toHaveLength(2);
    hand.advance(30_000);
    survival().print("lost");
    survival().print("lost too");
    await socket.wait("jwt error");
    socket.frames.length = 0;
    survival().print("still lost");
    await socket.wait("jwt error");
    expect(socket.frames[0]).toEqual({ event: "jwt error", args: ["jwt: exp claim is invalid"] });
    socket.send("send stats");
    socket.frames.length = 0;
    socket.send("auth", (await credentials(panel, "survival")).token);
    await socket.wait("auth success");
    await settled(socket);
    const after = socket.events().slice(socket.events().indexOf("auth success"));
    expect(after).toEqual(["auth success", "console output"]);
  });

  it("comes at once when asked for", async () => {
    await start();
    const socket = await dial(panel, "survival");
    panel.wings.expireTokens();
    survival().print("x");
    expect((await socket.wait("jwt error")).args).toEqual(["jwt: exp claim is invalid"]);
    expect(socket.events()).not.toContain("console output");
  });
});

describe("revocation", () => {
  it("breaks every socket of a modern node, and wants a token of a later second", async () => {
    await start();
    const socket = await dial(panel, "survival");
    panel.wings.denylist();
    expect(await socket.closed).toBe(1006);
    const { socket: again, token } = await connect();
    again.send("auth", token);
    expect((await again.wait("jwt error")).args?.[0]).toContain("created too far in past (denylist)");
    hand.advance(6_000);
    again.send("auth", (await credentials(panel, "survival")).token);
    await again.wait("auth success");
  });

  it("leaves the sockets of a classic node open", async () => {
    await start({ profile: "classic" });
    const socket = await dial(panel, "survival");
    hand.advance(1000);
    panel.wings.denylist();
    survival().print("x");
    expect((await socket.wait("jwt error")).args).toEqual(["jwt: created too far in past (denylist)"]);
  });

  it("comes with a restart of the node, for every token from before", async () => {
    await start();
    const socket = await dial(panel, "survival");
    const { token } = await credentials(panel, "survival");
    panel.node.restart();
    expect(await socket.closed).toBe(1006);
    const { socket: again } = await connect();
    again.send("auth", token);
    expect((await again.wait("jwt error")).args?.[0]).toContain("denylist");
  });
});

describe("permissions", () => {
  it("gate what is taken and what is sent", async () => {
    await start();
    survival().grant(["websocket.connect", "control.start"]);
    const socket = await dial(panel, "survival");
    socket.send("send command", "say no");
    socket.send("set state", "stop");
    socket.send("set state", "start");
    await socket.wait("daemon error");
    survival().node.emit("backup completed", ["{}"], "backup.read");
    survival().node.emit("install output", ["x"], "admin.websocket.install");
    await settled(socket);
    expect([survival().stdin, survival().powerSignals]).toEqual([[], ["start"]]);
    expect(socket.events().filter((event) => /backup|install/.test(event))).toEqual([]);
    expect(socket.frames.find(({ event }) => event === "daemon error")?.args?.[0]).toContain(
      "unexpected error",
    );
  });

  it("show the text of errors to administrators, and of a held lock to all", async () => {
    await start();
    const socket = await dial(panel, "survival");
    survival().lockPower();
    socket.send("set state", "restart");
    expect((await socket.wait("daemon error")).args?.[0]).toContain(
      "another power action is currently being processed",
    );
  });

  it("change: the user's tokens are revoked", async () => {
    await start();
    const socket = await dial(panel, "survival");
    survival().permissions(["websocket.connect"]);
    expect(await socket.closed).toBe(1006);
  });
});

describe("the console", () => {
  it("sends the last 150 lines of the container, without the daemon's, and nothing when offline", async () => {
    await start();
    const socket = await dial(panel, "survival");
    survival().print(...Array.from({ length: 200 }, (_, index) => `line ${index}`));
    survival().node.console.daemon("hello");
    await settled(socket);
    socket.frames.length = 0;
    socket.send("send logs");
    socket.send("send stats");
    await socket.wait("stats");
    const lines = socket.frames
      .filter(({ event }) => event === "console output")
      .map(({ args }) => args?.[0]);
    expect(lines).toHaveLength(150);
    expect(lines[0]).toBe("line 51");
    survival().node.power.act("kill");
    socket.frames.length = 0;
    socket.send("send logs");
    socket.send("send stats");
    await socket.wait("stats");
    expect(socket.events()).not.toContain("console output");
  });

  it("sends nothing of the container before while the server starts", async () => {
    await start();
    survival().print("an old line");
    survival().node.power.act("kill");
    survival().node.power.act("start");
    const socket = await dial(panel, "survival");
    await settled(socket);
    expect(survival().state).toBe("starting");
    socket.frames.length = 0;
    socket.send("send logs");
    socket.send("send stats");
    await socket.wait("stats");
    expect(socket.frames.flatMap(({ args }) => args ?? [])).not.toContain("an old line");
  });

  it("passes commands on untrimmed, line by line", async () => {
    await start();
    const socket = await dial(panel, "survival");
    socket.send("send command", "  say a\nsay b");
    await socket.wait("console output");
    expect(survival().stdin).toEqual(["  say a", "say b"]);
    expect(panel.wings.frames.at(-1)).toMatchObject({ event: "send command", args: ["  say a\nsay b"] });
  });

  it("gives stats every second while not offline, and a last one", async () => {
    await start();
    const socket = await dial(panel, "survival");
    hand.advance(3000);
    survival().node.power.act("kill");
    await socket.wait("stats");
    await settled(socket);
    expect(socket.events().filter((event) => event === "stats")).toHaveLength(4);
    expect(socket.frames.filter(({ event }) => event === "status").map(({ args }) => args?.[0])).toEqual([
      "running",
      "stopping",
      "offline",
    ]);
  });

  it("drops bursts when told to be as lossy as the real one", async () => {
    await start({ node: { lossy: true } });
    const socket = await dial(panel, "survival");
    hand.advance(200);
    survival().print(...Array.from({ length: 2500 }, (_, index) => `line ${index}`));
    hand.advance(100);
    await settled(socket);
    const lines = socket.frames
      .filter(({ event }) => event === "console output")
      .map(({ args }) => args?.[0]);
    expect(lines).toHaveLength(2002);
    expect(lines[2000]).toContain("outputting console data too quickly");
    expect(survival().node.console.dropped).toBe(500);
  });

  it("delivers a flood whole and in order at 20,000 lines a second", async () => {
    panel = await PanelSimulator.start();
    const socket = await dial(panel, "survival");
    const before = performance.now();
    const total = await survival().flood(20_000, 0.5);
    const numberOf = (line = ""): number => Number(/\[flood\] (\d+)/.exec(line)?.[1]);
    while (numberOf(socket.frames.at(-1)?.args?.[0]) !== total)
      await socket.wait("console output", socket.frames.length);
    const numbers = socket.frames
      .filter(({ event }) => event === "console output")
      .map(({ args }) => numberOf(args?.[0]));
    expect(numbers).toEqual(Array.from({ length: 10_000 }, (_, index) => index + 1));
    expect(performance.now() - before).toBeLessThan(3_000);
  });
});

describe("inbound limits", () => {
  it("drop what is too much and say so once", async () => {
    await start();
    const socket = await dial(panel, "survival");
    for (let i = 0; i < 7; i += 1) socket.send("send stats");
    await settled(socket);
    expect(socket.events().filter((event) => event === "stats")).toHaveLength(4);
    expect(socket.frames.filter(({ event }) => event === "throttled")).toEqual([
      { event: "throttled", args: ["send stats"] },
    ]);
    hand.advance(1000);
    socket.frames.length = 0;
    socket.send("send stats");
    await socket.wait("stats");
  });

  it("count all frames together too", async () => {
    await start();
    const socket = await dial(panel, "survival");
    for (let i = 0; i < 12; i += 1) socket.send("send command", `say ${i}`);
    await socket.wait("throttled");
    await settled(socket);
    expect(survival().stdin).toHaveLength(9);
    expect(socket.frames.find(({ event }) => event === "throttled")?.args).toEqual(["global"]);
  });

  it("are not there on a classic node", async () => {
    await start({ profile: "classic" });
    const socket = await dial(panel, "survival");
    for (let i = 0; i < 20; i += 1) socket.send("send command", `say ${"x".repeat(5000)} ${i}`);
    while (survival().stdin.length < 20) await socket.wait("console output", socket.frames.length);
    expect(socket.events()).not.toContain("throttled");
  });

  it("close at a message over 4096 bytes with 1009", async () => {
    await start();
    const socket = await dial(panel, "survival");
    socket.ws.on("error", () => undefined);
    socket.send("send command", "x".repeat(4096));
    expect(await socket.closed).toBe(1009);
  });

  it("ignore binary frames, invalid JSON, unknown events and arguments that are no text", async () => {
    await start();
    const socket = await dial(panel, "survival");
    socket.ws.send(Buffer.from('{"event":"send stats"}'));
    socket.ws.send("{");
    socket.send("what is this");
    socket.send("send command", 5);
    await settled(socket);
    expect(socket.events()).toEqual(["auth success", "status", "console output"]);
    expect(survival().stdin).toEqual([]);
  });
});

describe("closing", () => {
  it("says 4409 when the server is suspended, and to new sockets too", async () => {
    await start();
    const socket = await dial(panel, "survival");
    const { socket: url } = await credentials(panel, "survival");
    survival().suspend();
    expect(await socket.closed).toBe(4409);
    const again = await open(url, panel.url);
    expect(typeof again === "object" && (await again.closed)).toBe(4409);
  });

  it("closes on any frame while a backup is restored", async () => {
    await start();
    const socket = await dial(panel, "survival");
    survival().node.backups.restoring = true;
    socket.send("send stats");
    expect(await socket.closed).toBe(4409);
  });

  it.each<[string, () => void, number]>([
    ["a broken line", () => panel.wings.dropSockets(), 1006],
    ["a code of one's own", () => panel.wings.dropSockets(1001), 1001],
    ["the node going down", () => panel.node.down(), 1006],
    ["the server's removal", () => survival().remove(), 1006],
  ])("comes from %s", async (_, run, code) => {
    await start();
    const socket = await dial(panel, "survival");
    run();
    expect(await socket.closed).toBe(code);
  });

  it("answers pings until it is half open", async () => {
    await start();
    const socket = await dial(panel, "survival");
    const pong = new Promise((resolve) => socket.ws.on("pong", resolve));
    socket.ws.ping();
    await pong;
    panel.wings.halfOpen();
    let pongs = 0;
    socket.ws.on("pong", () => (pongs += 1));
    socket.ws.ping();
    survival().print("unheard");
    await ask(panel, "GET /account");
    expect([pongs, socket.events(), socket.ws.readyState]).toEqual([0, ["auth success", "status"], 1]);
  });

  it("can send every event twice", async () => {
    await start();
    const socket = await dial(panel, "survival");
    panel.wings.duplicateEvents = true;
    survival().node.power.act("kill");
    panel.wings.duplicateEvents = false;
    await settled(socket);
    expect(socket.frames.filter(({ args }) => args?.[0] === "offline")).toHaveLength(2);
  });
});
