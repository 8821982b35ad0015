/** What it takes to start and to idle: time, memory, and what a further server costs. */
import { cpuMs, megabytes, percentile, residentBytes, seconds, sleep } from "../measure.ts";
import type { BenchOptions, Scenario } from "../scenario.ts";
import { openStage, refusals, untilConsoles } from "../stage.ts";
import { none, within, type Row } from "../table.ts";

const maxReadyMs = 2000;
const maxIdleBytes = 120 * 1000 ** 2;
const maxServerBytes = 0.3 * 1000 ** 2;
/** The quick run takes fewer: so many consoles open before the panel's first minute is used up. */
const many = { full: 200, quick: 50 };

export const footprint: Scenario = {
  name: "footprint",
  async run(options: BenchOptions): Promise<Row[]> {
    const starts: number[] = [];
    for (let count = options.isQuick ? 1 : 4; count > 0; count -= 1) starts.push(await startMs(options));
    const one = await idle(options, 1);
    const servers = options.isQuick ? many.quick : many.full;
    const all = await idle(options, servers);
    const perServer = (all.bytes - one.bytes) / (servers - 1);
    return [
      {
        what: "start to ready (process start included)",
        bound: "<= 2 s",
        measured: `median ${seconds(percentile(starts, 50))} of ${starts.length}`,
        verdict: within(percentile(starts, 50), maxReadyMs),
      },
      {
        what: "idle with one server (RSS)",
        bound: "<= 120 MB",
        measured: `${megabytes(one.bytes)}, CPU ${one.cpuPercent.toFixed(1)} %`,
        verdict: one.bytes === 0 ? "info" : within(one.bytes, maxIdleBytes),
      },
      {
        what: `each of ${servers - 1} further servers (RSS)`,
        bound: "<= 0.3 MB",
        measured: `${(perServer / 1000 ** 2).toFixed(2)} MB; all ${servers}: ${megabytes(all.bytes)}, CPU ${all.cpuPercent.toFixed(1)} %`,
        verdict: all.bytes === 0 ? "info" : within(perServer, maxServerBytes),
      },
      {
        what: `${servers} servers on one process`,
        bound: "all open, no 429",
        measured: `ready ${seconds(all.readyMs)}, consoles ${seconds(all.consolesMs)}, ${all.requests} requests, ${all.limited} 429`,
        verdict: none(all.limited),
      },
    ];
  },
};

async function startMs(options: BenchOptions): Promise<number> {
  await using stage = await openStage(options);
  return stage.bot.readyMs;
}

async function idle(options: BenchOptions, servers: number) {
  const specs = Array.from({ length: servers }, (_, index) => ({ name: `server ${index + 1}` }));
  await using stage = await openStage(options, { panel: { servers: specs } });
  const { bot, panel } = stage;
  const readyAt = performance.now();
  await untilConsoles(stage, servers);
  const consolesMs = performance.now() - readyAt;
  const settleMs = options.isQuick ? 3000 : 20_000;
  const cpuBefore = cpuMs(bot.pid) ?? 0;
  await sleep(settleMs);
  return {
    bytes: residentBytes(bot.pid) ?? 0,
    cpuPercent: (((cpuMs(bot.pid) ?? 0) - cpuBefore) / settleMs) * 100,
    readyMs: bot.readyMs,
    consolesMs,
    requests: panel.requests.length,
    limited: refusals(stage),
  };
}
