/** A console at its usual pace: every line once, in order, and soon. */
import { floodLine } from "../../simulators/game/flood.ts";
import type { SimServer } from "../../simulators/panel/sim-server.ts";
import { ChannelReader, faultsIn, readingInWords } from "../channel-reader.ts";
import { percentile, sleep, spread } from "../measure.ts";
import type { BenchOptions, Scenario } from "../scenario.ts";
import { openStage, refusals, untilConsoles, type World } from "../stage.ts";
import { none, within, type Row } from "../table.ts";

const everyMs = 100;
const maxP95Ms = 2000;

export const relay: Scenario = {
  name: "relay",
  isLight: true,
  async run(options: BenchOptions): Promise<Row[]> {
    await using stage = await openStage(options, {
      environment: ({ discord }) => ({ CONSOLE_CHANNEL_ID: discord.guild.channel("console").id }),
    });
    const { discord, panel } = stage;
    await untilConsoles(stage, 1);
    await sleep(1500);
    const reader = new ChannelReader(discord);
    const printedAt = await printLines(panel.server("survival"), options.isQuick ? 100 : 400);
    const total = printedAt.length;
    await reader.until(total, 10_000);
    const reading = reader.read(total);
    const delays = printedAt.flatMap((at, index) => (reader.seenAt.get(index + 1) ?? Number.NaN) - at);
    const limited = refusals(stage);
    return [
      {
        what: `relay, ${1000 / everyMs} lines/s, ${total} lines`,
        bound: "each once, in order",
        measured: readingInWords(reading),
        verdict: none(faultsIn(reading)),
      },
      {
        what: "relay: from the socket to the channel",
        bound: "p95 <= 2 s",
        measured: spread(delays),
        verdict: within(percentile(delays, 95), maxP95Ms),
      },
      {
        what: "relay: 429 from Discord",
        bound: "0",
        measured: `${limited} (${requestsToChannel(stage)} requests)`,
        verdict: none(limited),
      },
    ];
  },
};

/** Prints one numbered line a tick; gives when each was printed, in ms since the Unix epoch. */
export async function printLines(server: SimServer, count: number, first = 1): Promise<number[]> {
  const printedAt: number[] = [];
  const startedAt = Date.now();
  for (let index = 0; index < count; index += 1) {
    await sleep(Math.max(0, startedAt + index * everyMs - Date.now()));
    printedAt.push(Date.now());
    server.print(floodLine(first + index));
  }
  return printedAt;
}

function requestsToChannel({ discord }: World): number {
  return discord.requests.filter(({ route }) => route.startsWith("/channels/")).length;
}
