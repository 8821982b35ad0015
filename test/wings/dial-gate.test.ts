import { describe, expect, test } from "vitest";
import { DialGate } from "../../src/wings/dial-gate.ts";
import { Pacer } from "../../src/wings/pacer.ts";
import { settle } from "../manual-clock.ts";

const forever = new AbortController().signal;

describe("a dial gate", () => {
  test("lets in as many as it has places, then one for each that leaves", async () => {
    const gate = new DialGate(2);
    const inside: (() => void)[] = [];
    for (let i = 0; i < 4; i += 1) void gate.enter(forever).then((leave) => inside.push(leave));
    await settle();
    expect(inside).toHaveLength(2);
    inside[0]!();
    inside[0]!();
    await settle();
    expect(inside).toHaveLength(3);
  });

  test("keeps no place for one who has gone away while waiting", async () => {
    const gate = new DialGate(1);
    const leave = await gate.enter(forever);
    const gone = new AbortController();
    const waiting = gate.enter(gone.signal);
    gone.abort();
    (await waiting)();
    leave();
    let isIn = false;
    void gate.enter(forever).then(() => (isIn = true));
    await settle();
    expect(isIn).toBe(true);
  });

  test("takes nobody in who has already gone", async () => {
    const gate = new DialGate(1);
    await gate.enter(forever);
    const leave = await gate.enter(AbortSignal.abort());
    leave();
    let isIn = false;
    void gate.enter(forever).then(() => (isIn = true));
    await settle();
    expect(isIn).toBe(false);
  });
});

describe("a pacer", () => {
  test("keeps frames of one kind apart by more than the node's refill time", () => {
    const pacer = new Pacer();
    expect(pacer.book("auth", 0)).toBe(0);
    expect(pacer.book("auth", 1_000)).toBeGreaterThanOrEqual(4_000);
    expect(pacer.book("send logs", 1_000)).toBe(0);
    expect(pacer.book("auth", 60_000)).toBe(0);
  });
});
