import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { silentLog } from "../../src/lib/logger.ts";
import { toChunk, type Chunk } from "../../src/relay/chunk.ts";
import { lineCount } from "../../src/relay/entry.ts";
import type { Handover } from "../../src/relay/handover.ts";
import type { RelayOptions } from "../../src/relay/relay-options.ts";
import { createRelay, type Relay } from "../../src/relay/relay.ts";
import type { Spool } from "../../src/relay/disk-spool.ts";
import { Spools } from "../../src/relay/spool.ts";
import { ManualClock } from "../manual-clock.ts";
import { RecordingChannel } from "./recording-channel.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "roost-spool-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const chunkOf = (...texts: string[]): Chunk =>
  toChunk(texts.map((text, at) => ({ kind: "line", text, at, count: 1, upTo: at + 1 })));

async function drained(spool: Spool): Promise<string> {
  let text = "";
  for (let first = await spool.first(); first; first = await spool.first()) {
    text += gunzipSync(first.data).toString();
    spool.dropFirst();
  }
  return text;
}

const never = (): void => {
  throw new Error("lost lines");
};

describe("a spool", () => {
  it("gives back what it took, oldest first, and leaves nothing behind", async () => {
    const spool = new Spools({ folder, log: silentLog }).open("one", never);
    expect([spool.put(chunkOf("a", "b")), spool.put(chunkOf("c ERROR"))]).toEqual([true, true]);
    expect(spool.lines).toBe(3);
    expect((await spool.first())?.part).toMatchObject({ lines: 2, firstAt: 0, lastAt: 1 });
    expect(await drained(spool)).toBe("a\nb\nc ERROR\n");
    expect(spool.isEmpty).toBe(true);
    await expect.poll(() => readdir(join(folder, "one")), { timeout: 10_000 }).toEqual([]);
  });

  it("is written only when what was delivered is gone", async () => {
    const spool = new Spools({ folder, log: silentLog }).open("one", never);
    spool.put(chunkOf("a"));
    spool.put(chunkOf("b"));
    await spool.first();
    spool.dropFirst();
    await spool.written();
    expect(await readdir(join(folder, "one"))).toEqual([expect.stringMatching(/^2_/)]);
  });

  it("is found again by the next program, with what was put before and after the rest", async () => {
    const spool = new Spools({ folder, log: silentLog }).open("one", never);
    spool.put(chunkOf("middle"));
    await spool.first();
    spool.putLast(chunkOf("first"), "before");
    spool.putLast(chunkOf("last"), "after");
    const again = new Spools({ folder, log: silentLog }).open("one", never);
    expect(again.lines).toBe(3);
    expect(await drained(again)).toBe("first\nmiddle\nlast\n");
  });

  it("says when all it took is written", async () => {
    const spool = new Spools({ folder, log: silentLog }).open("one", never);
    spool.put(chunkOf("a"));
    spool.put(chunkOf("b"));
    await spool.written();
    expect(await drained(new Spools({ folder, log: silentLog }).open("one", never))).toBe("a\nb\n");
  });

  it("takes nothing over its bound", async () => {
    const spools = new Spools({ folder, log: silentLog, maxBytes: 10 });
    const spool = spools.open("one", never);
    spool.put(chunkOf("a"));
    await spool.first();
    expect(spool.put(chunkOf("b"))).toBe(false);
  });

  it("tells about a disk that takes nothing, once, counts what is lost, and when it is over", async () => {
    const told: boolean[] = [];
    let lost = 0;
    const spools = new Spools({
      folder,
      log: silentLog,
      onDisk: ({ isOver }) => {
        told.push(isOver);
      },
    });
    const spool = spools.open("one", (lines) => {
      lost += lines;
    });
    // Where the folder should be stands a file: as a full disk, it refuses every write.
    await writeFile(join(folder, "one"), "");
    for (const text of ["a", "b"]) {
      spool.put(chunkOf(text, text));
      expect(await spool.first()).toBeUndefined();
    }
    expect({ lost, told }).toEqual({ lost: 4, told: [false] });
    await rm(join(folder, "one"));
    spool.put(chunkOf("c"));
    expect(await drained(spool)).toBe("c\n");
    expect(told).toEqual([false, true]);
  });

  describe("that no console claims", () => {
    const day = 24 * 60 * 60_000;
    const leave = (name: string): number | undefined =>
      new Spools({ folder, log: silentLog }).open(name, never).putLast(chunkOf("a", "b"), "after");

    it("is deleted after two weeks, and not before", async () => {
      leave("gone");
      leave("claimed");
      const spools = new Spools({ folder, log: silentLog });
      const claimed = spools.open("claimed", never);
      await spools.sweep(13 * day);
      expect(await readdir(folder)).toEqual(["claimed", "gone"]);
      await spools.sweep(15 * day);
      expect(await readdir(folder)).toEqual(["claimed"]);
      expect(await drained(claimed)).toBe("a\nb\n");
      expect(spools.usedBytes).toBe(0);
    });

    it("counts towards the bound, once", () => {
      leave("gone");
      const spools = new Spools({ folder, log: silentLog, maxBytes: 10 });
      const bytes = spools.usedBytes;
      expect(bytes).toBeGreaterThan(10);
      expect(spools.open("other", never).put(chunkOf("c"))).toBe(false);
      spools.open("gone", never);
      expect(spools.usedBytes).toBe(bytes);
    });
  });

  it("passes over a file that somebody else removed", async () => {
    let lost = 0;
    const spool = new Spools({ folder, log: silentLog }).open("one", (lines) => (lost += lines));
    spool.put(chunkOf("a"));
    await spool.first();
    await rm(join(folder, "one"), { recursive: true });
    spool.put(chunkOf("b"));
    expect(await drained(spool)).toBe("b\n");
    expect(lost).toBe(1);
  });
});

