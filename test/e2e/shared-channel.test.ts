/** Consoles of several servers in one channel: each message says whose it is, and the order of reading stays right. */
import { afterEach, expect, test } from "vitest";
import { openHouse, pause, quickTimings, until, type House } from "./house.ts";

let house: House | undefined;
afterEach(async () => {
  await house?.[Symbol.asyncDispose]();
  house = undefined;
});

const names = ["survival", "creative"];

async function open(environment: Record<string, string> = {}): Promise<House> {
  house = await openHouse({
    panel: {
      servers: names.map((name) => ({ name, game: "minecraft", running: true })),
      timings: quickTimings,
    },
    environment: ({ discord, panel }) => {
      const { id } = discord.guild.channel("console");
      return {
        PANEL_SERVERS: names.map((name) => `${name}=${panel.server(name).id}`).join(","),
        CONSOLE_CHANNEL_ID: names.map((name) => `${name}:${id}`).join(","),
        ...environment,
      };
    },
  });
  return house;
}

const contents = (at: House): string[] => at.discord.messages("console").map(({ content }) => content);

/** Prints a line, and waits until it is shown. */
async function say(at: House, server: string, line: string): Promise<void> {
  at.panel.server(server).print(line);
  for (let step = 0; step < 50 && !contents(at).join("\n").includes(line); step += 1) {
    await at.travel(500);
    await pause(10);
  }
}

test("each message says whose it is, and what is new stands below what the other has said", async () => {
  const at = await open();
  await say(at, "survival", "s one");
  await say(at, "survival", "s two");
  await say(at, "creative", "c one");
  await say(at, "survival", "s three");
  await say(at, "creative", "c two");
  expect(contents(at)).toEqual([
    "-# survival\n```\ns one\ns two\n```",
    "-# creative\n```\nc one\n```",
    "-# survival\n```\ns three\n```",
    "-# creative\n```\nc two\n```",
  ]);
});

test("also what became of a server, and a flood, say whose they are", async () => {
  const at = await open();
  at.panel.server("creative").node.act("stop");
  await until(() => contents(at).some((text) => text.includes("The server is offline")), "the stop");
  const lines = Array.from({ length: 500 }, (_, index) => `flood ${index} ${"x".repeat(60)}`);
  at.panel.server("survival").print(...lines);
  await until(() => contents(at).some((text) => text.includes("**500 lines**")), "the flood");
  const own = (words: string) => contents(at).find((text) => text.includes(words));
  expect(own("The server is offline")).toMatch(/^-# creative\n/);
  expect(own("**500 lines**")).toMatch(/^-# survival\n/);
});

test("an alert in the channel has what is new below it", async () => {
  const at = await open();
  const { id } = at.discord.guild.channel("console");
  await at.restart({ CONSOLE_CHANNEL_ID: `creative:${id}`, ALERT_CHANNEL_ID: id });
  await at.untilConsolesOpen();
  await say(at, "creative", "before the alert");
  at.panel.server("survival").crash(134);
  await at.discord.untilMessage("console", ({ embeds }) => embeds.length > 0);
  await say(at, "creative", "after the alert");
  const alert = at.discord.messages("console").findIndex(({ embeds }) => embeds.length > 0);
  const after = contents(at).findIndex((text) => text.includes("after the alert"));
  expect(after).toBeGreaterThan(alert);
});

test("a thread has its server's name already", async () => {
  const at = await open({ CONSOLE_THREADS: "3" });
  at.panel.server("survival").print("s one");
  const threads = () => [...at.discord.guild.channels.values()].filter(({ isThread }) => isThread);
  const shown = () => threads().flatMap(({ id }) => at.discord.messages(id).map(({ content }) => content));
  await until(() => shown().some((text) => text.includes("s one")), "the line");
  expect(shown()).toEqual(["```\ns one\n```"]);
});
