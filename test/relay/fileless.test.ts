import { afterEach, beforeEach, expect, it } from "vitest";
import { silentLog } from "../../src/lib/logger.ts";
import type { Trouble } from "../../src/relay/courier.ts";
import { createRelay, type Relay } from "../../src/relay/relay.ts";
import { ManualClock } from "../manual-clock.ts";
import { RecordingChannel } from "./recording-channel.ts";

let clock: ManualClock;
let channel: RecordingChannel;
let troubles: Trouble[];
let relay: Relay;

const push = (...texts: string[]): void => {
  relay.push(texts.map((text) => ({ text, at: clock.now() })));
};
const flood = Array.from({ length: 500 }, (_, index) => `flood ${index} ${"x".repeat(40)}`);

beforeEach(() => {
  clock = new ManualClock();
  channel = new RecordingChannel(clock);
  troubles = [];
  relay = createRelay({
    sink: channel,
    clock,
    log: silentLog,
    name: "survival",
    style: "plain",
    redact: (text) => text,
    onTrouble: (trouble) => troubles.push(trouble),
  });
  channel.takesFiles = false;
});
afterEach(() => {
  relay.stop();
});

it("a flood where no files may be attached is summed up, says what is missing, and lines go on", async () => {
  push(...flood);
  await clock.advance(5000);
  push("after it");
  await clock.advance(10_000);
  expect(channel.messages.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^📄 \*\*500 lines\*\*\nToo much .*\*\*Attach Files\*\*[^]*flood 499 x+\n```$/),
    "```\nafter it\n```",
  ]);
  expect(troubles).toEqual([]);
  expect(relay.stats()).toMatchObject({ linesIn: 501, linesOut: 1, linesDropped: 500, linesPending: 0 });
});

it("the file comes with the first flood after it may be attached", async () => {
  push(...flood);
  await clock.advance(10_000);
  channel.takesFiles = true;
  push(...flood);
  await clock.advance(10_000);
  expect(channel.messages.map(({ files }) => files?.length)).toEqual([undefined, 1]);
});

it("a message that already has a file is not lost when files are forbidden", async () => {
  channel.takesFiles = true;
  push(...flood);
  await clock.advance(6000);
  channel.takesFiles = false;
  push(...flood);
  await clock.advance(10_000);
  expect(channel.messages.map(({ files }) => files?.length)).toEqual([1, undefined]);
  expect(channel.messages[1]?.text).toContain("**500 lines**");
});

it("a trace whose middle belongs into a file is shown without it", async () => {
  push(
    "java.lang.IllegalStateException: broken",
    ...flood.slice(0, 100).map((line) => `\tat game.${line}`),
    "next",
  );
  await clock.advance(10_000);
  const texts = channel.messages.map(({ text }) => text).join("\n");
  expect(texts).toContain("IllegalStateException: broken");
  expect(texts).toContain("**Attach Files**");
  const { linesIn, linesOut, linesDropped, linesPending } = relay.stats();
  expect(linesPending).toBe(0);
  expect(linesDropped).toBeGreaterThan(50);
  expect(linesOut + linesDropped).toBe(linesIn);
});

it("a flood waits where nothing at all may be posted", async () => {
  channel.refuse("forbidden", 6);
  push(...flood);
  await clock.advance(5000);
  expect(relay.stats()).toMatchObject({ linesPending: 500, linesDropped: 0 });
  channel.takesFiles = true;
  channel.mend();
  relay.resume();
  await clock.advance(10_000);
  expect(channel.lines).toEqual(flood);
  expect(troubles.map(({ isOver }) => isOver)).toEqual([false, true]);
});
