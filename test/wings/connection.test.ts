import { createServer } from "node:net";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Connection, type ConnectionOptions } from "../../src/wings/connection.ts";
import type { ConnectionEnd } from "../../src/wings/connection-end.ts";
import type { WingsEvent } from "../../src/wings/protocol.ts";
import { TokenWallet, type Credentials, type TokenFailure } from "../../src/wings/token-wallet.ts";
import { silentLog } from "../../src/lib/logger.ts";
import { ManualClock } from "../manual-clock.ts";
import { fakeToken, ScriptedNode, welcome, type NodeSocket } from "./scripted-node.ts";
import { aMoment, pass, until } from "./until.ts";

let clock: ManualClock;
let node: ScriptedNode;
let stop: AbortController;
let events: WingsEvent[];
let authorised: boolean[];
let issued: number;
/** Answers of the panel, in order; then a token for each. */
let refusals: TokenFailure[];
let end: ConnectionEnd | undefined;

beforeEach(async () => {
  clock = new ManualClock();
  node = await ScriptedNode.start();
  stop = new AbortController();
  events = [];
  authorised = [];
  issued = 0;
  refusals = [];
  end = undefined;
});

afterEach(async () => {
  stop.abort();
  await node.stop();
});

function requestToken(): Promise<Credentials> {
  const refusal = refusals.shift();
  if (refusal) return Promise.reject(Object.assign(new Error("refused"), { refusal }));
  issued += 1;
  return Promise.resolve({ token: fakeToken(clock.now() + 600_000, `t${issued}`), socketUrl: node.url });
}

function connect(changes: Partial<ConnectionOptions> = {}): Connection {
  const connection = new Connection({
    credentials: { token: "first", socketUrl: node.url },
    wallet: new TokenWallet(
      { requestToken, classifyFailure: (error) => (error as { refusal: TokenFailure }).refusal },
      clock,
    ),
    origin: "https://panel.example",
    clock,
    log: silentLog,
    signal: stop.signal,
    onEvent: (event) => events.push(event),
    onAuthorised: (isBehind) => authorised.push(isBehind),
    random: () => 0,
    ...changes,
  });
  void connection.closed.then((reason) => (end = reason));
  return connection;
}

async function authorisedSocket(): Promise<NodeSocket> {
  connect();
  const socket = await node.socket();
  await socket.got("send logs");
  return socket;
}

const ended = async (): Promise<ConnectionEnd> => {
  await until(() => end !== undefined);
  return end!;
};

describe("a connection", () => {
  test("sends the Origin that the node demands", async () => {
    await authorisedSocket();
    expect(node.requests[0]?.headers.origin).toBe("https://panel.example");
  });

  test("sends nothing but the token until the node says that it has taken it", async () => {
    node.script = { reply: () => undefined };
    connect();
    const socket = await node.socket();
    await socket.got("auth");
    await pass(clock, 5_000);
    expect(socket.events()).toEqual(["auth"]);
    socket.send("auth success");
    await socket.got("send stats");
    expect(socket.events()).toEqual(["auth", "send logs", "send stats"]);
    expect(authorised).toEqual([true]);
  });

  test("gives up when the token is never answered", async () => {
    node.script = { reply: () => undefined };
    connect();
    await (await node.socket()).got("auth");
    await pass(clock, 11_000);
    expect(await ended()).toEqual({ reason: "auth-unanswered" });
  });

  test("hands events on in order and ignores what it does not know", async () => {
    const socket = await authorisedSocket();
    socket.raw.send("not json");
    socket.raw.send(Buffer.from([1, 2, 3]));
    socket.send("feature match", "{}");
    socket.send("console output", "one");
    socket.send("console output", "two");
    await until(() => events.length >= 4);
    expect(events.map((event) => event.type)).toEqual(["auth-success", "status", "line", "line"]);
  });

  test("survives a listener that throws", async () => {
    let heard = 0;
    connect({
      onEvent() {
        heard += 1;
        throw new Error("listener");
      },
      onAuthorised() {
        throw new Error("listener");
      },
    });
    const socket = await node.socket();
    await socket.got("send logs");
    socket.send("console output", "one");
    await until(() => heard === 3);
    expect(end).toBeUndefined();
  });

  test("survives text that is no UTF-8: the node cuts lines inside characters", async () => {
    const socket = await authorisedSocket();
    const bytes = Buffer.from('{"event":"console output","args":["\u00e4"]}');
    socket.raw.send(Buffer.concat([bytes.subarray(0, -5), bytes.subarray(-4)]), { binary: false });
    socket.send("console output", "next");
    await until(() => events.some((event) => event.type === "line" && event.text === "next"));
  });

  test("closes when it is told to, and says so", async () => {
    const socket = await authorisedSocket();
    const closed = once(socket.raw, "close");
    stop.abort();
    expect(await ended()).toEqual({ reason: "stopped" });
    await closed;
    expect(clock.pending).toBe(0);
  });

  test("notices a connection that is dead without a word", async () => {
    const socket = await authorisedSocket();
    socket.raw.pause();
    await pass(clock, 34_000);
    expect(end).toBeUndefined();
    await pass(clock, 2_000);
    expect(await ended()).toEqual({ reason: "silent" });
  });

  test("stays while pings are answered, though nothing else comes", async () => {
    await authorisedSocket();
    for (let minute = 0; minute < 3; minute += 1) await pass(clock, 60_000, 60);
    expect(end).toBeUndefined();
  });
});

