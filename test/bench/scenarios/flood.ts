/** A game gone mad at Wings' own ceiling: nothing lost, all in the channel soon after, and little memory. */
import { ChannelReader, faultsIn, readingInWords } from "../channel-reader.ts";
import { cpuMs, mib, seconds, sleep, watchMemory } from "../measure.ts";
import type { BenchOptions, Scenario } from "../scenario.ts";
import { openStage, refusals, untilConsoles } from "../stage.ts";
import { none, within, type Row } from "../table.ts";

const linesPerSecond = 20_000;
const maxDelayMs = 15_000;
const maxGrowthBytes = 64 * 1024 ** 2;

export const flood: Scenario = {
  name: "flood",
  async run(options: BenchOptions): Promise<Row[]> {
    await using stage = await openStage(options, {
      environment: ({ discord }) => ({ CONSOLE_CHANNEL_ID: discord.guild.channel("console").id }),
    });
    const { discord, panel, bot } = stage;
    await untilConsoles(stage, 1);
    await sleep(options.isQuick ? 2000 : 5000);
    const memory = watchMemory(bot.pid);
    const idle = memory.peak;
    const cpuBefore = cpuMs(bot.pid) ?? 0;
    const reader = new ChannelReader(discord);
    const lastsSeconds = options.isQuick ? 3 : 10;
    const total = await panel.server("survival").flood(linesPerSecond, lastsSeconds);
    const endedAt = Date.now();
    await reader.until(total, maxDelayMs * 2);
    memory.stop();
    const cpu = (cpuMs(bot.pid) ?? 0) - cpuBefore;
    const reading = reader.read(total);
    const delayMs = reader.lastAt - endedAt;
    const growth = memory.peak - idle;
    const after = memory.samples.at(-1) ?? 0;
    const limited = refusals(stage);
    const what = `flood, ${linesPerSecond.toLocaleString("en-US")} lines/s for ${lastsSeconds} s`;
    return [
      { what, bound: "nothing lost", measured: readingInWords(reading), verdict: none(faultsIn(reading)) },
      {
        what: "flood: all in the channel after its end",
        bound: "<= 15 s",
        measured: `${seconds(delayMs)} (${reading.messages} messages, ${reading.files} files)`,
        verdict: within(delayMs, maxDelayMs),
      },
      { what: "flood: 429 from Discord", bound: "0", measured: String(limited), verdict: none(limited) },
      {
        what: "flood: memory above idle (RSS, peak)",
        bound: "<= 64 MiB",
        measured: `${mib(growth)} (idle ${mib(idle)}, peak ${mib(memory.peak)}, after ${mib(after)})`,
        verdict: idle === 0 ? "info" : within(growth, maxGrowthBytes),
      },
      {
        what: "flood: CPU of the bot",
        bound: "",
        measured: `${seconds(cpu)}, ${((cpu * 1000) / total).toFixed(1)} us a line`,
        verdict: "info",
      },
    ];
  },
};
