/** People who use commands one after the other, and how soon Discord and they hear of it. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { spread, sleep } from "./measure.ts";
import type { World } from "./stage.ts";

export interface Asking {
  count: number;
  everyMs: number;
  /** Also waits for the finished reply; it takes as long as the panel does. */
  awaitsReply?: boolean;
}

export interface Asked {
  /** From the dispatch on the gateway to the callback over REST, both on loopback, in ms. */
  acknowledged: readonly number[];
  /** From the command to the finished reply, in ms; empty where nobody waited for it. */
  replied: readonly number[];
  failed: number;
  /** How late the simulators' own event loop was, p99 in ms: part of every delay. */
  ownDelayMs: number;
}

const questions = ["/status", "/servers", "/backup list", "/help", "/files list"];
const patienceMs = 20_000;

export async function askMany({ discord }: World, { count, everyMs, awaitsReply }: Asking): Promise<Asked> {
  const adam = discord.person("adam", { in: "general" });
  const ownDelay = watchOwnDelay();
  const asked = Array.from({ length: count }, async (_, index) => {
    await sleep(index * everyMs);
    const askedAt = performance.now();
    const use = await adam.slash(questions[index % questions.length] ?? "/status");
    const { afterMs } = await use.acknowledged();
    if (!awaitsReply) return { afterMs };
    await use.reply(patienceMs);
    return { afterMs, repliedMs: performance.now() - askedAt };
  });
  const outcomes = await Promise.allSettled(asked);
  const answers = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  return {
    acknowledged: answers.map(({ afterMs }) => afterMs),
    replied: answers.flatMap(({ repliedMs }) => repliedMs ?? []),
    failed: count - answers.length,
    ownDelayMs: ownDelay(),
  };
}

export function acknowledgedInWords({ acknowledged, failed }: Asked): string {
  return `${spread(acknowledged)}${failed > 0 ? `, ${failed} NOT AT ALL` : ""}`;
}

/** Ends with the call that gives how late this process's event loop was, p99 in ms. */
export function watchOwnDelay(): () => number {
  const loop = monitorEventLoopDelay({ resolution: 5 });
  loop.enable();
  return () => {
    loop.disable();
    return loop.percentile(99) / 1e6;
  };
}

export function ownDelayInWords({ ownDelayMs }: Pick<Asked, "ownDelayMs">): string {
  return `simulators' own lag p99 ${ownDelayMs.toFixed(0)} ms`;
}
