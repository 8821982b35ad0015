/** What the reducer of one server is told, and what it tells. */
import type { ServerState } from "../wings/stats.ts";

/** All times are monotonic milliseconds. */
export type Signal = { readonly at: number } & (
  | {
      type: "state";
      state: ServerState;
      previous: ServerState;
      isExpected: boolean;
      /** False while the console could not be seen: what was asked for meanwhile is not known. */
      isSeen: boolean;
      /** The last lines are those of an orderly end. */
      isGoodbye: boolean;
      isNodeShaky?: boolean;
    }
  /** Whether the panel knows of a wish behind the fall at `downAt`; a panel that cannot tell says no. */
  | { type: "answer"; downAt: number; isWished: boolean }
  /** A line of the daemon. */
  | { type: "daemon"; text: string }
  /** Percent of the limit; left out where there is none. */
  | { type: "usage"; disk?: number; memory?: number }
  /** `isNodeShaky`: its node is away, or was until a moment ago. The node's own alert tells of its servers. */
  | { type: "tick"; isLive: boolean; isNodeShaky?: boolean }
);

export type Change =
  | {
      type: "crashed";
      /** Crashes of this loop, this one included; the same count again when more is known about the same crash. */
      count: number;
      /** Monotonic: when the server went down. */
      downAt: number;
      exitCode?: number;
      isOutOfMemory: boolean;
      isGivenUp: boolean;
      /** False: nobody saw how it went offline. */
      isSeen: boolean;
      /** No crash in the strict sense: the node stopped it for its full disk, and nobody had asked. */
      isDiskFull?: true;
    }
  /**
   * It went down, and neither its daemon nor its game says why: whether somebody wished for it is to be asked, and
   * answered with a signal. `upAt`: when it had come up.
   */
  | { type: "unexplained"; downAt: number; upAt: number; isSeen: boolean }
  | { type: "recovered"; downMs: number }
  | { type: "stuck"; state: "starting" | "stopping"; forMs: number }
  | { type: "unstuck"; afterMs: number }
  | { type: "full" | "fits"; what: "disk" | "memory"; percent: number };
