import type { WebSocket } from "ws";
import { expect, test } from "vitest";
import { readFairly } from "../../src/wings/fair-reader.ts";
import { settle } from "../manual-clock.ts";

/** A socket as far as the reader sees one. */
function pausable() {
  const calls: string[] = [];
  const socket = {
    isPaused: false,
    pause() {
      socket.isPaused = true;
      calls.push("pause");
    },
    resume() {
      socket.isPaused = false;
      calls.push("resume");
    },
  };
  return { calls, socket: socket as unknown as WebSocket };
}

test("a socket that floods is paused once, and read on in the next turn", async () => {
  const { calls, socket } = pausable();
  const count = readFairly(socket);
  for (let frame = 0; frame < 2_000; frame += 1) count();
  expect(calls).toEqual(["pause"]);
  await settle();
  expect(calls).toEqual(["pause", "resume"]);
  for (let frame = 0; frame < 2_000; frame += 1) count();
  await settle();
  expect(calls).toEqual(["pause", "resume", "pause", "resume"]);
});

test("a socket that talks normally is never paused, however long it does", async () => {
  const { calls, socket } = pausable();
  const count = readFairly(socket);
  for (let turn = 0; turn < 20; turn += 1) {
    for (let frame = 0; frame < 100; frame += 1) count();
    await settle();
  }
  expect(calls).toEqual([]);
});
