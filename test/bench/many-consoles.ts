/** Many servers on one process, each with a channel of its own for its console. */
import { ROOST_GUILD } from "../simulators/discord/guild-plan.ts";
import { floodLine } from "../simulators/game/flood.ts";
import type { SimServer } from "../simulators/panel/sim-server.ts";
import { ChannelReader, type Reading } from "./channel-reader.ts";
import type { PrintedAt } from "./delivery.ts";
import { sleep } from "./measure.ts";
import type { BenchOptions } from "./scenario.ts";
import { openStage, untilConsoles, type Stage, type World } from "./stage.ts";

export interface ManyConsoles extends Stage {
  servers: readonly SimServer[];
  /** One for each server, in their order. */
  readers: readonly ChannelReader[];
}

/** Resolves when all consoles are open and the bot has come to rest. */
export async function openConsoles(
  options: Pick<BenchOptions, "profileDir">,
  count: number,
): Promise<ManyConsoles> {
  const names = Array.from({ length: count }, (_, index) => `server-${index + 1}`);
  const stage = await openStage(options, {
    panel: { servers: names.map((name) => ({ name })) },
    guild: { ...ROOST_GUILD, channels: [...ROOST_GUILD.channels, ...names] },
    environment: ({ panel, discord }) => ({
      CONSOLE_CHANNEL_ID: names
        .map((name) => `${panel.server(name).id}:${discord.guild.channel(name).id}`)
        .join(","),
    }),
  });
  try {
    await untilConsoles(stage, count);
    await sleep(3000);
    return {
      ...stage,
      servers: names.map((name) => stage.panel.server(name)),
      readers: names.map((name) => new ChannelReader(stage.discord, name)),
    };
  } catch (error) {
    await stage[Symbol.asyncDispose]();
    throw error;
  }
}

const stepMs = 10;

/** Prints `perSecond` numbered lines a second on each server, all evenly spread. */
export async function printOnAll(
  servers: readonly SimServer[],
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<(server: number) => PrintedAt> {
  const total = servers.length * perSecond * seconds;
  const everyMs = 1000 / (servers.length * perSecond);
  const startedAt = Date.now();
  for (let printed = 0; printed < total; await sleep(stepMs)) {
    for (const due = Math.min(total, (Date.now() - startedAt) / everyMs); printed < due; printed += 1) {
      const line = Math.floor(printed / servers.length) + 1;
      servers[printed % servers.length]?.print(floodLine(line));
    }
  }
  return (server) => (line) => startedAt + ((line - 1) * servers.length + server) * everyMs;
}

/** Waits until each server's lines 1 to `total` have all come, or `withinMs` are over; then reads all channels. */
export async function readAll(
  readers: readonly ChannelReader[],
  total: number,
  withinMs: number,
): Promise<Reading> {
  await Promise.all(readers.map((reader) => reader.until(total, withinMs)));
  return readers
    .map((reader) => reader.read(total))
    .reduce((all, one) => ({
      lost: all.lost + one.lost,
      duplicated: all.duplicated + one.duplicated,
      outOfOrder: all.outOfOrder + one.outOfOrder,
      messages: all.messages + one.messages,
      files: all.files + one.files,
    }));
}

/** Requests to channels since `since` (in ms since the Unix epoch), the busiest second of them. */
export function busiestSecond({ discord }: World, since: number): number {
  const perSecond = new Map<number, number>();
  for (const { route, at } of discord.requests) {
    if (at < since || !route.startsWith("/channels/")) continue;
    const second = Math.floor(at / 1000);
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
  }
  return Math.max(0, ...perSecond.values());
}
