/** What a server tells those who watch it. */
import type { Problem } from "../wings/connection-end.ts";
import type { ServerState, Stats } from "../wings/stats.ts";
import type { ConsoleLine } from "./console-line.ts";
import type { SocketState } from "./live-state.ts";

/** After the socket was down, or events were withheld. */
export interface Missed {
  /** Lines the history still held, oldest first; they come in no `lines` event. */
  readonly recovered: readonly ConsoleLine[];
  /** False: more lines may have been lost. */
  readonly complete: boolean;
  readonly downMs: number;
}

export type ServerEvent =
  /** All lines of about 50 ms. */
  | { type: "lines"; lines: readonly ConsoleLine[] }
  | {
      type: "state";
      state: ServerState;
      previous: ServerState;
      /** Wall time, in milliseconds. */
      at: number;
      /** Who asked for it, when it is a stop that somebody asked for. */
      expectedBy?: string;
    }
  | { type: "stats"; stats: Stats; at: number }
  /** `open` comes when the history has been caught: from then on every line is new. `downMs`: how long it was not. */
  | { type: "socket"; socket: SocketState; downMs?: number }
  /**
   * The first connection: `past` was printed before, as far as the pace of its lines tells. `early`: what came right
   * after it, which may be of the past as well, and comes as `lines` next.
   */
  | { type: "begun"; past: readonly ConsoleLine[]; early: readonly ConsoleLine[] }
  /** A new token was taken on the socket that is open: in time, or after the old one had run out. */
  | { type: "renewed" }
  | { type: "resumed"; missed: Missed }
  | { type: "backup"; uuid: string; isSuccessful: boolean; bytes: number }
  /** One more file was brought back by a restore. */
  | { type: "restoring"; path: string }
  /** A restore ended, well or not. `isConfirmed`: the daemon said that it ended well. */
  | { type: "restored"; isConfirmed: boolean }
  | { type: "install"; phase: "started" | "completed" }
  | { type: "daemon-error"; text: string }
  | { type: "problem"; problem: Problem }
  | { type: "problem-solved" };
