/** What the panel's own log says of a server: whether somebody wished for a stop that nobody saw, and who acted last. */
import { powerOf } from "../console-command.ts";
import type { FleetServer } from "../fleet/server.ts";
import type { Clock } from "../lib/clock.ts";
import { code, plain, timestamp } from "../lib/markdown.ts";
import type { ActivityEntry, Panel } from "../panel/panel.ts";

/** When a stop may have been asked for, in wall time. */
export interface StopSpan {
  /** About so long ago, or later. */
  readonly from: number;
  /** But not before this: it was up since. */
  readonly after?: number;
  /** It went down then: who restarted it later wanted it back. */
  readonly downAt?: number;
}

export interface PanelLog {
  /** Whether somebody stopped, killed or restarted it in that time. Never rejects; a silent panel says no. */
  wasStopped(server: FleetServer, span: StopSpan): Promise<boolean>;
  /**
   * Who did what to it last, not long before it went down at `downAt` (wall time), as markdown. `knownAt`: when the last
   * deed that is known here was done; then only later ones count, and not those of an API key, which may be ours. Never
   * rejects.
   */
  lastDeed(server: FleetServer, downAt: number, knownAt?: number): Promise<string | undefined>;
}

/** The panel's clock and ours may differ by so much; a stop may also have been sent before the console went away. */
const toleranceMs = 2 * 60_000;
/** A slow panel holds up no alert for longer. */
const patienceMs = 8_000;
/** Nobody who hears of a fall restarts the server so soon after it. */
const soonestMs = 5_000;
/** What somebody did yesterday has nothing to do with it. */
export const deedWithinMs = 60 * 60_000;
const perPage = 25;

const stops: ReadonlySet<string> = new Set([
  "server:power.stop",
  "server:power.kill",
  "server:power.restart",
]);

/** Into the panel's console page. */
const typedCommand = "server:console.command";

/** What was typed into the console may have been a signal as well. */
function typedSignal({ event, properties }: ActivityEntry): ReturnType<typeof powerOf> {
  const { command } = properties;
  return event === typedCommand && typeof command === "string" ? powerOf(command) : undefined;
}

const isStop = (entry: ActivityEntry): boolean => stops.has(entry.event) || typedSignal(entry) !== undefined;

const isRestart = (entry: ActivityEntry): boolean =>
  entry.event === "server:power.restart" || typedSignal(entry) === "restart";

export function createPanelLog(panel: Panel, clock: Clock): PanelLog {
  return {
    async wasStopped(server, { from, after = Number.NEGATIVE_INFINITY, downAt = Infinity }) {
      const [signals, typed] = await Promise.all([
        readLog(panel, clock, server, "server:power"),
        readLog(panel, clock, server, typedCommand),
      ]);
      const wishes = [...signals, ...typed.filter(isStop)]
        .filter(({ at }) => at.getTime() >= toSeconds(after))
        .filter((wish) => !isRestart(wish) || wish.at.getTime() < downAt + soonestMs);
      // The newest wish counts: who started it later did not mean it to go down.
      const [newest] = since(wishes, from).toSorted((a, b) => b.at.getTime() - a.at.getTime());
      return newest !== undefined && isStop(newest);
    },
    async lastDeed(server, downAt, knownAt) {
      const entries = await readLog(panel, clock, server);
      const latest = downAt + toleranceMs;
      const isNews = ({ at, isApi }: ActivityEntry): boolean =>
        knownAt === undefined || (!isApi && at.getTime() > knownAt);
      const deed = since(entries, downAt - deedWithinMs).find(
        (entry) =>
          entry.actor && !entry.event.endsWith(".read") && entry.at.getTime() <= latest && isNews(entry),
      );
      if (!deed?.actor) return undefined;
      const what = code(deed.event.replace(/^server:/, ""));
      return `${what} in the panel by **${plain(deed.actor.username)}**, ${timestamp(deed.at, "R")}`;
    },
  };
}

/** The panel's times have no milliseconds. */
const toSeconds = (at: number): number => Math.floor(at / 1000) * 1000;

const since = (entries: readonly ActivityEntry[], from: number): ActivityEntry[] =>
  entries.filter(({ at }) => at.getTime() >= from - toleranceMs);

/** Newest first; nothing when the panel does not say it in time, or not to this key. */
async function readLog(
  panel: Panel,
  clock: Clock,
  server: FleetServer,
  event?: string,
): Promise<readonly ActivityEntry[]> {
  if (!server.can("activity.read")) return [];
  const patience = new AbortController();
  const done = new AbortController();
  void clock.sleep(patienceMs, done.signal).then(() => {
    patience.abort();
  });
  try {
    const query = { perPage, signal: patience.signal, ...(event !== undefined && { event }) };
    const { items } = await panel.background.server(server.uuid).activity(query);
    return items;
  } catch {
    // Without permission, or without an answer: then nobody knows more than before.
    return [];
  } finally {
    done.abort();
  }
}
