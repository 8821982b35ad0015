/** What a relay is given, and what it tells about itself. */
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import type { Trouble } from "./courier.ts";
import type { Handover } from "./handover.ts";
import type { LinePreparation } from "./prepare-line.ts";
import type { SharedMemory } from "./shared-memory.ts";
import type { ConsoleSink } from "./sink.ts";
import type { Spool } from "./disk-spool.ts";

export interface RelayLine {
  /** One line, as it came. */
  readonly text: string;
  /** Wall time in milliseconds. */
  readonly at: number;
}

export interface RelayOptions extends LinePreparation {
  sink: ConsoleSink;
  clock: Clock;
  log: Log;
  /** Of the server, for the names of log files. */
  name: string;
  /** What stands above a message that begins now; one line, may hold markdown. */
  heading?: () => string | undefined;
  /** One gate for all relays, see `createGate`. */
  acquire?: () => Promise<void>;
  /** The channel is gone or closed to the bot; told once when it begins and once when it is over. */
  onTrouble?: (trouble: Trouble) => void;
  /** What an earlier program left. */
  handover?: Handover | undefined;
  /**
   * So many raw lines, counted from the first that was pushed, have been dealt with: they are in the channel, or were
   * kept out on purpose, or told as lost, or the next program finds them on the disk or in `handover`. Told before and
   * after each message; both must be kept together. Must not throw.
   */
  onSettled?: (lines: number, handover: Handover) => void;
  maxPendingBytes?: number;
  /** Bounds several relays together. */
  memory?: SharedMemory;
  /** Opens where lines go that are too many for the memory; without it the oldest are dropped. */
  openSpool?: (onLost: (lines: number) => void) => Spool;
  random?: () => number;
}

export interface RelayStats {
  /** Pushed, before filters. */
  linesIn: number;
  linesFiltered: number;
  /** Shown as a count on the line before, which they repeat. */
  linesFolded: number;
  /** In the channel, folded ones included. */
  linesOut: number;
  linesDropped: number;
  /** Refused by a content rule of the guild. */
  linesBlocked: number;
  linesPending: number;
  bytesPending: number;
  /** How long the oldest line waits; 0 when none does. */
  oldestAgeMs: number;
  isPaused: boolean;
  trouble: Trouble["failure"] | undefined;
}