describe("the end of a connection", () => {
  test.each([
    [1000, { reason: "lost", code: 1000 }],
    [1001, { reason: "deleted" }],
    [4409, { reason: "suspended" }],
    [4400, { reason: "suspended" }],
    [1012, { reason: "lost", code: 1012 }],
  ])("is told for close code %i", async (code, reason) => {
    (await authorisedSocket()).close(code);
    expect(await ended()).toEqual(reason);
  });

  test("is told for a socket that breaks without a close frame", async () => {
    (await authorisedSocket()).drop();
    expect(await ended()).toEqual({ reason: "lost", code: 1006 });
  });

  test.each([400, 403, 404, 502])("is told for a handshake answered with %i", async (status) => {
    node.script = { refuse: () => status };
    connect();
    expect(await ended()).toEqual({ reason: "handshake-refused", status });
  });

  test("is told for a node that is not there: an error without a listener would end the process", async () => {
    const closed = createServer().listen(0, "127.0.0.1");
    await once(closed, "listening");
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, "close");
    connect({ credentials: { token: "first", socketUrl: `ws://127.0.0.1:${port}/` } });
    expect(await ended()).toEqual({ reason: "unreachable", code: "ECONNREFUSED" });
  });

  test.each(["not an address", "https://", ""])("is told for the address %j", async (socketUrl) => {
    connect({ credentials: { token: "first", socketUrl } });
    expect((await ended()).reason).toBe("unreachable");
  });

  test.each(["completed", "success", "failure"])("follows a transfer that is %s", async (status) => {
    (await authorisedSocket()).send("transfer status", status);
    expect(await ended()).toEqual({ reason: "moved" });
  });

  test("does not follow a transfer that only begins", async () => {
    (await authorisedSocket()).send("transfer status", "processing");
    await until(() => events.some((event) => event.type === "transfer"));
    expect(end).toBeUndefined();
  });

  test("follows the word that the server is deleted, whatever the close code", async () => {
    (await authorisedSocket()).send("deleted", "null");
    expect(await ended()).toEqual({ reason: "deleted" });
  });
});

