/** How soon Discord hears that a command arrived: with a slow panel, and while a console floods. */
import { acknowledgedInWords, askMany, ownDelayInWords, type Asked } from "../ask.ts";
import { percentile, sleep } from "../measure.ts";
import type { BenchOptions, Scenario } from "../scenario.ts";
import { refusals, untilConsoles, withConsole, type Stage } from "../stage.ts";
import { within, type Row } from "../table.ts";

const maxP99Ms = 100;
const everyMs = 50;
const slowPanelMs = 5000;
const linesPerSecond = 20_000;

export const acknowledge: Scenario = {
  name: "acknowledge",
  run: (options: BenchOptions) => withConsole(options, (stage) => ask(stage, options.isQuick ? 40 : 300)),
};

async function ask(stage: Stage, count: number): Promise<Row[]> {
  await untilConsoles(stage, 1);
  const calm = await askMany(stage, { count, everyMs });
  stage.panel.slow(slowPanelMs);
  const slow = await askMany(stage, { count, everyMs });
  const flood = stage.panel.server("survival").flood(linesPerSecond, (count * everyMs) / 1000 + 1);
  await sleep(500);
  const flooded = await askMany(stage, { count, everyMs });
  await flood;
  return [
    acknowledgement("acknowledge, all well", calm, stage),
    acknowledgement("acknowledge, panel 5 s slow", slow, stage),
    acknowledgement("acknowledge, panel 5 s slow and 20,000 lines/s", flooded, stage),
  ];
}

/** The row of one time of asking. */
export function acknowledgement(what: string, asked: Asked, stage: Stage): Row {
  const bad = asked.failed + refusals(stage);
  return {
    what,
    bound: "p99 <= 100 ms",
    measured: acknowledgedInWords(asked),
    beside: ownDelayInWords(asked),
    verdict: bad > 0 ? "broken" : within(percentile(asked.acknowledged, 99), maxP99Ms),
  };
}
