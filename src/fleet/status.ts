/** How a server is, from the cheapest source that knows. */
import type { Resources } from "../panel/panel.ts";
import type { Problem } from "../wings/connection-end.ts";
import type { Live } from "./live-state.ts";
import { problemOf, problemOfFailure } from "./socket-access.ts";
import type { ServerState } from "../wings/stats.ts";
import type { WatchedServer } from "./watched-server.ts";

export interface ServerStatus {
  /** `socket`: no request was made, or none was answered. `panel`: up to 20 s old by the panel's own cache. */
  readonly source: "socket" | "panel";
  readonly state: ServerState;
  /** Wall time since when it is so, in milliseconds, if that was seen. */
  readonly stateSince?: number;
  /** Absent when nothing has been heard yet. `uptimeMs` and the rest are 0 while offline, except the disk. */
  readonly usage?: Pick<
    Resources,
    "memoryBytes" | "cpuPercent" | "diskBytes" | "networkRxBytes" | "networkTxBytes" | "uptimeMs"
  >;
  /** Wall time of the reading, in milliseconds. */
  readonly readAt: number;
  /** Nobody answers now: an older reading. */
  readonly stale: boolean;
  readonly problem?: Problem;
}

/** Stats come every second while a server is up; older ones are not of this run of events. */
const freshStatsMs = 15_000;

/** @throws {PanelError} when neither socket nor panel nor an older reading tells. */
export async function readStatus(server: WatchedServer): Promise<ServerStatus> {
  const live = server.live();
  const now = server.clock.now();
  if (live.socket === "open" && live.state !== "unknown") return liveStatus(live, now);
  try {
    return await panelStatus(server);
  } catch (error) {
    const problem = problemOfFailure(error);
    if (problem === "busy" || problem === "gone") {
      return { ...unknown(now), problem: live.problem ?? (await whyNot(server)) ?? problem };
    }
    if (live.heardAt === undefined || live.state === "unknown" || problem !== undefined) throw error;
    return { ...liveStatus(live, live.heardAt), stale: true, ...problemIn(live) };
  }
}

/** As of `readAt`, when the socket was open. */
function liveStatus({ state, stateSince, stats, statsAt = 0 }: Live, readAt: number): ServerStatus {
  // An offline server sends its last stats once.
  const isFresh = stats !== undefined && (state === "offline" || readAt - statsAt < freshStatsMs);
  return {
    source: "socket",
    state,
    readAt,
    stale: false,
    ...(stateSince !== undefined && { stateSince }),
    ...(isFresh && { usage: stats }),
  };
}

async function panelStatus({ api, live }: WatchedServer): Promise<ServerStatus> {
  const { value, readAt, stale } = await api.resources();
  return { source: "panel", state: value.state, usage: value, readAt, stale, ...problemIn(live()) };
}

function problemIn({ problem }: Live): { problem?: Problem } {
  return problem === undefined ? {} : { problem };
}

/** The panel says no: why is what people want to know, and an older state would be no answer. */
function unknown(now: number): ServerStatus {
  return { source: "panel", state: "unknown", readAt: now, stale: false };
}

/** A refusal does not tell suspended from installing; the description does (panel-contract 3.5). */
async function whyNot({ api }: WatchedServer): Promise<Problem | undefined> {
  try {
    return problemOf(await api.details());
  } catch (error) {
    return problemOfFailure(error);
  }
}