describe("a relay with a spool", () => {
  const clock = new ManualClock();

  function relayOn(
    channel: RecordingChannel,
    maxPendingBytes: number,
    onSettled: RelayOptions["onSettled"] = () => undefined,
  ): Relay {
    const spools = new Spools({ folder, log: silentLog });
    return createRelay({
      sink: channel,
      style: "plain",
      redact: (text) => text,
      clock,
      log: silentLog,
      name: "survival",
      random: () => 0,
      maxPendingBytes,
      onSettled,
      openSpool: (onLost) => spools.open("one", onLost),
    });
  }

  const wide = (number: number): { text: string; at: number } => ({
    text: `${number} `.padEnd(1000, "."),
    at: clock.now(),
  });

  const count = (from: number, to: number): number[] =>
    Array.from({ length: to - from }, (_, index) => from + index);

  it("spares the memory when the channel limits it again and again", async () => {
    const channel = new RecordingChannel(clock);
    channel.refuse("rate-limited", 1000, 1000);
    const relay = relayOn(channel, 16 * 1024 * 1024);
    for (let batch = 0; batch < 30; batch += 1) {
      relay.push(count(batch * 200, batch * 200 + 200).map(wide));
      await clock.advance(1000);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(relay.stats()).toMatchObject({ linesDropped: 0 });
    expect(relay.stats().bytesPending).toBeLessThan(3 * 1024 * 1024);
    relay.stop();
  });

  it("loses nothing in an outage that no memory would hold, and keeps the order", async () => {
    const channel = new RecordingChannel(clock);
    const relay = relayOn(channel, 256 * 1024);
    channel.refuse("unavailable", 1000);
    for (let batch = 0; batch < 30; batch += 1) {
      relay.push(Array.from({ length: 100 }, (_, index) => wide(batch * 100 + index)));
      await clock.advance(1000);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(relay.stats().bytesPending).toBeLessThan(1024 * 1024);
    channel.mend();
    relay.resume();
    for (let step = 0; step < 200 && relay.stats().linesPending > 0; step += 1) {
      await clock.advance(1500);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const numbers = channel.lines.map((line) => Number.parseInt(line, 10));
    expect(numbers).toEqual(Array.from({ length: 3000 }, (_, index) => index));
    expect(relay.stats()).toMatchObject({ linesIn: 3000, linesOut: 3000, linesDropped: 0 });
    // What waited on the disk stands together, apart from what was in the memory.
    const spooled = channel.messages.filter(({ text }) => text.includes("They waited on Roost's disk"));
    const most = Math.max(...spooled.map(({ files = [] }) => files.length));
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(10);
    for (const { files = [] } of spooled)
      expect(files.every(({ name }) => name.endsWith(".log.gz"))).toBe(true);
    relay.stop();
  });

  it("hands over to the next program what it could not deliver", async () => {
    const away = new RecordingChannel(clock);
    away.refuse("unavailable", 1000);
    const first = relayOn(away, 256 * 1024);
    first.push(Array.from({ length: 500 }, (_, index) => wide(index)));
    await clock.advance(10_000);
    await new Promise((resolve) => setTimeout(resolve, 30));
    first.stop();
    const channel = new RecordingChannel(clock);
    const second = relayOn(channel, 256 * 1024);
    second.push([wide(500)]);
    for (let step = 0; step < 50 && second.stats().linesPending > 0; step += 1) {
      await clock.advance(6000);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    second.stop();
    const numbers = channel.lines.map((line) => Number.parseInt(line, 10));
    expect(numbers).toEqual(Array.from({ length: 501 }, (_, index) => index));
  });

  /** What the next program finds on the disk, as the numbers of the lines. */
  const left = async (): Promise<number[]> => {
    const text = await drained(new Spools({ folder, log: silentLog }).open("one", never));
    return text === ""
      ? []
      : text
          .trimEnd()
          .split("\n")
          .map((line) => Number.parseInt(line, 10));
  };

  it.each([
    { what: "many newer ones", newer: 200 },
    { what: "few newer ones", newer: 20 },
    { what: "none after them", newer: 0 },
  ])("keeps the lines of a file that was under way when it stops, with $what", async ({ newer }) => {
    const away = new RecordingChannel(clock);
    away.refuse("unavailable", 1000);
    let settled = 0;
    const relay = relayOn(away, 1024 * 1024, (lines) => (settled = lines));
    relay.push(count(0, 300).map(wide));
    await clock.advance(5000);
    relay.push(count(300, 300 + newer).map(wide));
    relay.stop();
    expect(await left()).toEqual(count(0, 300 + newer));
    expect(settled).toBe(300 + newer);
  });

  it("keeps nothing of a file that arrives after the stop", async () => {
    const slow = new RecordingChannel(clock);
    slow.latencyMs = 10_000;
    const relay = relayOn(slow, 1024 * 1024);
    relay.push(count(0, 300).map(wide));
    await clock.advance(2000);
    relay.stop();
    await clock.advance(20_000);
    expect(slow.lines).toHaveLength(300);
    await expect.poll(() => readdir(join(folder, "one")), { timeout: 10_000 }).toEqual([]);
  });

  it("brings what AutoMod refuses at the stop after the next start, without a word of it", async () => {
    const strict = new RecordingChannel(clock);
    strict.latencyMs = 10_000;
    strict.refuse("blocked");
    const relay = relayOn(strict, 1024 * 1024);
    relay.push(count(0, 300).map(wide));
    await clock.advance(2000);
    relay.stop();
    await clock.advance(20_000);
    expect(strict.messages).toEqual([]);
    expect(await left()).toEqual(count(0, 300));
  });

  it("settles nothing that the disk did not take", async () => {
    await writeFile(join(folder, "one"), "");
    const slow = new RecordingChannel(clock);
    slow.latencyMs = 10_000;
    let settled = 0;
    const relay = relayOn(slow, 1024 * 1024, (lines) => (settled = lines));
    relay.push(count(0, 300).map(wide));
    await clock.advance(2000);
    relay.push(count(300, 500).map(wide));
    relay.stop();
    expect(settled).toBe(0);
    await clock.advance(20_000);
    expect(settled).toBe(300);
  });

  const trace = [
    "java.lang.NullPointerException: broken",
    ...count(0, 150).map((number) => `\tat com.example.Broken.run(Broken.java:${number})`),
  ].map((text) => ({ text, at: 0 }));

  it("neither settles nor forgets a stack trace that it holds back", async () => {
    const channel = new RecordingChannel(clock);
    let settled = 0;
    let left: Handover = {};
    const relay = relayOn(channel, 1024 * 1024, (lines, handover) => {
      settled = lines;
      left = handover;
    });
    relay.push([...trace, { text: "next", at: 0 }]);
    await clock.advance(10_000);
    expect(settled).toBe(trace.length + 1);
    channel.latencyMs = 1000;
    relay.push([{ text: "again", at: 0 }]);
    await clock.advance(900);
    relay.push(trace.slice(0, 120));
    for (let step = 0; step < 30 && !channel.lines.includes("again"); step += 1) await clock.advance(10);
    expect(settled).toBe(trace.length + 2);
    relay.stop();
    expect(lineCount(left.waiting ?? [])).toBe(120);
    expect(settled).toBe(trace.length + 122);
  });
});
