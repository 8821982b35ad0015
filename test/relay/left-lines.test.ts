import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { numbered, Programs } from "./programs.ts";
import { SessionChannel } from "./recording-channel.ts";

let programs: Programs;
beforeEach(async () => {
  programs = await Programs.begin();
});
afterEach(() => programs.end());

describe("few lines that wait at the end", () => {
  const leave = async (): Promise<void> => {
    await programs.stop();
  };

  it("are shown after the next start as they would have been: with colours and notes, and no file", async () => {
    programs.start({ style: "ansi" }).pause();
    programs.push("one", "\u001B[31mtwo\u001B[0m");
    programs.relay.note("🔴 The server is offline.");
    programs.push("three", "three");
    await leave();
    expect(programs.settled).toBe(4);
    programs.start({ style: "ansi" });
    programs.push("three", "four");
    await programs.pass(5000);
    expect(programs.texts).toEqual([
      "```ansi\none\n\u001B[0;31mtwo\u001B[0m\n```\n🔴 The server is offline.\n```ansi\nthree  (×3)\nfour\n```",
    ]);
    expect(programs.handover).toEqual({});
  });

  it("lose their colours where those are not shown any more", async () => {
    programs.start({ style: "ansi" }).pause();
    programs.push("\u001B[31mred\u001B[0m");
    await leave();
    programs.start();
    await programs.pass(2000);
    expect(programs.texts).toEqual(["```\nred\n```"]);
  });

  it("stand in the place of their run", async () => {
    programs.channel = new SessionChannel(programs.clock);
    programs.start().pause();
    programs.push("old");
    programs.relay.mark({ what: "begin", at: programs.clock.now() });
    programs.push("new");
    await leave();
    programs.start();
    await programs.pass(5000);
    expect(programs.channel.messages).toMatchObject([
      { text: "```\nold\n```", session: 0 },
      { text: "```\nnew\n```", session: 1 },
    ]);
  });

  it("do so as well where there are too many for messages", async () => {
    programs.channel = new SessionChannel(programs.clock);
    programs.start().pause();
    programs.push(...numbered(0, 1000));
    programs.relay.mark({ what: "end", at: programs.clock.now() });
    programs.relay.mark({ what: "begin", at: programs.clock.now() + 1 });
    programs.push(...numbered(1000, 2000));
    await leave();
    programs.start();
    await programs.untilShown(2000);
    const shown = programs.channel.messages.map(({ text, session }) => [/^.*lines/.exec(text)?.[0], session]);
    expect(shown).toEqual([
      [expect.stringContaining("1,000 lines"), 0],
      [expect.stringContaining("1,000 lines"), 1],
    ]);
    expect(programs.channel.lines).toEqual(numbered(0, 2000));
  });

  it("are kept until each is delivered, whatever becomes of the program meanwhile", async () => {
    const lines = numbered(0, 50);
    programs.start().pause();
    programs.push(...lines);
    await leave();
    for (let restart = 0; restart < 10 && programs.channel.lines.length < 50; restart += 1) {
      programs.start();
      await programs.clock.advance(500);
      programs.kill();
    }
    programs.start();
    await programs.pass(10_000);
    expect(programs.channel.lines).toEqual(lines);
    expect(programs.channel.messages.length).toBeGreaterThan(1);
  });

  it("are not dealt with by their first half", async () => {
    programs.start().pause();
    programs.push(`${"x".repeat(3000)} end`);
    await leave();
    programs.start();
    await programs.clock.advance(500);
    programs.kill();
    expect(programs.texts).toHaveLength(1);
    programs.start();
    await programs.pass(5000);
    expect(programs.texts.at(-1)).toContain(" end");
  });

  it("settle none of the lines that come after them", async () => {
    programs.start().pause();
    programs.push(...numbered(0, 50));
    await leave();
    const told: number[] = [];
    programs.start({ onSettled: (lines) => told.push(lines) });
    programs.push("later");
    await programs.pass(10_000);
    expect(programs.channel.lines).toEqual([...numbered(0, 50), "later"]);
    // Before and after each message; the last one holds what came later.
    expect(told).toEqual([0, 0, 0, 0, 1, 1]);
  });

  it("are a file on the disk as soon as they would have been one in the channel", async () => {
    programs.start().pause();
    programs.push(...numbered(0, 100));
    await leave();
    expect(programs.handover).toEqual({});
    programs.start();
    await programs.pass(5000);
    expect(programs.channel.lines).toEqual(numbered(0, 100));
    expect(programs.channel.messages.map(({ files }) => files?.length)).toEqual([1]);
  });

  it("stay with the history where there is much to keep and the disk takes nothing", async () => {
    await writeFile(join(programs.folder, "one"), "");
    programs.start().pause();
    programs.push(...numbered(0, 100));
    programs.settled = -1;
    await leave();
    expect(programs.settled).toBe(-1);
  });
});
