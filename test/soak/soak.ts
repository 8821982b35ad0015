/** Hours of a server's life in a minute: a voice, faults, and at the end the account of every line. */
import { openHouse, pause, type House } from "../e2e/house.ts";
import { realisticTimings } from "../simulators/wings/profile.ts";
import { account, type Account } from "./account.ts";
import { Bot } from "./bot.ts";
import { Dice } from "./dice.ts";
import { faults, type Fault, type Scene } from "./faults.ts";
import { planFaults, type Planned } from "./plan.ts";
import { Patience } from "./patience.ts";
import { Tape } from "./tape.ts";
import { readPlace, type Told } from "./transcript.ts";
import { Voice } from "./voice.ts";

export interface SoakOptions {
  seed: number;
  hours: number;
  threads?: number;
  /** What was done when, for whoever looks for a defect. */
  tell?: (text: string) => void;
}

export interface Soak {
  account: Account;
  tape: Tape;
  told: readonly Told[];
  /** Milliseconds from the start. */
  startedAt: number;
}

const hourMs = 3_600_000;
const steps = [50, 250, 1000, 3000, 5000, 5000, 5000];
/** Longer than the longest wait between two looks at a channel that was closed. */
const drainMs = 2 * hourMs;

export async function soak({ seed, hours, threads = 0, tell = () => undefined }: SoakOptions): Promise<Soak> {
  const house = await openSoakHouse(threads);
  const server = house.panel.server("survival");
  const tape = new Tape(() => house.clock.now());
  server.node.console.witness = tape;
  // Chance of its own for each, so that one more throw here changes nothing there.
  const [planDice, voiceDice, dice] = [new Dice(seed), new Dice(seed + 0.25e9), new Dice(seed + 0.5e9)];
  const scene: Scene = { house, bot: new Bot(house), voice: new Voice(server, voiceDice), dice };
  try {
    const startedAt = house.clock.now();
    const say = (text: string): void => {
      tell(
        `${((house.clock.now() - startedAt) / 60_000).toFixed(2)} min, line ${tape.lines.length}: ${text}`,
      );
    };
    await live(scene, planFaults(planDice, faults, hours), { forMs: hours * hourMs, say });
    await drain(scene, threads > 0);
    const told = readAll(house, threads > 0);
    return { account: account(tape, told), tape, told, startedAt };
  } finally {
    await house[Symbol.asyncDispose]();
  }
}

function openSoakHouse(threads: number): Promise<House> {
  return openHouse({
    // Request budgets are waited for in real time.
    discord: { timeScale: 1000, keepDeadlines: true },
    panel: { timings: realisticTimings },
    environment: ({ discord, panel }) => ({
      PANEL_SERVERS: panel.server("survival").id,
      CONSOLE_CHANNEL_ID: discord.guild.channel("console").id,
      CONSOLE_REDACT: "off",
      ...(threads > 0 && { CONSOLE_THREADS: String(threads) }),
    }),
    // discord.js, where a connection breaks while it waits for its turn to identify.
    mayFind: /^gateway: identified twice$/,
  });
}

async function live(
  scene: Scene,
  plan: readonly Planned[],
  { forMs, say }: { forMs: number; say: (text: string) => void },
): Promise<void> {
  const { house, bot, dice, voice } = scene;
  const patience = new Patience(house);
  let waiting = plan;
  let active: { fault: Fault; endsAt: number }[] = [];
  for (let now = 0; now < forMs || active.length > 0;) {
    const due = waiting.filter(({ beginsAt, fault }) => beginsAt <= now && (fault.mayBegin?.(scene) ?? true));
    waiting = waiting.filter((one) => !due.includes(one));
    for (const { fault, lastsMs } of due) {
      say(fault.name);
      fault.begin(scene);
      await fault.settle?.(scene);
      if (lastsMs !== undefined) active.push({ fault, endsAt: now + lastsMs });
    }
    for (const { fault } of active.filter(({ endsAt }) => endsAt <= now)) {
      say(`end: ${fault.name}`);
      fault.end?.(scene);
    }
    active = active.filter(({ endsAt }) => endsAt > now);
    const stepMs = bot.isStopping ? 50 : dice.pick(steps);
    // What Discord answers within those seconds shall have its time.
    if (bot.isStopping) await pause(4);
    voice.speak(stepMs);
    await house.travel(stepMs, stepMs);
    await patience.wait();
    now += stepMs;
  }
}

/** Everything works again: waits until all that was printed is in the channel. */
async function drain({ house, bot, voice }: Scene, hasThreads: boolean): Promise<void> {
  const { wings } = house.panel;
  const server = house.panel.server("survival");
  let last: string | undefined;
  for (let left = drainMs; left > 0; left -= 5000) {
    await house.travel(5000, 5000);
    await pause(1);
    if (bot.isBusy || wings.sockets(server.uuid) === 0) continue;
    if (server.state === "offline") server.node.act("start");
    if (server.state !== "running") continue;
    // Twice: the second one comes when the first is no longer news.
    if (left > drainMs / 2) continue;
    last ??= voice.say();
    if (
      left % 60_000 === 0 &&
      readAll(house, hasThreads).some((told) => told.what === "line" && told.text === last)
    )
      return;
  }
}

/** The channel, and in the order of their runs the threads in it. */
export function readAll(house: House, hasThreads: boolean): Told[] {
  const { discord } = house;
  const channel = discord.guild.channel("console");
  if (!hasThreads) return readPlace(discord, channel.id);
  return [...discord.guild.channels.values()]
    .filter(({ isThread, parentId }) => isThread && parentId === channel.id)
    .flatMap(({ id }) => readPlace(discord, id));
}
