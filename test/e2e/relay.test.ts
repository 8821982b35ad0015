import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ChannelMessage } from "../simulators/discord/seen-message.ts";
import type { SimServer } from "../simulators/panel/sim-server.ts";
import { openHouse, until, type House } from "./house.ts";

const toConsole = (server = "") => ({
  environment: ({ discord }: { discord: House["discord"] }) => ({
    CONSOLE_CHANNEL_ID: `${server}${discord.guild.channel("console").id}`,
  }),
});

/** Everything in the channel in its order; a message with log files only repeats the end of them. */
function relayed(house: House): string {
  const texts = house.discord
    .messages("console")
    .map(({ content, attachments }) =>
      attachments.length > 0
        ? attachments.map(({ id }) => house.discord.attachment(id)?.toString() ?? "").join("")
        : content,
    );
  return texts.join("\n");
}

/** The numbers of `line 17` and the like, in the order in which they can be read. */
const numbersIn = (text: string): number[] =>
  [...text.matchAll(/\bline (\d+)\b/g)].map(([, digits]) => Number(digits));

const upTo = (count: number, from = 1): number[] => Array.from({ length: count }, (_, index) => from + index);

const neverPings = (messages: ChannelMessage[]): void => {
  for (const { pings, edits } of messages)
    for (const one of [pings, ...edits.map((edit) => edit.pings)])
      expect(one).toEqual({ users: [], roles: [], everyone: false });
};

describe("the console in its channel", () => {
  let house: House;
  let survival: SimServer;
  beforeAll(async () => {
    house = await openHouse(toConsole());
    survival = house.panel.server("survival");
  });
  afterAll(() => house[Symbol.asyncDispose]());

  const untilRelayed = async (text: string): Promise<string> =>
    await until(
      () => (relayed(house).includes(text) ? relayed(house) : undefined),
      `“${text}” in the channel`,
    );

  test("shows every line once and in order, in a message that grows", async () => {
    for (let number = 1; number <= 20; number += 1) {
      survival.print(`line ${number}`);
      if (number % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 40));
    }
    const text = await untilRelayed("line 20");
    expect(numbersIn(text)).toEqual(upTo(20));
    const [message] = house.discord.messages("console");
    expect(message?.content).toMatch(/^```\nline 1\n[^]*\n```$/);
    await until(() => (house.discord.messages("console")[0]?.edits.length ?? 0) > 0, "an edit");
    expect(house.discord.messages("console").length).toBeLessThanOrEqual(2);
  });

  test("takes the sting out of hostile lines", async () => {
    survival.print(
      "fence ``` **bold** ```` end",
      "ping @everyone @here <@1> <@&2> <#3>",
      "bidi \u202Etxt.exe\u202C \u2066x\u2069 \u200Bzero",
      "\u001B[31mred\u001B[0m \u001B[2J\u001B]0;title\u0007 after",
      "progress 10 %\rprogress 99 %",
      "bell \u0007 null \u0000 end",
      "[link](https://evil.example) https://evil.example",
      "last of the hostile",
    );
    const text = await untilRelayed("last of the hostile");
    for (const { content } of house.discord.messages("console")) {
      // Nothing may stand outside of a block, where it would be markup.
      expect(content.replaceAll(/```\n[^]*?\n```/g, "").trim()).toBe("");
    }
    expect(text).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u0007\u001B]/);
    expect(text).not.toContain("\u0000");
    expect(text).toContain("red");
    expect(text).toContain("progress 99 %");
    neverPings(house.discord.messages("console"));
    expect(house.discord.messages("console").every(({ embeds }) => embeds.length === 0)).toBe(true);
  });

  test("hides addresses and secrets", async () => {
    survival.print("Ann[/198.51.100.23:51234] logged in, mail ann@example.net password=hunter2");
    const text = await untilRelayed("logged in");
    expect(text).not.toMatch(/198\.51\.100\.23|ann@example\.net|hunter2/);
  });

  test("tells what becomes of the server, and who asked for it", async () => {
    const use = await house.person("oscar").slash("/restart");
    await use.until(({ content }) => content.includes("is running again"));
    const text = await untilRelayed("🟢 The server is running.");
    const notes = text.match(/^[🟢🟡🔴].*$/gmu);
    expect(notes).toEqual([
      "🟡 The server is stopping, asked by Oscar.",
      "🔴 The server is offline.",
      "🟡 The server is starting.",
      "🟢 The server is running.",
    ]);
  });

  test("recovers what a dropped socket missed, without repeating what was there", async () => {
    survival.print("line 101", "line 102");
    await untilRelayed("line 102");
    house.panel.wings.dropSockets();
    survival.print("line 103", "line 104", "line 105");
    await house.travel(5000, 500);
    await house.untilConsolesOpen();
    survival.print("line 106");
    const text = await untilRelayed("line 106");
    expect(numbersIn(text).filter((number) => number > 100)).toEqual(upTo(6, 101));
  });

  test("says where lines are missing when more came than the node remembers", async () => {
    house.panel.wings.down();
    await house.untilHealth(({ sockets }) => sockets.every(({ socket }) => socket !== "open"));
    survival.print(...upTo(400, 1001).map((number) => `line ${number}`));
    house.panel.wings.up();
    await house.travel(120_000);
    await house.untilConsolesOpen();
    survival.print("line 1401");
    const text = await untilRelayed("line 1401");
    expect(text).toMatch(/⚠️ Lines of up to .* may be missing here\./);
    const seen = numbersIn(text).filter((number) => number > 1000);
    // What the node still had, gapless to the end.
    expect(seen).toEqual(upTo(seen.length, 1402 - seen.length));
    expect(seen.length).toBeGreaterThan(100);
  });

  test("stays in its own channel and survives what people do there", async () => {
    const before = house.discord.messages("console").length;
    await house.person("vera").say("console", "nice server");
    survival.print("after somebody spoke");
    await untilRelayed("after somebody spoke");
    expect(house.discord.messages("console").length).toBeGreaterThan(before);
    expect(house.discord.messages("general").every(({ content }) => !content.includes("spoke"))).toBe(true);
  });
});

