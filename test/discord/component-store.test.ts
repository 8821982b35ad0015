import { expect, test } from "vitest";
import { ComponentStore, confirmMs, type Meaning } from "../../src/discord/component-store.ts";
import { ManualClock } from "../manual-clock.ts";

const command: Meaning = { kind: "command", command: "status", options: {}, inPlace: false };
const confirm: Meaning = { kind: "confirm", command: "x", options: {}, userId: "1", question: "q" };

test("an id means what it was made for, and no other id means anything", () => {
  const store = new ComponentStore(new ManualClock());
  const id = store.add(command);
  expect(id).toMatch(/^roost:[\w-]{16}$/);
  expect(store.find(id)).toEqual(command);
  expect(store.find("roost:AAAAAAAAAAAAAAAA")).toBeUndefined();
  expect(store.add(command)).not.toBe(id);
});

test("a command's button lives for an hour, an answer for a minute", async () => {
  const clock = new ManualClock();
  const store = new ComponentStore(clock);
  // The cache takes a start of 0 for none; real clocks are past that.
  await clock.advance(1);
  const [button, answer] = [store.add(command), store.add(confirm)];
  await clock.advance(confirmMs - 1);
  expect(store.find(answer)).toEqual(confirm);
  await clock.advance(2);
  expect(store.find(answer)).toBeUndefined();
  await clock.advance(58 * 60_000);
  expect(store.find(button)).toEqual(command);
  await clock.advance(2 * 60_000);
  expect(store.find(button)).toBeUndefined();
});

test("a question is spent once, and stays so for longer than an answer can come", async () => {
  const clock = new ManualClock();
  const store = new ComponentStore(clock);
  expect(store.spend("q")).toBe(true);
  expect(store.spend("q")).toBe(false);
  await clock.advance(confirmMs + 1000);
  expect(store.spend("q")).toBe(false);
  expect(store.spend("another")).toBe(true);
});

test("so many buttons are remembered, and the oldest go first", () => {
  const store = new ComponentStore(new ManualClock());
  const first = store.add(command);
  const others = Array.from({ length: 10_000 }, () => store.add(command));
  expect(store.find(first)).toBeUndefined();
  expect(store.find(others[0] ?? "")).toBeDefined();
});
