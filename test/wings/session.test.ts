import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { silentLog } from "../../src/lib/logger.ts";
import type { Problem } from "../../src/wings/connection-end.ts";
import { DialGate } from "../../src/wings/dial-gate.ts";
import { runSession, type SessionListener, type SessionOptions } from "../../src/wings/session.ts";
import { TokenWallet, type Credentials, type TokenFailure } from "../../src/wings/token-wallet.ts";
import { ManualClock } from "../manual-clock.ts";
import { fakeToken, ScriptedNode, type NodeSocket } from "./scripted-node.ts";
import { aMoment, until } from "./until.ts";

let clock: ManualClock;
let node: ScriptedNode;
let stop: AbortController;
let over: Promise<void> | undefined;
let issued: number;
let refusals: TokenFailure[];
let problems: (Problem | undefined)[];
let phases: string[];
let lines: string[];
/** When each handshake reached the node, in milliseconds since the start. */
let dialledAt: number[];

beforeEach(async () => {
  clock = new ManualClock();
  node = await ScriptedNode.start();
  node.script.refuse = noteDial;
  stop = new AbortController();
  over = undefined;
  issued = 0;
  refusals = [];
  problems = [];
  phases = [];
  lines = [];
  dialledAt = [];
});

afterEach(async () => {
  stop.abort();
  await over;
  await node.stop();
});

function noteDial(): undefined {
  dialledAt.push(clock.monotonic());
}

function requestToken(): Promise<Credentials> {
  const refusal = refusals.shift();
  if (refusal) return Promise.reject(Object.assign(new Error("refused"), { refusal }));
  issued += 1;
  return Promise.resolve({ token: fakeToken(clock.now() + 600_000, `t${issued}`), socketUrl: node.url });
}

const listener: SessionListener = {
  phase: (phase) => phases.push(phase),
  authorised: () => phases.push("authorised"),
  event(event) {
    if (event.type === "line") lines.push(event.text);
  },
  problem: (problem) => problems.push(problem),
};

function begin(changes: Partial<SessionOptions> = {}): Promise<void> {
  const session = runSession({
    origin: "https://panel.example",
    wallet: new TokenWallet(
      { requestToken, classifyFailure: (error) => (error as { refusal: TokenFailure }).refusal },
      clock,
    ),
    gate: new DialGate(3),
    recheck: () => Promise.resolve(undefined),
    listener,
    clock,
    log: silentLog,
    signal: stop.signal,
    random: () => 1,
    ...changes,
  });
  over = session;
  return session;
}

/** The `number`th socket, authorised, with the clock moving meanwhile. */
async function socket(number: number, stepMs = 100): Promise<NodeSocket> {
  await until(() => node.sockets.length >= number, clock, stepMs);
  const found = await node.socket(number);
  await found.got("send logs");
  await aMoment();
  return found;
}