test("a flood arrives whole: in messages and log files, with nothing lost, pinged or refused", async () => {
  await using house = await openHouse({
    ...toConsole("survival:"),
    discord: { timeScale: 20, keepDeadlines: true },
  });
  const survival = house.panel.server("survival");
  const count = 12_000;
  for (let from = 1; from <= count; from += 1000) {
    survival.print(...upTo(1000, from).map((number) => `line ${number} ${"x".repeat(60)}`));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  // A command in the middle of it is answered all the same.
  const use = await house.person("vera").slash("/status");
  expect((await use.reply()).embeds).toHaveLength(1);
  survival.print("end of the flood");
  await house.travel(10_000, 500);
  await until(() => relayed(house).includes("end of the flood"), "the end of the flood");
  expect(numbersIn(relayed(house))).toEqual(upTo(count));
  const messages = house.discord.messages("console");
  const files = messages.flatMap(({ attachments }) => attachments);
  expect(files.length).toBeGreaterThan(0);
  expect(files.every(({ filename }) => filename.endsWith(".log"))).toBe(true);
  neverPings(messages);
  expect(house.discord.rateLimited).toEqual([]);
});

test("CONSOLE_STYLE, CONSOLE_INCLUDE, CONSOLE_EXCLUDE and CONSOLE_REDACT do what they say", async () => {
  await using house = await openHouse({
    environment: ({ discord }) => ({
      CONSOLE_CHANNEL_ID: discord.guild.channel("console").id,
      CONSOLE_STYLE: "ansi",
      CONSOLE_INCLUDE: "keep|red",
      CONSOLE_EXCLUDE: "noise",
      CONSOLE_REDACT: "off",
    }),
  });
  house.panel
    .server("survival")
    .print("keep 203.0.113.9", "drop this", "keep noise", "\u001B[31mred\u001B[0m", "keep the end");
  const text = await until(() => relayed(house).includes("keep the end") && relayed(house), "the lines");
  expect(text).toMatch(/^```ansi\n/);
  expect(text).toContain("keep 203.0.113.9");
  expect(text).toMatch(/\u001B\[[\d;]*31m.*red/);
  expect(text).not.toMatch(/drop this|noise/);
});

test("several servers stream into their own channels", async () => {
  await using house = await openHouse({
    environment: ({ discord, panel }) => ({
      PANEL_SERVERS: `smp=${panel.server("survival").id},${panel.server("valheim").id}`,
      CONSOLE_CHANNEL_ID: `smp:${discord.guild.channel("console").id},${panel.server("valheim").id}:${discord.guild.channel("status").id}`,
    }),
  });
  house.panel.server("survival").print("from survival");
  house.panel.server("valheim").print("from valheim");
  await house.discord.untilMessage("console", ({ content }) => content.includes("from survival"));
  await house.discord.untilMessage("status", ({ content }) => content.includes("from valheim"));
  expect(relayed(house)).not.toContain("from valheim");
});

test("a channel that is closed to the bot keeps its lines until it is open again", async () => {
  await using house = await openHouse(toConsole());
  const survival = house.panel.server("survival");
  survival.print("line 1");
  await house.discord.untilMessage("console", ({ content }) => content.includes("line 1"));
  house.discord.guild.channel("console").hide();
  survival.print("line 2", "line 3");
  await until(() => house.loggedWith("console message not delivered").length > 0, "a refusal");
  house.discord.guild.channel("console").show();
  await house.travel(15 * 60_000, 5000);
  survival.print("line 4");
  await until(() => relayed(house).includes("line 4"), "the lines");
  expect(numbersIn(relayed(house))).toEqual(upTo(4));
});
