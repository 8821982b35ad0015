/** Twenty servers gone mad at once: what people ask for goes before all of it. */
import { askMany, type Asked } from "../ask.ts";
import { faultsIn, readingInWords, type Reading } from "../channel-reader.ts";
import { busiestSecond, openConsoles, readAll, type ManyConsoles } from "../many-consoles.ts";
import { mib, seconds, spread, watchMemory } from "../measure.ts";
import type { BenchOptions, Scenario } from "../scenario.ts";
import { settled } from "../settled.ts";
import { refusals } from "../stage.ts";
import { none, type Row } from "../table.ts";
import { acknowledgement } from "./acknowledge.ts";

const servers = 20;
const linesPerSecond = 1000;
const askEveryMs = 100;
const patienceMs = 60_000;

export const floods: Scenario = {
  name: "floods",
  async run(options: BenchOptions): Promise<Row[]> {
    const lastsSeconds = options.isQuick ? 6 : 20;
    await using stage = await openConsoles(options, servers);
    const outcome = await floodAll(stage, lastsSeconds);
    return rowsOf(outcome, stage, lastsSeconds);
  },
};

interface Outcome {
  asked: Asked;
  reading: Reading;
  /** From the end of the floods until the last line was there. */
  lastAfterMs: number;
  idleBytes: number;
  peakBytes: number;
  busiest: number;
}

async function floodAll(stage: ManyConsoles, lastsSeconds: number): Promise<Outcome> {
  const { bot, readers } = stage;
  const memory = watchMemory(bot.pid);
  const idleBytes = memory.peak;
  const since = Date.now();
  const [asked] = await settled([
    askMany(stage, { count: (lastsSeconds * 1000) / askEveryMs, everyMs: askEveryMs, awaitsReply: true }),
    ...stage.servers.map((server) => server.flood(linesPerSecond, lastsSeconds)),
  ]);
  const endedAt = Date.now();
  const reading = await readAll(readers, linesPerSecond * lastsSeconds, patienceMs);
  memory.stop();
  const lastAt = Math.max(...readers.map((reader) => reader.lastAt));
  const busiest = busiestSecond(stage, since);
  return { asked, reading, lastAfterMs: lastAt - endedAt, idleBytes, peakBytes: memory.peak, busiest };
}

function rowsOf(outcome: Outcome, stage: ManyConsoles, lastsSeconds: number): Row[] {
  const { asked, reading, lastAfterMs, idleBytes, peakBytes, busiest } = outcome;
  const limited = refusals(stage);
  return [
    {
      what: `${servers} floods of ${linesPerSecond.toLocaleString("en-US")} lines/s for ${lastsSeconds} s`,
      bound: "nothing lost",
      measured: readingInWords(reading),
      verdict: none(faultsIn(reading)),
    },
    acknowledgement(`${servers} floods: acknowledgement meanwhile`, asked, stage),
    {
      what: `${servers} floods: finished reply meanwhile`,
      bound: "",
      measured: spread(asked.replied),
      verdict: "info",
    },
    {
      what: `${servers} floods: all in the channels after their end`,
      bound: "",
      measured: `${seconds(lastAfterMs)} (${reading.messages} messages, ${reading.files} files)`,
      verdict: "info",
    },
    {
      what: `${servers} floods: memory above idle (RSS, peak)`,
      bound: "",
      measured: `${mib(peakBytes - idleBytes)} (idle ${mib(idleBytes)}, peak ${mib(peakBytes)})`,
      verdict: "info",
    },
    {
      what: `${servers} floods: 429 from Discord and the panel`,
      bound: "0",
      measured: `${limited} (at most ${busiest} requests/s to channels)`,
      verdict: none(limited),
    },
  ];
}