describe("a session", () => {
  test("dials again after close code 1000, which is not final", async () => {
    void begin({ recheck: () => Promise.resolve("gone") });
    (await socket(1)).close(1000);
    (await socket(2)).send("console output", "back");
    await until(() => lines.includes("back"));
    expect(problems).toEqual([]);
    expect(phases).toEqual(["dialling", "authorised", "down", "dialling", "authorised"]);
  });

  test("reuses a token that is still good, and so spares the panel", async () => {
    void begin();
    for (let number = 1; number <= 5; number += 1) (await socket(number)).drop();
    expect(issued).toBe(1);
  });

  test("asks for a new token when the old one has little left", async () => {
    void begin();
    const first = await socket(1);
    await clock.advance(580_000);
    first.raw.resume();
    first.drop();
    await socket(2);
    expect(issued).toBe(2);
  });

  test("waits longer after each failed dial, up to a minute", async () => {
    node.script.refuse = () => {
      dialledAt.push(clock.monotonic());
      return 502;
    };
    void begin();
    await until(() => dialledAt.length >= 10, clock, 250);
    const waits = dialledAt.slice(1).map((at, index) => at - dialledAt[index]!);
    for (const [index, ideal] of [1, 2, 4, 8, 16, 32, 60, 60].entries()) {
      expect(waits[index]).toBeGreaterThanOrEqual(ideal * 1_000);
      expect(waits[index]).toBeLessThan(ideal * 1_000 + 3_000);
    }
  });

  test("forgets earlier failures only after a connection that has lived for a while", async () => {
    void begin();
    for (let number = 1; number <= 4; number += 1) (await socket(number)).drop();
    const waitsOf = (): number => dialledAt.at(-1)! - dialledAt.at(-2)!;
    await socket(5);
    expect(waitsOf()).toBeGreaterThanOrEqual(8_000);
    for (let turn = 0; turn < 40; turn += 1) {
      await clock.advance(1_000);
      await aMoment();
    }
    const droppedAt = clock.monotonic();
    node.sockets.at(-1)!.drop();
    await socket(6);
    expect(dialledAt.at(-1)! - droppedAt).toBeLessThan(3_000);
  });

  test("goes on when the panel gives no token, and keeps to what it says of the time", async () => {
    refusals = [{ kind: "retry" }, { kind: "retry", retryAfterMs: 45_000 }];
    void begin();
    await until(() => refusals.length === 0, clock, 100);
    await until(() => dialledAt.length === 1, clock, 500);
    expect(dialledAt[0]).toBeGreaterThan(45_000);
    expect(dialledAt[0]).toBeLessThan(70_000);
  });

  test("takes the new address when the server is no longer on that node", async () => {
    const other = await ScriptedNode.start();
    node.script.refuse = () => 404;
    const urls = [node.url, other.url];
    void begin({
      wallet: new TokenWallet(
        {
          requestToken: () =>
            Promise.resolve({ token: fakeToken(clock.now() + 600_000), socketUrl: urls.shift()! }),
          classifyFailure: () => ({ kind: "retry" }),
        },
        clock,
      ),
    });
    await until(() => other.sockets.length === 1, clock, 100);
    expect(urls).toEqual([]);
    stop.abort();
    await over;
    await other.stop();
  });

  test("does not come back to a suspended server before the panel says so, and tells it once", async () => {
    node.script.onOpen = (opened) => {
      opened.close(4409);
    };
    const checkedAt: number[] = [];
    void begin({
      recheck() {
        checkedAt.push(clock.monotonic());
        return Promise.resolve(checkedAt.length < 4 ? "suspended" : undefined);
      },
    });
    await until(() => checkedAt.length === 3, clock, 1_000);
    expect(node.sockets).toHaveLength(1);
    expect(checkedAt[2]! - checkedAt[1]!).toBeGreaterThanOrEqual(3 * 60_000);
    node.script.onOpen = () => undefined;
    await socket(2, 1_000);
    expect(problems).toEqual(["suspended", undefined]);
  });

  test("takes the panel's failure to answer for no change", async () => {
    node.script.onOpen = (opened) => {
      opened.close(1001);
    };
    let checks = 0;
    void begin({
      recheck() {
        checks += 1;
        return Promise.reject(new Error("panel down"));
      },
    });
    await until(() => checks === 3, clock, 1_000);
    expect(problems).toEqual(["gone"]);
    expect(node.sockets).toHaveLength(1);
  });

  test.each<[number, Problem]>([
    [403, "forbidden-origin"],
    [400, "too-many-sockets"],
  ])("tells the reason of a %i once and tries again minutes later", async (status, problem) => {
    node.script.refuse = () => {
      dialledAt.push(clock.monotonic());
      return status;
    };
    void begin();
    await until(() => dialledAt.length === 3, clock, 1_000);
    expect(dialledAt[1]! - dialledAt[0]!).toBeGreaterThanOrEqual(5 * 60_000);
    expect(problems).toEqual([problem]);
    node.script.refuse = () => undefined;
    await socket(1, 1_000);
    expect(problems).toEqual([problem, undefined]);
  });

  test("survives listeners that throw", async () => {
    const failing = (): never => {
      throw new Error("listener");
    };
    void begin({ listener: { phase: failing, authorised: failing, event: failing, problem: failing } });
    (await socket(1)).drop();
    await socket(2);
  });

  test("ends at once, whatever it waits for", async () => {
    refusals = [{ kind: "retry", retryAfterMs: 3_600_000 }];
    void begin();
    await until(() => refusals.length === 0);
    stop.abort();
    await over;
    expect(clock.pending).toBe(0);
  });

  test("ends while the panel is silent", async () => {
    const source = { requestToken: () => new Promise<never>(() => undefined), classifyFailure: () => never };
    void begin({ wallet: new TokenWallet(source, clock) });
    await aMoment();
    stop.abort();
    await over;
  });

  test("dials only a few at a time", async () => {
    let waiting = 0;
    const gate = new DialGate(2);
    const source = {
      requestToken() {
        waiting += 1;
        return new Promise<never>(() => undefined);
      },
      classifyFailure: () => never,
    };
    const many = Array.from({ length: 5 }, () => begin({ gate, wallet: new TokenWallet(source, clock) }));
    await aMoment();
    expect(waiting).toBe(2);
    stop.abort();
    await Promise.all(many);
  });
});

const never: TokenFailure = { kind: "retry" };
