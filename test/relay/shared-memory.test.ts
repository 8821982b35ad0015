import { describe, expect, it } from "vitest";
import { silentLog } from "../../src/lib/logger.ts";
import { createRelay, type Relay } from "../../src/relay/relay.ts";
import { SharedMemory } from "../../src/relay/shared-memory.ts";
import { ManualClock } from "../manual-clock.ts";
import { RecordingChannel } from "./recording-channel.ts";

const kib = 1024;

describe("relays that share their memory", () => {
  const clock = new ManualClock();

  const relayWith = (memory: SharedMemory): Relay => {
    const sink = new RecordingChannel(clock);
    sink.refuse("unavailable", 1000);
    return createRelay({
      sink,
      memory,
      style: "plain",
      redact: (text) => text,
      clock,
      log: silentLog,
      name: "survival",
      random: () => 0,
    });
  };
  const flood = (lines: number): { text: string; at: number }[] =>
    Array.from({ length: lines }, (_, index) => ({ text: `${index} `.padEnd(1000, "."), at: 0 }));

  it("hold no more together than they may", async () => {
    const memory = new SharedMemory(2000 * kib);
    const all = Array.from({ length: 4 }, () => relayWith(memory));
    for (let round = 0; round < 10; round += 1) {
      for (const relay of all) relay.push(flood(200));
      await clock.advance(100);
    }
    const held = all.map((relay) => relay.stats().bytesPending);
    expect(held.reduce((sum, bytes) => sum + bytes)).toBeLessThanOrEqual(2000 * kib);
    for (const relay of all) relay.stop();
  });

  it("take it from the one that holds most", async () => {
    const memory = new SharedMemory(1000 * kib);
    const [loud, quiet] = [relayWith(memory), relayWith(memory)];
    quiet.push(flood(150));
    loud.push(flood(800));
    quiet.push(flood(100));
    loud.push(flood(800));
    await clock.advance(0);
    expect(quiet.stats()).toMatchObject({ linesDropped: 0, linesPending: 250 });
    expect(loud.stats().linesPending).toBeLessThan(800);
    loud.stop();
    quiet.stop();
  });

  it("give up when nobody has anything to give", () => {
    const memory = new SharedMemory(10);
    memory.join({ bytes: 100, shed: () => false });
    expect(() => {
      memory.relieve();
    }).not.toThrow();
  });
});