describe("the token of a connection", () => {
  test("is renewed on the open socket, once for several warnings, without asking for history", async () => {
    const socket = await authorisedSocket();
    await clock.advance(540_000);
    socket.send("token expiring");
    socket.send("token expiring");
    await until(() => authorised.length === 2, clock, 100);
    socket.send("token expiring");
    await until(() => authorised.length === 3, clock, 100);
    expect(node.sockets).toHaveLength(1);
    expect(issued).toBe(2);
    expect(authorised).toEqual([true, false, false]);
    expect(socket.tokens()).toHaveLength(3);
    expect(socket.events().filter((event) => event === "send logs")).toHaveLength(1);
  });

  test("is asked for again after a 429 and a 503, and is renewed again the next time", async () => {
    const socket = await authorisedSocket();
    refusals = [{ kind: "retry", retryAfterMs: 20_000 }, { kind: "retry" }];
    await clock.advance(540_000);
    socket.send("token expiring");
    await pass(clock, 19_000);
    expect(refusals).toHaveLength(1);
    await pass(clock, 10_000);
    await socket.got("auth", 2);
    await until(() => authorised.length === 2);
    socket.send("token expiring");
    await pass(clock, 10_000);
    await socket.got("auth", 3);
    expect(end).toBeUndefined();
  });

  test("is renewed once for a whole burst of jwt errors, and what was missed is asked for", async () => {
    let isExpired = false;
    node.script = {
      reply(frame, socket) {
        if (frame.event === "auth") isExpired = false;
        welcome(frame, socket);
      },
    };
    const socket = await authorisedSocket();
    await clock.advance(600_000);
    isExpired = true;
    for (let i = 0; i < 500; i += 1) socket.send("jwt error", "jwt: exp claim is invalid");
    await socket.got("auth", 2);
    await pass(clock, 20_000);
    await socket.got("send logs", 2);
    expect(isExpired).toBe(false);
    expect(issued).toBe(1);
    expect(socket.tokens()).toHaveLength(2);
    expect(authorised).toEqual([true, true]);
    expect(socket.events().filter((event) => event === "send stats")).toHaveLength(2);
    expect(node.sockets).toHaveLength(1);
  });

  test("is replaced when the node denies it in place of taking it", async () => {
    node.script = {
      reply(frame, socket) {
        if (frame.event !== "auth") return;
        if (frame.args[0] === "first") socket.send("jwt error", "jwt: created too far in past (denylist)");
        else socket.send("auth success");
      },
    };
    connect();
    const socket = await node.socket();
    await pass(clock, 20_000);
    await socket.got("send logs");
    expect(socket.tokens()).toHaveLength(2);
    expect(issued).toBe(1);
  });

  test("is given up after a few that are all denied, without a request for each error", async () => {
    node.script = {
      reply(frame, socket) {
        if (frame.event === "auth") socket.send("jwt error", "jwt: created too far in past (denylist)");
      },
    };
    connect();
    const socket = await node.socket();
    const noise = setInterval(() => {
      socket.send("jwt error", "jwt: created too far in past (denylist)");
    }, 1);
    await until(() => end !== undefined, clock, 500);
    clearInterval(noise);
    expect(end).toEqual({ reason: "auth-unanswered" });
    expect(issued).toBeLessThanOrEqual(4);
  });

  test.each(["jwt: missing connect permission", "Error Event [x]: jwt: server uuid mismatch"])(
    "is given up at once for %j",
    async (text) => {
      (await authorisedSocket()).send("jwt error", text);
      expect(await ended()).toEqual({ reason: "token-refused" });
      expect(issued).toBe(0);
    },
  );

  test("is no longer asked for when the panel says that it will give none", async () => {
    const socket = await authorisedSocket();
    refusals = [{ kind: "blocked", problem: "forbidden" }];
    socket.send("token expiring");
    expect(await ended()).toEqual({
      reason: "no-token",
      failure: { kind: "blocked", problem: "forbidden" },
    });
  });

  test("is sent no faster than the node allows", async () => {
    const socket = await authorisedSocket();
    const sentAt: number[] = [];
    socket.raw.on("message", (data: Buffer) => {
      if (data.includes('"auth"')) sentAt.push(clock.monotonic());
    });
    for (let i = 0; i < 40; i += 1) {
      socket.send("token expiring");
      await pass(clock, 500, 2);
    }
    await aMoment();
    expect(sentAt.length).toBeGreaterThan(1);
    for (let i = 1; i < sentAt.length; i += 1) expect(sentAt[i]! - sentAt[i - 1]!).toBeGreaterThan(5_000);
  });
});
