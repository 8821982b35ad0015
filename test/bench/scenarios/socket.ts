/** The console socket over time: its token is renewed while it is open, and a drop loses nothing the history holds. */
import { floodLine } from "../../simulators/game/flood.ts";
import { ChannelReader, faultsIn, readingInWords } from "../channel-reader.ts";
import { seconds, sleep } from "../measure.ts";
import type { BenchOptions, Scenario } from "../scenario.ts";
import { settled } from "../settled.ts";
import { openStage, refusals, untilConsoles, type StageOptions } from "../stage.ts";
import { none, type Row } from "../table.ts";
import { printLines } from "./relay.ts";

const toConsole: NonNullable<StageOptions["environment"]> = ({ discord }) => ({
  CONSOLE_CHANNEL_ID: discord.guild.channel("console").id,
});

export const socket: Scenario = {
  name: "socket",
  isLight: true,
  async run(options) {
    const both = await settled([renewals(options), drops(options)]);
    return both.flat();
  },
};

/** Wings tells every 30 s of a token with less than 60 s left; here ten times as often. */
const faster = 10;
const tokenTtlMs = 75_000;

async function renewals(options: BenchOptions): Promise<Row[]> {
  await using stage = await openStage(options, {
    panel: { timeScale: faster, servers: [{ name: "survival" }], node: { tokenTtlMs } },
    environment: toConsole,
  });
  const { discord, panel } = stage;
  await untilConsoles(stage, 1);
  await sleep(1500);
  const opened = panel.wings.socketsOpened;
  const reader = new ChannelReader(discord);
  const lines = options.isQuick ? 120 : 400;
  await printLines(panel.server("survival"), lines);
  await reader.until(lines, 10_000);
  const reading = reader.read(lines);
  const renewed = panel.wings.authFrames - opened;
  const reopened = panel.wings.socketsOpened - 1;
  const lives = Math.floor((lines * 100 * faster) / tokenTtlMs);
  return [
    {
      what: `socket: ${lives} token lives (${faster} times as fast)`,
      bound: "renewed while open",
      measured: `${renewed} renewals, ${reopened} reconnects; ${readingInWords(reading)}`,
      verdict: renewed < lives ? "broken" : none(reopened + faultsIn(reading) + refusals(stage)),
    },
  ];
}

const historyLines = 150;

async function drops(options: BenchOptions): Promise<Row[]> {
  await using stage = await openStage(options, { environment: toConsole });
  const { discord, panel } = stage;
  const server = panel.server("survival");
  await untilConsoles(stage, 1);
  await sleep(1500);
  const reader = new ChannelReader(discord);
  const times = options.isQuick ? 2 : 5;
  const downMs: number[] = [];
  let printed = 0;
  for (let drop = 0; drop < times; drop += 1) {
    await printLines(server, 10, printed + 1);
    panel.wings.dropSockets();
    const droppedAt = performance.now();
    const missed = Array.from({ length: historyLines - 1 }, (_, index) => floodLine(printed + 11 + index));
    server.print(...missed);
    printed += 10 + missed.length;
    await untilConsoles(stage, 1);
    downMs.push(performance.now() - droppedAt);
    await sleep(1500);
  }
  await reader.until(printed, 15_000);
  const reading = reader.read(printed);
  return [
    {
      what: `socket: ${times} drops, ${historyLines - 1} lines printed during each`,
      bound: "nothing lost",
      measured: `${readingInWords(reading)}; back after ${downMs.map(seconds).join(", ")}`,
      verdict: none(faultsIn(reading) + refusals(stage)),
    },
  ];
}
