import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { numbered, Programs } from "./programs.ts";

let programs: Programs;
beforeEach(async () => {
  programs = await Programs.begin();
});
afterEach(() => programs.end());

describe.each(["is killed", "is stopped"] as const)("a program that %s", (how) => {
  const end = async (): Promise<void> => {
    if (how === "is stopped") await programs.stop();
    programs.kill();
  };

  it.each(["answer-lost", "unavailable"] as const)(
    "does not know of a post (%s): it stands once",
    async (failure) => {
      programs.start();
      programs.channel.refuse(failure);
      programs.push("a", "b");
      await programs.clock.advance(100);
      expect(programs.settled).toBe(2);
      await end();
      programs.start();
      programs.push("c");
      await programs.pass(5000);
      expect(programs.channel.lines).toEqual(["a", "b", "c"]);
      expect(programs.handover).toEqual({});
    },
  );

  it.each(["answer-lost", "unavailable"] as const)(
    "does not know of a post (%s), and its nonce is forgotten: it stands once",
    async (failure) => {
      programs.start();
      programs.push("a");
      await programs.pass(2000);
      programs.relay.cut();
      programs.channel.refuse(failure);
      programs.push("a");
      await programs.clock.advance(100);
      await end();
      programs.channel.forgetNonces();
      await programs.clock.advance(3_600_000);
      programs.start();
      programs.push("c");
      await programs.pass(5000);
      expect(programs.channel.lines).toEqual(["a", "a", "c"]);
    },
  );

  it.each(["answer-lost", "unavailable"] as const)(
    "does not know of an edit (%s): it stands once",
    async (failure) => {
      programs.start();
      programs.push("a");
      await programs.clock.advance(2000);
      programs.channel.refuse(failure);
      programs.push("b");
      await programs.clock.advance(100);
      await end();
      programs.start();
      programs.push("c");
      await programs.pass(5000);
      expect(programs.texts).toEqual(["```\na\nb\n```", "```\nc\n```"]);
    },
  );

  it.each(["answer-lost", "unavailable"] as const)(
    "does not know of a file from the disk (%s)",
    async (failure) => {
      programs.start({ maxPendingBytes: 100_000 });
      programs.relay.pause();
      programs.push(...numbered(0, 3000));
      await programs.pass(1000);
      programs.channel.refuse(failure);
      programs.relay.resume();
      for (let step = 0; programs.channel.requests.length === 0 && step < 100; step += 1)
        await programs.pass(500);
      await end();
      programs.start();
      await programs.pass(30_000);
      expect(programs.channel.lines.slice(0, 10)).toEqual(numbered(0, 10));
      expect(new Set(programs.channel.lines).size).toBe(programs.channel.lines.length);
    },
  );
});

describe("a message that is repeated", () => {
  const lose = async (...lines: string[]): Promise<void> => {
    programs.channel.refuse("answer-lost");
    programs.push(...lines);
    await programs.clock.advance(100);
    await programs.stop();
  };

  it("is the file of a flood as well, after an ordinary stop", async () => {
    programs.start();
    await lose(...numbered(0, 3000));
    programs.start();
    programs.push("calm");
    await programs.pass(10_000);
    expect(programs.channel.lines).toEqual([...numbered(0, 3000), "calm"]);
  });

  it("is a long stack trace with its file as well", async () => {
    const trace = [
      "java.lang.IllegalStateException: broken",
      ...Array.from({ length: 40 }, (_, frame) => `\tat com.example.Deep.call${frame}(Deep.java:1)`),
    ];
    programs.start();
    await lose(...trace, "next");
    programs.channel.messages = [];
    // As if it had not arrived: what was under way is all there is of it.
    const underWay = programs.handover?.underWay;
    programs.handover = underWay && { underWay: { ...underWay, nonce: "another" } };
    programs.start();
    await programs.pass(5000);
    expect(programs.channel.lines).toEqual([...trace, "next"]);
  });

  it("goes before what was put on the disk after it", async () => {
    programs.start({ maxPendingBytes: 100_000 });
    programs.channel.refuse("answer-lost");
    programs.push("first");
    await programs.clock.advance(100);
    programs.push(...numbered(0, 3000));
    await programs.stop();
    programs.start();
    await programs.untilShown(3001);
    expect(programs.channel.lines).toEqual(["first", ...numbered(0, 3000)]);
  });

  it("comes as a message of its own where the one it was added to is gone", async () => {
    programs.start();
    programs.push("a");
    await programs.clock.advance(2000);
    await lose("b");
    programs.channel.messages = [];
    programs.start({ style: "ansi" });
    await programs.pass(5000);
    expect(programs.texts).toEqual(["```ansi\nb\n```"]);
  });

  it("comes as a file where the channel refuses it, and is told as lost where it takes it in no form", async () => {
    programs.start();
    programs.channel.refuse("unavailable");
    programs.push("a", "b");
    await programs.clock.advance(100);
    programs.kill();
    programs.channel.refuse("rejected", 2);
    programs.start();
    await programs.pass(5000);
    expect(programs.texts).toEqual(["… 2 lines dropped"]);
    expect(programs.handover).toEqual({});
  });

  it("is forgotten when the file that it needs is gone", async () => {
    programs.start();
    await lose(...numbered(0, 3000));
    await rm(join(programs.folder, "one"), { recursive: true });
    programs.channel.messages = [];
    programs.start();
    programs.push("next");
    await programs.pass(5000);
    expect(programs.channel.lines).toEqual(["next"]);
    expect(programs.handover).toEqual({});
  });

  it("of which AutoMod minds the words comes without them", async () => {
    programs.start();
    programs.channel.refuse("unavailable");
    programs.push(...numbered(0, 300));
    await programs.clock.advance(100);
    await programs.stop();
    programs.channel.refuse("blocked");
    programs.start();
    await programs.pass(10_000);
    expect(programs.channel.lines).toEqual(numbered(0, 300));
    expect(programs.texts).toEqual(["📄 **300 lines**\nToo much for messages: see the file."]);
  });

  it("is still kept by a program that ends without having sent it", async () => {
    programs.start();
    await lose("a");
    programs.start().pause();
    programs.push("b");
    await programs.pass(1000);
    await programs.stop();
    programs.start();
    await programs.pass(5000);
    expect(programs.channel.lines).toEqual(["a", "b"]);
  });

  it("counts as pending until it is delivered, and once afterwards", async () => {
    programs.start();
    await lose("a", "b");
    programs.channel.latencyMs = 1000;
    programs.start();
    expect(programs.relay.stats()).toMatchObject({ linesPending: 2, linesIn: 0 });
    await programs.pass(500);
    expect(programs.relay.stats()).toMatchObject({ linesPending: 2 });
    await programs.pass(2000);
    expect(programs.relay.stats()).toMatchObject({ linesPending: 0, linesOut: 2 });
  });
});

it("a post whose answer was lost before a long outage stands once", async () => {
  programs.start();
  programs.channel.refuse("answer-lost");
  programs.channel.refuse("unavailable", 6);
  programs.push("a", "b");
  await programs.pass(5_000);
  programs.channel.forgetNonces();
  await programs.pass(600_000);
  programs.push("c");
  await programs.pass(5_000);
  expect(programs.channel.lines).toEqual(["a", "b", "c"]);
});
