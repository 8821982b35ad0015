import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { silentLog } from "../../src/lib/logger.ts";
import type { Trouble } from "../../src/relay/courier.ts";
import type { RelayOptions } from "../../src/relay/relay-options.ts";
import { redact } from "../../src/relay/redact.ts";
import { createRelay, type Relay } from "../../src/relay/relay.ts";
import { ManualClock, settle } from "../manual-clock.ts";
import { RecordingChannel } from "./recording-channel.ts";

let clock: ManualClock;
let channel: RecordingChannel;
let troubles: Trouble[];
let relay: Relay;

function start(options: Partial<RelayOptions> = {}): Relay {
  relay?.stop();
  relay = createRelay({
    sink: channel,
    clock,
    log: silentLog,
    name: "Survival #1",
    style: "plain",
    redact,
    onTrouble: (trouble) => troubles.push(trouble),
    ...options,
  });
  return relay;
}

const pushAll = (texts: readonly string[]): void => {
  relay.push(texts.map((text) => ({ text, at: clock.now() })));
};
const push = (...texts: string[]): void => {
  pushAll(texts);
};
const numbered = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, i) => `line ${from + i}`);

/** Compressing takes real time, however much of the other passes; the limit is that of the test. */
async function untilDelivered(): Promise<void> {
  while (relay.stats().linesPending > 0) {
    await clock.advance(2000);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

beforeEach(() => {
  clock = new ManualClock();
  channel = new RecordingChannel(clock);
  troubles = [];
  start();
});
afterEach(() => {
  relay.stop();
});

describe("a calm console", () => {
  it("shows the first line after a quiet time at once", async () => {
    push("hello");
    await settle();
    expect(channel.messages).toEqual([{ id: "1", text: "```\nhello\n```" }]);
    await clock.advance(60_000);
    push("again");
    await settle();
    expect(channel.lines).toEqual(["hello", "again"]);
  });

  it("edits the open message until it is full, then posts a new one", async () => {
    for (let i = 0; i < 60; i += 1) {
      push(`${i} ${"x".repeat(80)}`);
      await clock.advance(1500);
    }
    expect(channel.messages.length).toBe(3);
    expect(channel.lines.map((line) => Number.parseInt(line, 10))).toEqual(
      Array.from({ length: 60 }, (_, i) => i),
    );
  });

  it("shows ten lines a second once, in order, 95 % of them within 2 s", async () => {
    channel.latencyMs = 200;
    const pushedAt = new Map<string, number>();
    const shownAfter = new Map<string, number>();
    const note = (): void => {
      for (const line of channel.lines) {
        if (!shownAfter.has(line)) shownAfter.set(line, clock.monotonic() - pushedAt.get(line)!);
      }
    };
    for (let i = 0; i < 600; i += 1) {
      const text = `[12:00:00 INFO]: ${i} ${"y".repeat(70)}`;
      pushedAt.set(text, clock.monotonic());
      push(text);
      await clock.advance(100);
      note();
    }
    await clock.advance(5000);
    note();
    expect(channel.lines).toEqual([...pushedAt.keys()]);
    const delays = [...shownAfter.values()].sort((a, b) => a - b);
    expect(delays[Math.floor(delays.length * 0.95)]).toBeLessThanOrEqual(2000);
    expect(channel.mostInFlight).toBe(1);
  });

  it("leaves at least 1.1 s between two requests and sends none without lines", async () => {
    for (let i = 0; i < 50; i += 1) {
      push(`line ${i}`);
      await clock.advance(137);
    }
    const gaps = channel.requests.slice(1).map(({ at }, i) => at - channel.requests[i]!.at);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1100);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(1700);
    await clock.advance(5000);
    const before = channel.requests.length;
    await clock.advance(3_600_000);
    expect(channel.requests.length).toBe(before);
  });

  it("never posts a message of empty lines", async () => {
    push("", "  ", "\u001B[0m", "\u200B");
    await clock.advance(5000);
    expect(channel.requests).toEqual([]);
    push("text");
    await clock.advance(5000);
    expect(channel.messages.map(({ text }) => text)).toEqual(["```\ntext\n```"]);
  });

  it("posts anew when somebody spoke, also while a post is under way", async () => {
    push("a");
    await clock.advance(2000);
    relay.cut();
    channel.latencyMs = 500;
    push("b");
    await settle();
    relay.cut();
    await clock.advance(2000);
    push("c");
    await clock.advance(2000);
    expect(channel.messages.map(({ text }) => text)).toEqual(["```\na\n```", "```\nb\n```", "```\nc\n```"]);
  });

  it("posts anew when the open message is ten minutes old", async () => {
    push("a");
    await clock.advance(9 * 60_000);
    push("b");
    await clock.advance(61_000);
    push("c");
    await settle();
    expect(channel.messages.map(({ text }) => text)).toEqual(["```\na\nb\n```", "```\nc\n```"]);
  });

  it("shows notes in order with the lines", async () => {
    push("Stopping server");
    relay.note("🔴 Server is\n offline.\u202E");
    push("starting");
    await clock.advance(2000);
    expect(channel.messages[0]?.text).toBe(
      "```\nStopping server\n```\n🔴 Server is  offline.\n```\nstarting\n```",
    );
  });

  it("closes the code of a note that is too long: lines must not end up in it", async () => {
    relay.note(`⌨️ **Ann** \`say ${"x".repeat(400)}\``);
    push("type `list`");
    await clock.advance(2000);
    expect(channel.messages[0]?.text).toMatch(/x…`\n```\ntype `list`\n```$/);
  });

  it("cleans, filters, redacts and counts", async () => {
    start({ exclude: [/keep up/] });
    push("Can't keep up!", "\u001B[31mBob 203.0.113.7\u001B[0m", "``` @everyone");
    push("same", "same", "same");
    await clock.advance(2000);
    expect(channel.messages[0]?.text).toBe("```\nBob [ip]\n`\u200B`\u200B` @everyone\nsame  (×3)\n```");
    expect(relay.stats()).toMatchObject({ linesIn: 6, linesFiltered: 1, linesOut: 5, linesPending: 0 });
  });

  it("keeps colours when asked to, but not in a line with something hidden", async () => {
    start({ style: "ansi" });
    push("\u001B[31mred\u001B[0m", "\u001B[31m203.0.\u001B[32m113.7\u001B[0m");
    await clock.advance(2000);
    expect(channel.messages[0]?.text).toBe("```ansi\n\u001B[0;31mred\u001B[0m\n[ip]\n```");
  });
});

describe("a flood", () => {
  it("becomes a file with a summary, and live messages come back", async () => {
    pushAll(numbered(3000));
    await clock.advance(1600);
    expect(channel.messages.length).toBe(1);
    const [{ text, files }] = channel.messages as [(typeof channel.messages)[0]];
    expect(files?.map(({ name }) => name)).toEqual(["console-Survival-1-20260105-100000.log"]);
    expect(text.split("\n").slice(0, 2)).toEqual([
      "📄 **3,000 lines**",
      "Too much for messages: see the file. It ends with",
    ]);
    expect(text).toContain("line 2999\n```");
    expect(channel.lines).toEqual(numbered(3000));
    push("calm again");
    await clock.advance(1600);
    expect(channel.messages.at(-1)?.text).toBe("```\ncalm again\n```");
  });

  it("tells warnings, errors, notes and how long it took", async () => {
    push("[WARN] a");
    await clock.advance(100);
    channel.latencyMs = 3000;
    push(
      ...numbered(200).map((line) => line.padEnd(90, ".")),
      "[12:00 ERROR]: b",
      "java.lang.RuntimeException: c",
    );
    relay.note("🔴 Crashed.");
    await clock.advance(2500);
    push("[WARN]: x", ...numbered(100, 200));
    await clock.advance(10_000);
    const summary = channel.messages.find(({ files }) => files)?.text ?? "";
    expect(summary).toContain("· 2 errors");
    expect(summary).toContain("🔴 Crashed.");
    expect(channel.lines).toContain("--- 🔴 Crashed. ---");
  });

  it("brings steady heavy output every few seconds, not with every tick", async () => {
    start({ random: () => 0 });
    for (let i = 0; i < 300; i += 1) {
      pushAll(numbered(20, i * 20).map((line) => line.padEnd(90, ".")));
      await clock.advance(100);
    }
    await clock.advance(10_000);
    expect(channel.lines.map((line) => line.replace(/\.+$/, ""))).toEqual(numbered(6000));
    // Seven files in one message: a flood of half a minute does not push the talk away.
    expect(channel.messages.map(({ files }) => files?.length)).toEqual([undefined, 7]);
    expect(channel.messages[1]?.text).toMatch(
      /^📄 \*\*5,980 lines\*\* in (29|30) s\nToo much .* see the 7 files/,
    );
  });

  const much = (from: number): string[] => numbered(300, from).map((line) => line.padEnd(90, "."));
  const bare = (): string[] => channel.lines.map((line) => line.replace(/\.+$/, ""));

  it("says within a tick what becomes of the server in the midst of it", async () => {
    start({ random: () => 0 });
    for (let i = 0; i < 20; i += 1) {
      pushAll(numbered(20, i * 20).map((line) => line.padEnd(90, ".")));
      if (i === 18) relay.note("🔴 The server is offline.");
      await clock.advance(100);
    }
    await clock.advance(1100);
    expect(channel.messages.at(-1)?.text).toContain("🔴 The server is offline.");
  });

  it("goes on in a new message when one holds ten files, and when somebody spoke", async () => {
    for (let i = 0; i < 13; i += 1) {
      pushAll(much(i * 300));
      await clock.advance(6500);
      if (i === 11) relay.cut();
    }
    expect(channel.messages.map(({ files }) => files?.length)).toEqual([10, 2, 1]);
    expect(bare()).toEqual(numbered(3900));
  });

  it("stays in its files until what comes in a tick fits one message, then is live again below", async () => {
    pushAll(numbered(3000));
    await clock.advance(1500);
    pushAll(much(3000));
    await clock.advance(6500);
    push("calm", "again");
    await clock.advance(1500);
    push("and live");
    await clock.advance(1500);
    expect(channel.messages.map(({ files }) => files?.length)).toEqual([2, undefined]);
    expect(channel.messages[1]?.text).toBe("```\ncalm\nagain\nand live\n```");
  });

  it("adds its file anew when the message it grows in is gone", async () => {
    pushAll(numbered(3000));
    await clock.advance(1500);
    channel.messages = [];
    pushAll(much(3000));
    await clock.advance(9000);
    expect(bare()).toEqual(numbered(300, 3000));
    expect(channel.messages[0]?.text).toContain("**300 lines**");
  });

  it("keeps the files apart when the answer to one was lost", async () => {
    pushAll(numbered(3000));
    await clock.advance(1500);
    channel.refuse("answer-lost");
    pushAll(much(3000));
    await clock.advance(20_000);
    expect(bare()).toEqual(numbered(3300));
  });

  it("drops the oldest above its bound, says so in the channel, and counts it", async () => {
    start({ maxPendingBytes: 500_000 });
    relay.pause();
    pushAll(numbered(100_000).map((line) => line.padEnd(100, ".")));
    expect(relay.stats().bytesPending).toBeLessThan(600_000);
    relay.resume();
    await clock.advance(20_000);
    const { linesDropped, linesOut } = relay.stats();
    expect(linesDropped + linesOut).toBe(100_000);
    expect(linesDropped).toBeGreaterThan(90_000);
    expect(channel.lines[0]).toBe(`--- … ${linesDropped.toLocaleString("en-US")} lines dropped ---`);
    expect(channel.messages[0]?.text).toContain(`… ${linesDropped.toLocaleString("en-US")} lines dropped`);
    expect(channel.lines.at(-1)).toMatch(/^line 99999/);
  });

  it("compresses what is large, in parts of bounded size, and keeps all of it", async () => {
    channel.refuse("unavailable");
    push("first");
    await settle();
    pushAll(numbered(200_000).map((line) => line.padEnd(90, ".")));
    await untilDelivered();
    expect(channel.lines.length).toBe(200_001);
    const files = channel.messages.flatMap(({ files = [] }) => files);
    expect(files.map(({ name }) => name.endsWith(".log.gz"))).toEqual([true, true, false]);
    for (const { data } of files) expect(data.length).toBeLessThanOrEqual(8 * 1024 * 1024);
    expect(channel.lines.at(-1)).toMatch(/^line 199999/);
  }, 60_000);
});

describe("a long stack trace", () => {
  const frames = (count: number): string[] =>
    Array.from({ length: count }, (_, i) => `\tat com.example.Deep.call${i}(Deep.java:${i})`);
  const trace = [
    "[12:00:00 ERROR]: tick failed",
    "java.lang.IllegalStateException: outer",
    ...frames(40),
    "Caused by: java.io.IOException: the root",
    ...frames(30),
    "\t... 7 more",
  ];

  it("that comes again and again is one line whose count grows", async () => {
    const short = ["java.lang.Error: x", ...frames(4)];
    pushAll([...short, "a"]);
    for (let times = 2; times <= 100; times += 1) {
      pushAll(short);
      if (times % 20 === 0) await clock.advance(3000);
    }
    push("b");
    await clock.advance(3000);
    const shown = channel.lines.map((line) => line.replace("🟥 ", ""));
    expect(shown).toEqual([...short, "a", `${short[0]} … the same 5 lines as before (×2 to ×100)`, "b"]);
    expect(relay.stats()).toMatchObject({ linesIn: 502, linesOut: 502, linesFolded: 494 });
  });

  it("and a line that does so are counted once each among what was folded", async () => {
    const times = [1, 3, 1, 40];
    for (const lines of times) {
      pushAll(Array.from({ length: lines }, () => "x"));
      await clock.advance(3000);
    }
    expect(channel.messages.map(({ text }) => text)).toEqual(["```\nx  (×45)\n```"]);
    expect(relay.stats()).toMatchObject({ linesIn: 45, linesOut: 45, linesFolded: 44 });
  });

  it("is shown again in the place of another run: there is nothing before it", async () => {
    const short = ["java.lang.Error: x", ...frames(4)];
    pushAll([...short, "a", ...short, "b"]);
    relay.mark({ what: "begin", at: 0 });
    pushAll([...short, "c"]);
    await clock.advance(5000);
    const shown = channel.lines.map((line) => line.replace("🟥 ", ""));
    const folded = `${short[0]} … the same 5 lines as before (×2)`;
    expect(shown).toEqual([...short, "a", folded, "b", ...short, "c"]);
  });

  it("shows its head, its causes and its tail, and comes whole in a file", async () => {
    pushAll([...trace, "[12:00:01 INFO]: next"]);
    await clock.advance(3000);
    push("later");
    await clock.advance(3000);
    const [first, second] = channel.messages;
    expect(first?.text.split("\n").filter((row) => !/call\d+/.test(row))).toEqual([
      "```",
      "🟥 [12:00:00 ERROR]: tick failed",
      "🟥 java.lang.IllegalStateException: outer",
      "    … 29 lines of this trace: see the file",
      "🟥 Caused by: java.io.IOException: the root",
      "    … 25 lines of this trace: see the file",
      "\t... 7 more",
      "[12:00:01 INFO]: next",
      "```",
    ]);
    expect(first?.files?.map(({ data }) => data)).toEqual([
      `${[...trace, "[12:00:01 INFO]: next"].join("\n")}\n`,
    ]);
    expect(second?.text).toBe("```\nlater\n```");
    expect(relay.stats()).toMatchObject({
      linesIn: trace.length + 2,
      linesOut: trace.length + 2,
      linesPending: 0,
    });
  });

  it("that does not end is shown after half a second", async () => {
    pushAll(trace.slice(0, 30));
    await clock.advance(3000);
    expect(channel.lines.map((line) => line.replace("🟥 ", ""))).toEqual(trace.slice(0, 30));
  });

  it("stands whole in the file of a flood", async () => {
    pushAll([...numbered(3000), ...trace, "x"]);
    await clock.advance(3000);
    expect(channel.lines).toEqual([...numbered(3000), ...trace, "x"]);
  });
});

describe("failures", () => {
  it("posts the same lines anew when the open message is gone", async () => {
    push("a");
    await clock.advance(2000);
    channel.messages = [];
    push("b");
    await clock.advance(5000);
    expect(channel.messages.map(({ text }) => text)).toEqual(["```\nb\n```"]);
  });

  it("does not repeat a post whose answer was lost", async () => {
    channel.refuse("answer-lost");
    push("a");
    await settle();
    push("b");
    await clock.advance(10_000);
    expect(channel.lines).toEqual(["a", "b"]);
  });

  it("keeps everything while Discord is away, with growing waits", async () => {
    channel.refuse("unavailable", 6);
    for (let i = 0; i < 100; i += 1) {
      push(`line ${i}`);
      await clock.advance(1000);
    }
    await clock.advance(120_000);
    expect(channel.lines).toEqual(numbered(100));
    const gaps = channel.requests.slice(1, 6).map(({ at }, i) => at - channel.requests[i]!.at);
    expect(gaps[4]).toBeGreaterThan(gaps[0]! * 3);
  });

  it("survives a sink that throws something else", async () => {
    channel.refuse("odd");
    push("a");
    await clock.advance(10_000);
    expect(channel.lines).toEqual(["a"]);
  });

  it("waits as long as a rate limit says", async () => {
    channel.refuse("rate-limited", 1, 7000);
    push("a");
    await clock.advance(6900);
    relay.resume();
    await settle();
    expect(channel.requests.length).toBe(1);
    await clock.advance(200);
    expect(channel.lines).toEqual(["a"]);
  });

  it.each(["forbidden", "channel-gone"] as const)(
    "tells %s once, tries rarely, and tells when it is over",
    async (failure) => {
      channel.refuse(failure, 1000);
      for (let i = 0; i < 600; i += 1) {
        push(`line ${i}`);
        await clock.advance(10_000);
      }
      expect(troubles).toEqual([{ failure, isOver: false }]);
      expect(channel.requests.length).toBeLessThan(15);
      expect(relay.stats().trouble).toBe(failure);
      channel.mend();
      relay.resume();
      await clock.advance(10_000);
      expect(troubles.at(-1)).toEqual({ failure, isOver: true });
      expect(channel.lines).toEqual(numbered(600));
    },
  );

  it("goes on when whoever is told of trouble throws", async () => {
    start({
      onTrouble: () => {
        throw new Error("no");
      },
    });
    channel.refuse("forbidden");
    push("a");
    await clock.advance(120_000);
    expect(channel.lines).toEqual(["a"]);
  });

  it("sends rejected lines as a file", async () => {
    channel.refuse("rejected");
    push("a", "b");
    await clock.advance(5000);
    expect(channel.messages.flatMap(({ files = [] }) => files)).toMatchObject([{ data: "a\nb\n" }]);
  });

  it("compresses a file that is refused as it is", async () => {
    pushAll(numbered(9000));
    channel.refuse("rejected");
    await untilDelivered();
    expect(channel.lines).toEqual(numbered(9000));
    expect(channel.messages.flatMap(({ files = [] }) => files)[0]?.name).toMatch(/\.log\.gz$/);
  });

  it("sends a file without a word of it when AutoMod minds how it ends", async () => {
    pushAll([...numbered(2000), "bad word"]);
    channel.refuse("blocked");
    await clock.advance(5000);
    expect(channel.messages.map(({ text }) => text)).toEqual([
      "📄 **2,001 lines**\nToo much for messages: see the file.",
    ]);
    expect(channel.lines.at(-1)).toBe("bad word");
  });

  it("says so when even the file is rejected", async () => {
    channel.refuse("rejected", 2);
    push("a", "b");
    await clock.advance(5000);
    expect(channel.messages.map(({ text }) => text)).toEqual(["… 2 lines dropped"]);
    expect(relay.stats()).toMatchObject({ linesDropped: 2, linesOut: 0 });
  });

  it("skips what AutoMod blocks, says so, and goes on", async () => {
    channel.refuse("blocked");
    push("bad word");
    await clock.advance(500);
    push("fine");
    await clock.advance(5000);
    expect(channel.messages.map(({ text }) => text)).toEqual(["⚠️ AutoMod refused 1 line.\n```\nfine\n```"]);
    expect(relay.stats()).toMatchObject({ linesBlocked: 1, linesOut: 1 });
  });

  it("does not go round in circles when AutoMod blocks the notice too", async () => {
    channel.refuse("blocked", 2);
    push("bad word");
    await clock.advance(60_000);
    expect(channel.requests.length).toBe(2);
  });
});

describe("pause, flush and stop", () => {
  it("sends nothing while paused and all of it afterwards", async () => {
    relay.pause();
    pushAll(numbered(500));
    await clock.advance(60_000);
    expect(channel.requests).toEqual([]);
    relay.resume();
    await clock.advance(6000);
    expect(channel.lines).toEqual(numbered(500));
  });

  it("delivers what is pending before the deadline, in as few requests as possible", async () => {
    push("a");
    await settle();
    pushAll(numbered(50).map((line) => line.padEnd(90, ".")));
    const flushed = relay.flush(5000);
    await clock.advance(5000);
    expect(await flushed).toBe(0);
    expect(channel.lines.length).toBe(51);
    expect(channel.requests.length).toBe(2);
  });

  it("gives up at the deadline and tells how many lines are left", async () => {
    channel.refuse("unavailable", 100);
    push("a", "b");
    const flushed = relay.flush(3000);
    await clock.advance(3000);
    expect(await flushed).toBe(2);
  });

  it("has nothing to wait for when nothing is pending", async () => {
    expect(await relay.flush(3000)).toBe(0);
  });

  it("sends nothing after a stop", async () => {
    push("a");
    relay.stop();
    push("b");
    await clock.advance(10_000);
    expect(channel.requests.length).toBe(0);
  });

  it("tells how old the oldest pending line is, whatever its own clock and ours say", async () => {
    relay.pause();
    relay.push([{ text: "a", at: clock.now() - 3_600_000 }]);
    await clock.advance(1000);
    push("b");
    await clock.advance(2000);
    clock.now = () => 0;
    expect(relay.stats()).toMatchObject({ linesPending: 2, oldestAgeMs: 3000, isPaused: true });
    channel.latencyMs = 500;
    relay.resume();
    await clock.advance(100);
    expect(relay.stats()).toMatchObject({ linesPending: 2, oldestAgeMs: 3100 });
    await clock.advance(1000);
    expect(relay.stats()).toMatchObject({ linesPending: 0, oldestAgeMs: 0 });
  });
});
