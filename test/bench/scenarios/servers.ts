/** Two hundred servers on one process, each talking a little into a channel of its own, while commands are used. */
import { askMany, type Asked } from "../ask.ts";
import { faultsIn, readingInWords, type Reading } from "../channel-reader.ts";
import { busiestSecond, openConsoles, printOnAll, readAll, type ManyConsoles } from "../many-consoles.ts";
import { cpuMs, mib, spread, watchMemory } from "../measure.ts";
import type { BenchOptions, Scenario } from "../scenario.ts";
import { settled } from "../settled.ts";
import { refusals } from "../stage.ts";
import { none, within, type Row } from "../table.ts";
import { acknowledgement } from "./acknowledge.ts";

const maxCpuPercent = 30;
const maxBytes = 200 * 1000 ** 2;
const askEveryMs = 100;

interface Plan {
  servers: number;
  perSecond: number;
  seconds: number;
}

/** The same 1,000 lines/s; the quick run has fewer servers, which the panel's limits let it open at once. */
const plans = {
  full: { servers: 200, perSecond: 5, seconds: 60 },
  quick: { servers: 50, perSecond: 20, seconds: 10 },
} satisfies Record<string, Plan>;

/** Twenty requests a second over all channels: a round of 200 takes ten seconds, and some lines wait for two. */
const patienceMs = 60_000;

export const servers: Scenario = {
  name: "servers",
  async run(options: BenchOptions): Promise<Row[]> {
    const plan = options.isQuick ? plans.quick : plans.full;
    await using stage = await openConsoles(options, plan.servers);
    return rowsOf(plan, await talk(stage, plan), stage);
  },
};

interface Outcome {
  asked: Asked;
  reading: Reading;
  delays: readonly number[];
  cpuPercent: number;
  peakBytes: number;
  busiest: number;
}

async function talk(stage: ManyConsoles, plan: Plan): Promise<Outcome> {
  const { bot, readers } = stage;
  const memory = watchMemory(bot.pid);
  const since = Date.now();
  const cpuBefore = cpuMs(bot.pid) ?? 0;
  const [printedAt, asked] = await settled([
    printOnAll(stage.servers, plan),
    askMany(stage, { count: (plan.seconds * 1000) / askEveryMs, everyMs: askEveryMs }),
  ]);
  const cpuPercent = (((cpuMs(bot.pid) ?? 0) - cpuBefore) / (Date.now() - since)) * 100;
  const reading = await readAll(readers, plan.perSecond * plan.seconds, patienceMs);
  memory.stop();
  const delays = readers.flatMap((reader, server) =>
    Array.from(reader.seenAt, ([line, at]) => at - printedAt(server)(line)),
  );
  const busiest = busiestSecond(stage, since);
  return { asked, reading, delays, cpuPercent, peakBytes: memory.peak, busiest };
}

function rowsOf({ servers: count, perSecond, seconds }: Plan, outcome: Outcome, stage: ManyConsoles): Row[] {
  const { reading, cpuPercent, peakBytes, busiest, delays, asked } = outcome;
  const limited = refusals(stage);
  return [
    {
      what: `${count} servers at ${perSecond} lines/s each for ${seconds} s`,
      bound: "nothing lost",
      measured: readingInWords(reading),
      verdict: none(faultsIn(reading)),
    },
    {
      what: `${count} servers: CPU`,
      bound: "<= 30 % of a core",
      measured: `${cpuPercent.toFixed(1)} %`,
      verdict: within(cpuPercent, maxCpuPercent),
    },
    {
      what: `${count} servers: memory (RSS, peak)`,
      bound: "<= 200 MB",
      measured: mib(peakBytes),
      verdict: peakBytes === 0 ? "info" : within(peakBytes, maxBytes),
    },
    acknowledgement(`${count} servers: acknowledgement meanwhile`, asked, stage),
    {
      what: `${count} servers: from the socket to the channel`,
      bound: "",
      measured: `${spread(delays)}; ${reading.messages} messages, ${reading.files} files`,
      verdict: "info",
    },
    {
      what: `${count} servers: 429 from Discord and the panel`,
      bound: "0",
      measured: `${limited} (at most ${busiest} requests/s to channels)`,
      verdict: none(limited),
    },
  ];
}
