import { beforeEach, describe, expect, test } from "vitest";
import { readExpiry, TokenWallet } from "../../src/wings/token-wallet.ts";
import { ManualClock } from "../manual-clock.ts";
import { fakeToken } from "./scripted-node.ts";

const socketUrl = "wss://node.example/ws";
const forever = new AbortController().signal;

let clock: ManualClock;
let issued: number;
let wallet: TokenWallet;

beforeEach(() => {
  clock = new ManualClock();
  issued = 0;
  wallet = new TokenWallet(
    {
      requestToken() {
        issued += 1;
        return Promise.resolve({ token: fakeToken(clock.now() + 600_000, `t${issued}`), socketUrl });
      },
      classifyFailure: () => ({ kind: "retry" }),
    },
    clock,
  );
});

describe("a token wallet", () => {
  test("gives the same token as long as half a minute of it is left", async () => {
    const first = await wallet.take(forever);
    await clock.advance(569_000);
    expect(await wallet.take(forever)).toEqual(first);
    await clock.advance(2_000);
    expect(await wallet.take(forever)).not.toEqual(first);
    expect(issued).toBe(2);
  });

  test("asks anew after a discard, in a later second", async () => {
    await wallet.take(forever);
    wallet.discard();
    const taken = wallet.take(forever);
    await clock.advance(1_000);
    expect(issued).toBe(1);
    await clock.advance(100);
    await taken;
    expect(issued).toBe(2);
  });

  test("never keeps a token whose end it cannot read", async () => {
    let asked = 0;
    const strange = new TokenWallet(
      {
        requestToken() {
          asked += 1;
          return Promise.resolve({ token: "opaque", socketUrl });
        },
        classifyFailure: () => ({ kind: "retry" }),
      },
      clock,
    );
    await strange.take(forever);
    await clock.advance(2_000);
    await strange.take(forever);
    expect(asked).toBe(2);
  });

  test("turns a rejection into an answer", async () => {
    const failing = new TokenWallet(
      {
        requestToken: () => Promise.reject(new Error("no")),
        classifyFailure: () => ({ kind: "blocked", problem: "gone" }),
      },
      clock,
    );
    expect(await failing.take(forever)).toEqual({ kind: "blocked", problem: "gone" });
  });

  test("lets go of a panel that does not answer when it is told to stop", async () => {
    const stop = new AbortController();
    const hanging = new TokenWallet(
      { requestToken: () => new Promise(() => undefined), classifyFailure: () => ({ kind: "retry" }) },
      clock,
    );
    const taken = hanging.take(stop.signal);
    await clock.advance(1);
    stop.abort();
    expect(await taken).toEqual({ kind: "retry" });
  });
});

test.each([
  ["a.b", undefined],
  ["", undefined],
  ["a.bm90IGpzb24.c", undefined],
  [`a.${Buffer.from('{"exp":"soon"}').toString("base64url")}.c`, undefined],
  [fakeToken(5_000), 5_000],
])("readExpiry(%j) is %s", (token, expiresAt) => {
  expect(readExpiry(token)).toBe(expiresAt);
});
