import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { DiscordSimulator } from "../simulators/discord/discord-simulator.ts";
import { PanelSimulator } from "../simulators/panel/panel-simulator.ts";
import { houseToken, openHouse, pause, quickTimings, until, type House } from "./house.ts";
import { startProgram } from "./program.ts";

let house: House | undefined;
afterEach(async () => {
  await house?.[Symbol.asyncDispose]();
  house = undefined;
});

async function open(): Promise<House> {
  house = await openHouse({
    environment: ({ discord }) => ({ CONSOLE_CHANNEL_ID: discord.guild.channel("console").id }),
  });
  return house;
}

const textOf = (discord: DiscordSimulator): string =>
  discord
    .messages("console")
    .map(({ content }) => content)
    .join("\n");
const numbersIn = (discord: DiscordSimulator): number[] =>
  [...textOf(discord).matchAll(/\bline (\d+)\b/g)].map(([, digits]) => Number(digits));
const upTo = (count: number, from = 1): number[] => Array.from({ length: count }, (_, index) => from + index);
const linesOf = (numbers: number[]): string[] => numbers.map((number) => `line ${number}`);
const inConsole = (discord: DiscordSimulator, method: string): { method: string; path: string } => ({
  method,
  path: `/channels/${discord.guild.channel("console").id}/messages`,
});
/** A message to the console has arrived, and nobody was told. */
const isUnanswered = ({ requests, guild }: DiscordSimulator): boolean =>
  requests.some(({ path, status }) => path.includes(guild.channel("console").id) && status === 0);

/** Nobody waits for Discord in real time. */
async function restart(at: House, meanwhile: () => void | Promise<void> = () => undefined): Promise<void> {
  const stop = { isOver: false };
  const stopped = at.app.stop().then(() => {
    stop.isOver = true;
  });
  while (!stop.isOver) {
    await at.travel(250, 250);
    await pause(5);
  }
  await stopped;
  await meanwhile();
  await at.restart();
  await at.untilConsolesOpen();
}

describe("a restart of the bot", () => {
  test.each(["POST", "PATCH"])("shows once what a %s brought whose answer was lost", async (method) => {
    const at = await open();
    const { discord, panel } = at;
    const survival = panel.server("survival");
    if (method === "PATCH") {
      survival.print("line 0");
      await until(() => numbersIn(discord).length === 1, "the first line");
      await at.travel(2000, 500);
    }
    discord.loseAnswer(inConsole(discord, method));
    survival.print(...linesOf(upTo(5)));
    await until(() => numbersIn(discord).at(-1) === 5 && isUnanswered(discord), "the lines");
    survival.print(...linesOf(upTo(3, 6)));
    await restart(at);
    await until(() => numbersIn(discord).includes(8), "what waited");
    survival.print("line 9");
    await until(() => numbersIn(discord).includes(9), "the last line");
    expect(numbersIn(discord)).toEqual(method === "PATCH" ? upTo(10, 0) : upTo(9));
    discord.answerAgain();
  });

  test("of an hour shows once what was posted before, though Discord has forgotten its nonce", async () => {
    const at = await open();
    const { discord, panel } = at;
    const survival = panel.server("survival");
    discord.loseAnswer(inConsole(discord, "POST"));
    survival.print(...linesOf(upTo(5)));
    await until(() => numbersIn(discord).at(-1) === 5 && isUnanswered(discord), "the lines");
    await restart(at, async () => {
      discord.answerAgain();
      await at.travel(3_600_000);
    });
    survival.print("line 6");
    await until(() => numbersIn(discord).includes(6), "the last line");
    expect(numbersIn(discord)).toEqual(upTo(6));
  });

  test("costs none of the lines that waited, also when more came meanwhile than the node keeps", async () => {
    const at = await open();
    const { discord, panel } = at;
    const survival = panel.server("survival");
    survival.print("line 1");
    await until(() => numbersIn(discord).length === 1, "the first line");
    discord.outage(true);
    survival.print(...linesOf(upTo(11, 2)));
    await at.travel(3000, 500);
    await restart(at, () => {
      survival.print(...linesOf(upTo(300, 1001)));
      discord.outage(false);
    });
    await until(() => numbersIn(discord).includes(1300), "what the node still had");
    survival.print("line 2000");
    await until(() => numbersIn(discord).includes(2000), "the last line");
    const text = textOf(discord);
    expect(numbersIn(discord).filter((number) => number <= 1000)).toEqual(upTo(12));
    expect(text).toMatch(/line 12\n[^]*⚠️ Lines may be missing here: Roost was not running\.[^]*line 1300/);
    expect(discord.messages("console").flatMap(({ attachments }) => attachments)).toEqual([]);
  });
});

test("a bot that is killed before it hears that its message arrived shows it once", async () => {
  const discord = await DiscordSimulator.start({ token: houseToken });
  const panel = await PanelSimulator.start({ timings: quickTimings });
  const dataDir = await mkdtemp(join(tmpdir(), "roost-"));
  const survival = panel.server("survival");
  const environment = {
    DISCORD_TOKEN: houseToken,
    DISCORD_API_URL: discord.apiUrl,
    PANEL_URL: panel.url,
    PANEL_API_KEY: panel.key,
    DATA_DIR: dataDir,
    HTTP_PORT: "0",
    CONSOLE_CHANNEL_ID: discord.guild.channel("console").id,
  };
  const isOpen = (): boolean => panel.wings.sockets(survival.uuid) > 0;
  try {
    {
      await using killed = startProgram(environment);
      await killed.untilPrinted("the console streams into a channel");
      await until(isOpen, "a console", 30_000);
      // What is printed before its history has been looked through is no news.
      await until(
        () => {
          if (!textOf(discord).includes("hello")) survival.print("hello");
          return textOf(discord).includes("hello");
        },
        "a line in the channel",
        30_000,
      );
      survival.print("line 1");
      await until(() => numbersIn(discord).length === 1, "the first line", 30_000);
      discord.loseAnswer(inConsole(discord, "PATCH"));
      survival.print("line 2", "line 3");
      await until(() => isUnanswered(discord), "a message without an answer", 30_000);
    }
    await until(() => !isOpen(), "the end of the program", 30_000);
    survival.print("line 4");
    await using next = startProgram(environment);
    await until(() => numbersIn(discord).includes(4), `what came meanwhile, in:\n${next.printed()}`, 30_000);
    expect(numbersIn(discord)).toEqual(upTo(4));
  } finally {
    discord.answerAgain();
    await discord.stop();
    await panel.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}, 120_000);
