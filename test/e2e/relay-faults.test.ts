import { afterEach, describe, expect, test } from "vitest";
import { ROOST_GUILD } from "../simulators/discord/guild-plan.ts";
import type { ChannelMessage } from "../simulators/discord/seen-message.ts";
import { openHouse, pause, quickTimings, until, type House } from "./house.ts";

let house: House | undefined;
afterEach(async () => {
  await house?.[Symbol.asyncDispose]();
  house = undefined;
});

async function open(servers = ["survival"]): Promise<House> {
  house = await openHouse({
    discord: { guilds: [{ ...ROOST_GUILD, channels: ["general", "audit", ...servers] }] },
    panel: {
      servers: servers.map((name) => ({ name, game: "minecraft", running: true })),
      timings: quickTimings,
    },
    environment: ({ discord, panel }) => ({
      PANEL_SERVERS: servers.map((name) => `${name}=${panel.server(name).id}`).join(","),
      CONSOLE_CHANNEL_ID: servers.map((name) => `${name}:${discord.guild.channel(name).id}`).join(","),
      AUDIT_CHANNEL_ID: discord.guild.channel("audit").id,
    }),
  });
  return house;
}

const shows = (at: House, text: string, channel = "survival"): Promise<ChannelMessage> =>
  at.discord.untilMessage(channel, ({ content }) => content.includes(text));
const texts = (at: House, channel: string): string =>
  at.discord
    .messages(channel)
    .map(({ content }) => content)
    .join("\n");
const postsTo = (at: House, channel: string): number => {
  const { id } = at.discord.guild.channel(channel);
  return at.discord.requests.filter(({ method, path }) => method !== "GET" && path.includes(id)).length;
};

/** Numbers of the lines `line <n>` in a channel, files included, in order. */
function numbersIn(at: House, channel: string): number[] {
  const all = at.discord.messages(channel).map(({ content, attachments: [file] }) => {
    const data = file && at.discord.attachment(file.id);
    return data ? data.toString() : content;
  });
  return [...all.join("\n").matchAll(/line (\d+)/g)].map(([, number]) => Number(number));
}
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe("a channel that is closed to the bot", () => {
  test("is told once to the audit channel, tried again slowly, and gets what waited", async () => {
    const at = await open();
    at.panel.server("survival").print("line 1");
    await shows(at, "line 1");
    at.discord.guild.channel("survival").deny("SendMessages", "ViewChannel");
    const before = postsTo(at, "survival");
    at.panel.server("survival").print("line 2");
    await shows(at, "cannot be shown in", "audit");
    for (let minute = 0; minute < 10; minute += 1) {
      at.panel.server("survival").print(`line ${minute + 3}`);
      await at.travel(60_000, 5000);
      await pause(5);
    }
    expect(postsTo(at, "survival") - before).toBeLessThan(10);
    expect(texts(at, "audit").match(/cannot be shown in/g)).toHaveLength(1);
    at.discord.guild.channel("survival").allow("SendMessages", "ViewChannel");
    for (let step = 0; step < 40 && numbersIn(at, "survival").length < 12; step += 1) {
      await at.travel(60_000, 5000);
      await pause(10);
    }
    expect(numbersIn(at, "survival")).toEqual(upTo(12));
    await shows(at, "can be shown in", "audit");
  });
});

describe("AutoMod", () => {
  test("costs the lines it refuses, which is said, and no others", async () => {
    const at = await open();
    at.discord.autoMod(/forbidden/);
    at.panel.server("survival").print("a forbidden word");
    await shows(at, "AutoMod refused");
    at.panel.server("survival").print("line 1");
    await shows(at, "line 1");
    expect(texts(at, "survival")).not.toContain("forbidden");
  });
});

describe("Discord away", () => {
  test("loses and repeats nothing, whatever way it fails", async () => {
    const at = await open();
    let number = 0;
    const printSome = (): void => {
      for (let line = 0; line < 5; line += 1) at.panel.server("survival").print(`line ${(number += 1)}`);
    };
    const path = `/channels/${at.discord.guild.channel("survival").id}/messages`;
    const faults = [
      () => at.discord.failNext(500, { path }),
      () => at.discord.failNext(503, { path, times: 3 }),
      () => at.discord.rateLimitNext(80, { path }),
    ];
    for (const fail of faults) {
      fail();
      printSome();
      await at.travel(4000);
      await pause(150);
    }
    for (let step = 0; step < 60 && numbersIn(at, "survival").length < number; step += 1) {
      await at.travel(2000);
      await pause(20);
    }
    expect(numbersIn(at, "survival")).toEqual(upTo(number));
  });
});

describe("a clock that jumps", () => {
  test("changes nothing for the console, because it is not used for waiting", async () => {
    const at = await open();
    const wall = at.clock.now.bind(at.clock);
    let jumpMs = 0;
    at.clock.now = () => wall() + jumpMs;
    for (const [index, jump] of [0, 86_400_000, -86_400_000, 3_600_000].entries()) {
      jumpMs = jump;
      at.panel.server("survival").print(`line ${index + 1}`);
      await shows(at, `line ${index + 1}`);
    }
    expect(numbersIn(at, "survival")).toEqual([1, 2, 3, 4]);
  });
});

describe("twenty consoles that flood", () => {
  test("stay under the share that is theirs, so that a command is answered between them", async () => {
    const names = Array.from({ length: 20 }, (_, index) => `server-${index}`);
    const at = await open(names);
    const since = at.discord.requests.length;
    const startedAt = Date.now();
    const floods = names.map((name) => at.panel.server(name).flood(300, 2));
    const replies: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const use = await at.person("vera").slash("/status", { server: names[round] ?? "" });
      await use.reply();
      replies.push(at.discord.requests.length);
      await pause(100);
    }
    await Promise.all(floods);
    await until(() => Date.now() - startedAt > 3000, "some seconds");
    const seconds = (Date.now() - startedAt) / 1000;
    const own = new Set(names.map((name) => at.discord.guild.channel(name).id));
    const made = at.discord.requests.slice(since);
    const relayed = made.filter(({ path }) => [...own].some((id) => path.includes(id)));
    expect(relayed.length).toBeLessThanOrEqual(20 * (seconds + 1));
    expect(relayed.length).toBeGreaterThan(20);
    expect(at.discord.rateLimited).toEqual([]);
    // Between a question and its answer only a few of the relays' requests had their turn.
    expect(Math.max(...replies.map((count, index) => count - (replies[index - 1] ?? since)))).toBeLessThan(
      40,
    );
  });
});
