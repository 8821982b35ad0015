/** How soon Discord hears that a command arrived: with a slow panel, and while a console floods. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { percentile, sleep, spread } from "../measure.ts";
import type { BenchOptions, Scenario } from "../scenario.ts";
import { openStage, refusals, untilConsoles, type Stage } from "../stage.ts";
import { within, type Row } from "../table.ts";

const maxP99Ms = 100;
const everyMs = 50;
const slowPanelMs = 5000;
const linesPerSecond = 20_000;

export const acknowledge: Scenario = {
  name: "acknowledge",
  async run(options: BenchOptions): Promise<Row[]> {
    await using stage = await openStage(options, {
      environment: ({ discord }) => ({ CONSOLE_CHANNEL_ID: discord.guild.channel("console").id }),
    });
    await untilConsoles(stage, 1);
    const uses = options.isQuick ? 40 : 300;
    const calm = await askMany(stage, uses);
    stage.panel.slow(slowPanelMs);
    const slow = await askMany(stage, uses);
    const flood = stage.panel.server("survival").flood(linesPerSecond, (uses * everyMs) / 1000 + 1);
    await sleep(500);
    const flooded = await askMany(stage, uses);
    await flood;
    return [
      row("acknowledge, all well", calm, stage),
      row("acknowledge, panel 5 s slow", slow, stage),
      row("acknowledge, panel 5 s slow and 20,000 lines/s", flooded, stage),
    ];
  },
};

interface Asked {
  /** From the dispatch on the gateway to the callback over REST, both on loopback, in ms. */
  delays: number[];
  failed: number;
  /** How late the simulators' own event loop was, p99 in ms: part of every delay. */
  ownDelayMs: number;
}

const questions = ["/status", "/servers", "/backup list", "/help", "/files list"];

async function askMany({ discord }: Stage, count: number): Promise<Asked> {
  const adam = discord.person("adam", { in: "general" });
  const loop = monitorEventLoopDelay({ resolution: 5 });
  loop.enable();
  const asked = Array.from({ length: count }, async (_, index) => {
    await sleep(index * everyMs);
    const use = await adam.slash(questions[index % questions.length] ?? "/status");
    const { afterMs } = await use.acknowledged();
    return afterMs;
  });
  const outcomes = await Promise.allSettled(asked);
  loop.disable();
  const delays = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  return { delays, failed: count - delays.length, ownDelayMs: loop.percentile(99) / 1e6 };
}

function row(what: string, { delays, failed, ownDelayMs }: Asked, stage: Stage): Row {
  const bad = failed + refusals(stage);
  return {
    what,
    bound: "p99 <= 100 ms",
    measured: `${spread(delays)}${failed > 0 ? `, ${failed} NOT AT ALL` : ""}`,
    beside: `simulators' own lag p99 ${ownDelayMs.toFixed(0)} ms`,
    verdict: bad > 0 ? "broken" : within(percentile(delays, 99), maxP99Ms),
  };
}
