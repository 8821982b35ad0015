/** A console at its usual pace: every line once, in order, and soon. Two naive relays run beside. */
import { floodLine } from "../../simulators/game/flood.ts";
import type { SimServer } from "../../simulators/panel/sim-server.ts";
import { ChannelReader, faultsIn, readingInWords, type Reading } from "../channel-reader.ts";
import { deliveryInWords, deliveryOf, type Delivery } from "../delivery.ts";
import { percentile, sleep, spread } from "../measure.ts";
import { besideInWords, besideRoost, type Beside } from "../naive.ts";
import type { BenchOptions, Scenario } from "../scenario.ts";
import { settled } from "../settled.ts";
import { untilConsoles, withConsole, type Stage, type World } from "../stage.ts";
import { none, within, type Row } from "../table.ts";

const everyMs = 100;
const maxP95Ms = 2000;
const deadlineMs = 10_000;

export const relay: Scenario = {
  name: "relay",
  isLight: true,
  async run(options: BenchOptions): Promise<Row[]> {
    const load = (stage: Stage): Promise<Outcome> => usualPace(stage, options.isQuick ? 100 : 400);
    return rowsOf(...(await settled([withConsole(options, load), besideRoost(load)])));
  },
};

interface Outcome extends Delivery {
  reading: Reading;
  requests: number;
}

async function usualPace(stage: Stage, total: number): Promise<Outcome> {
  await untilConsoles(stage, 1);
  await sleep(1500);
  const reader = new ChannelReader(stage.discord);
  const times = await printLines(stage.panel.server("survival"), total);
  await reader.until(total, deadlineMs);
  const printedAt = (line: number): number => times[line - 1] ?? Number.NaN;
  return {
    ...deliveryOf({ world: stage, reader }, { total, deadlineMs, printedAt }),
    reading: reader.read(total),
    requests: requestsToChannel(stage),
  };
}

function rowsOf(roost: Outcome, beside: Beside<Outcome>): Row[] {
  const { reading, delays, total, limited, requests } = roost;
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
      beside: besideInWords(beside, deliveryInWords),
      verdict: within(percentile(delays, 95), maxP95Ms),
    },
    {
      what: "relay: 429 from Discord",
      bound: "0",
      measured: `${limited} (${requests} requests)`,
      beside: besideInWords(beside, (naive) => `${naive.limited} (${naive.requests} requests)`),
      verdict: none(limited),
    },
  ];
}

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
