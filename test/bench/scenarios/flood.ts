/** A game gone mad at Wings' own ceiling: nothing lost, all in the channel soon after, and little memory. */
import { ChannelReader, faultsIn, readingInWords, type Reading } from "../channel-reader.ts";
import { deliveryInWords, deliveryOf, steadily, type Delivery } from "../delivery.ts";
import { cpuMs, mib, seconds, sleep, watchMemory } from "../measure.ts";
import { besideInWords, besideRoost, type Beside } from "../naive.ts";
import type { BenchOptions, Scenario } from "../scenario.ts";
import { untilConsoles, withConsole, type Stage } from "../stage.ts";
import { none, within, type Row } from "../table.ts";

const linesPerSecond = 20_000;
const maxDelayMs = 15_000;
const maxGrowthBytes = 64 * 1024 ** 2;

export const flood: Scenario = {
  name: "flood",
  /** The naive relays come after Roost, so that all of the machine is there for what is measured. */
  async run(options: BenchOptions): Promise<Row[]> {
    const lastsSeconds = options.isQuick ? 3 : 10;
    const load = (stage: Stage, deadlineMs: number): Promise<Outcome> =>
      flooded(stage, { lastsSeconds, deadlineMs, idleMs: options.isQuick ? 2000 : 5000 });
    const roost = await withConsole(options, (stage) => load(stage, maxDelayMs * 2));
    const beside = await besideRoost((stage) => load(stage, options.isQuick ? 10_000 : maxDelayMs));
    return [...rowsOf(roost, beside, lastsSeconds), ...costs(roost, beside)];
  },
};

interface Outcome extends Delivery {
  reading: Reading;
  /** From the end of the flood until the last line was there. */
  lastAfterMs: number;
  idleBytes: number;
  peakBytes: number;
  /** When all was over. */
  afterBytes: number;
  cpuMs: number;
}

interface Load {
  lastsSeconds: number;
  deadlineMs: number;
  idleMs: number;
}

async function flooded(stage: Stage, { lastsSeconds, deadlineMs, idleMs }: Load): Promise<Outcome> {
  const { discord, panel, bot } = stage;
  await untilConsoles(stage, 1);
  await sleep(idleMs);
  const memory = watchMemory(bot.pid);
  const idleBytes = memory.peak;
  const cpuBefore = cpuMs(bot.pid) ?? 0;
  const reader = new ChannelReader(discord);
  const printedAt = steadily(Date.now(), linesPerSecond);
  const total = await panel.server("survival").flood(linesPerSecond, lastsSeconds);
  const endedAt = Date.now();
  await reader.until(total, deadlineMs);
  memory.stop();
  return {
    ...deliveryOf({ world: stage, reader }, { total, deadlineMs, printedAt }),
    reading: reader.read(total),
    lastAfterMs: reader.lastAt - endedAt,
    idleBytes,
    peakBytes: memory.peak,
    afterBytes: memory.samples.at(-1) ?? 0,
    cpuMs: (cpuMs(bot.pid) ?? 0) - cpuBefore,
  };
}

function rowsOf(roost: Outcome, beside: Beside<Outcome>, lastsSeconds: number): Row[] {
  const { reading, lastAfterMs, limited } = roost;
  return [
    {
      what: `flood, ${linesPerSecond.toLocaleString("en-US")} lines/s for ${lastsSeconds} s`,
      bound: "nothing lost",
      measured: readingInWords(reading),
      verdict: none(faultsIn(reading)),
    },
    {
      what: "flood: all in the channel after its end",
      bound: "<= 15 s",
      measured: `${seconds(lastAfterMs)} (${reading.messages} messages, ${reading.files} files)`,
      beside: besideInWords(beside, deliveryInWords),
      verdict: within(lastAfterMs, maxDelayMs),
    },
    {
      what: "flood: from the socket to the channel",
      bound: "",
      measured: deliveryInWords(roost),
      verdict: "info",
    },
    {
      what: "flood: 429 from Discord",
      bound: "0",
      measured: String(limited),
      beside: besideInWords(beside, (naive) => String(naive.limited)),
      verdict: none(limited),
    },
  ];
}

function costs(roost: Outcome, beside: Beside<Outcome>): Row[] {
  const { idleBytes: idle, peakBytes: peak, afterBytes: after, total } = roost;
  return [
    {
      what: "flood: memory above idle (RSS, peak)",
      bound: "<= 64 MiB",
      measured: `${mib(peak - idle)} (idle ${mib(idle)}, peak ${mib(peak)}, after ${mib(after)})`,
      beside: besideInWords(beside, ({ peakBytes, idleBytes }) => mib(peakBytes - idleBytes)),
      verdict: idle === 0 ? "info" : within(peak - idle, maxGrowthBytes),
    },
    {
      what: "flood: CPU of the bot",
      bound: "",
      measured: `${seconds(roost.cpuMs)}, ${((roost.cpuMs * 1000) / total).toFixed(1)} us a line`,
      beside: besideInWords(beside, (naive) => seconds(naive.cpuMs)),
      verdict: "info",
    },
  ];
}
