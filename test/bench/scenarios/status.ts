/** A busy minute of `/status`: with the console socket, without it, and the hoster's sample bot beside. */
import { ownDelayInWords, watchOwnDelay } from "../ask.ts";
import { percentile, sleep } from "../measure.ts";
import { startSampleBot } from "../sample-bot.ts";
import type { BenchOptions, Scenario } from "../scenario.ts";
import { settled } from "../settled.ts";
import {
  openStage,
  openWorld,
  refusals,
  untilConsoles,
  type Stage,
  type StageOptions,
  type World,
} from "../stage.ts";
import { none, within, type Row } from "../table.ts";
import type { GuildPlan } from "../../simulators/discord/guild-plan.ts";

const perMinute = 1000;
const maxCallsPerMinute = 4;
/** An answer after the first is late; one that is not there after the second is taken not to come any more. */
const lateMs = 5000;
const patienceMs = 20_000;

const people = Array.from({ length: 100 }, (_, index) => `person-${index}`);
const guild: GuildPlan = {
  name: "Busy Guild",
  channels: ["general"],
  roles: { Admin: [], Operator: [] },
  people: Object.fromEntries(people.map((name) => [name, []])),
  owner: people[0] ?? "",
};

export const status: Scenario = {
  name: "status",
  isLight: true,
  /** All three at the same time, so that they share one machine's mood. */
  async run(options: BenchOptions): Promise<Row[]> {
    const uses = options.isQuick ? 260 : perMinute;
    const [open, closed, sample] = await settled([
      withSocket(options, uses),
      withoutSocket(options, uses),
      ofSampleBot(uses),
    ]);
    return rowsOf(uses, open, closed, sample);
  },
};

interface Outcome {
  /** From the command to the finished reply, in ms. */
  delays: number[];
  unanswered: number;
  /** How late the simulators' own event loop was, p99 in ms: part of every delay. */
  ownDelayMs: number;
  /** What the first of the unanswered met. */
  why?: string;
  /** How often the panel was asked how the server is. */
  calls: number;
  refusals: number;
}

async function withSocket(options: BenchOptions, uses: number): Promise<Outcome> {
  await using stage = await openStage(options, { guild });
  await untilConsoles(stage, 1);
  await sleep(2000);
  return tellSilence(options, stage, await crowd(stage, uses));
}

async function withoutSocket(options: BenchOptions, uses: number): Promise<Outcome> {
  const prepare: StageOptions["prepare"] = ({ panel }) => {
    panel.wings.allowedOrigins = ["https://elsewhere.example"];
  };
  await using stage = await openStage(options, { guild, prepare });
  await sleep(2000);
  return tellSilence(options, stage, await crowd(stage, uses));
}

async function ofSampleBot(uses: number): Promise<Outcome & { timesEnded: number; isOriginal: boolean }> {
  await using world = await openWorld({ guild });
  await using bot = await startSampleBot(world);
  await sleep(2000);
  const outcome = await crowd(world, uses);
  return { ...outcome, timesEnded: bot.timesEnded, isOriginal: bot.isOriginal };
}

/** So many uses, evenly over the time that `perMinute` gives them, each by the next person. */
async function crowd(world: World, uses: number): Promise<Outcome> {
  const { discord, panel } = world;
  const before = resourceCalls(world);
  const refusedBefore = refusals(world);
  const everyMs = 60_000 / perMinute;
  const ownDelay = watchOwnDelay();
  const asked = Array.from({ length: uses }, async (_, index) => {
    await sleep(index * everyMs);
    const person = discord.person(people[index % people.length] ?? "", { in: "general" });
    const askedAt = performance.now();
    const use = await person.slash("/status");
    const { embeds } = await use.reply(patienceMs);
    if (embeds.length === 0) throw new Error("an answer without a status");
    return performance.now() - askedAt;
  });
  const outcomes = await Promise.allSettled(asked);
  const silence = outcomes.find((outcome) => outcome.status === "rejected");
  const delays = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  return {
    delays,
    unanswered: uses - delays.length,
    ownDelayMs: ownDelay(),
    ...(silence && { why: String(silence.reason) }),
    calls: resourceCalls({ panel }) - before,
    refusals: refusals(world) - refusedBefore,
  };
}

/** An answer that never came is no noise: what the bot said of it stands before the table. */
function tellSilence({ say }: BenchOptions, { bot, discord }: Stage, outcome: Outcome): Outcome {
  if (outcome.why === undefined) return outcome;
  say(`${outcome.unanswered} of /status unanswered; the first: ${outcome.why}`);
  const asked = discord.requests.slice(-5).map(({ method, route, status }) => `${method} ${route} ${status}`);
  say(
    `the bot's last requests to Discord: ${asked.join(", ")}; the gateway: ${JSON.stringify(discord.gatewayCounts)}`,
  );
  for (const line of [...bot.complaints.slice(0, 3), ...bot.errors.slice(0, 3)]) say(`the bot: ${line}`);
  return outcome;
}

function resourceCalls({ panel }: Pick<World, "panel">): number {
  return panel.count("GET", "/servers/:server/resources");
}

function rowsOf(
  uses: number,
  open: Outcome,
  closed: Outcome,
  sample: Outcome & { timesEnded: number; isOriginal: boolean },
): Row[] {
  const minutes = Math.max(1, uses / perMinute);
  const name = sample.isOriginal ? "sample bot" : "sample bot (copy)";
  const asked = `${uses} /status in ${Math.round((uses / perMinute) * 60)} s`;
  const ratio = closed.calls === 0 ? "" : `, ${(sample.calls / closed.calls).toFixed(0)} times as many`;
  return [
    {
      what: `${asked}, socket up: panel calls`,
      bound: "0",
      measured: String(open.calls),
      beside: `${name}: ${sample.calls}`,
      verdict: within(open.calls, 0),
    },
    {
      what: `${asked}, socket down: panel calls`,
      bound: "<= 4 a minute",
      measured: String(closed.calls),
      beside: `${name}: ${sample.calls}${ratio}`,
      verdict: within(closed.calls / minutes, maxCallsPerMinute),
    },
    {
      what: "status: 429 (panel and Discord)",
      bound: "0",
      measured: `${open.refusals} up, ${closed.refusals} down`,
      beside: `${name}: ${sample.refusals}`,
      verdict: none(open.refusals + closed.refusals),
    },
    {
      what: "status: left without an answer",
      bound: "0",
      measured: `${open.unanswered} up, ${closed.unanswered} down`,
      beside: `${name}: ${sample.unanswered}; it would have ended ${sample.timesEnded} times`,
      verdict: none(open.unanswered + closed.unanswered),
    },
    {
      what: `status: answered after more than ${lateMs / 1000} s`,
      bound: "0",
      measured: `${lateOf(open)} up, ${lateOf(closed)} down; ${ownDelayInWords(open)}`,
      beside: `${name}: ${lateOf(sample)}`,
      verdict: within(lateOf(open) + lateOf(closed), 0),
    },
    {
      what: "status: time to the finished reply",
      bound: "",
      measured: `up ${middle(open)}; down ${middle(closed)}`,
      beside: `${name}: ${middle(sample)}`,
      verdict: "info",
    },
  ];
}

function lateOf({ delays }: Outcome): number {
  return delays.filter((ms) => ms > lateMs).length;
}

function middle({ delays }: Outcome): string {
  return `p50 ${percentile(delays, 50).toFixed(0)}, p99 ${percentile(delays, 99).toFixed(0)} ms`;
}
