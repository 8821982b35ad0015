/** How a server is, from the cheapest source that knows. */
import type { Resources } from "../panel/panel.ts";
import type { Problem } from "../wings/connection-end.ts";
import type { ServerState } from "../wings/stats.ts";
import type { WatchedServer } from "./watched-server.ts";

export interface ServerStatus {
  /** `socket`: this second, no request was made. `panel`: up to 20 s old by the panel's own cache. */
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
  /** The panel did not answer: an older reading. */
  readonly stale: boolean;
  readonly problem?: Problem;
}

/** Stats come every second while a server is up; older ones are not of this run of events. */
const freshStatsMs = 15_000;

/** @throws {PanelError} when neither socket nor panel nor an older reading tells. */
export async function readStatus(server: WatchedServer): Promise<ServerStatus> {
  return liveStatus(server) ?? (await panelStatus(server));
}

function liveStatus({ live, clock }: WatchedServer): ServerStatus | undefined {
  const { socket, state, stateSince, stats, statsAt = 0 } = live();
  if (socket !== "open" || state === "unknown") return undefined;
  const now = clock.now();
  // An offline server sends its last stats once.
  const isFresh = stats !== undefined && (state === "offline" || now - statsAt < freshStatsMs);
  return {
    source: "socket",
    state,
    readAt: now,
    stale: false,
    ...(stateSince !== undefined && { stateSince }),
    ...(isFresh && { usage: stats }),
  };
}

async function panelStatus({ api, live }: WatchedServer): Promise<ServerStatus> {
  const { value, readAt, stale } = await api.resources();
  const { problem } = live();
  return {
    source: "panel",
    state: value.state,
    usage: value,
    readAt,
    stale,
    ...(problem !== undefined && { problem }),
  };
}
