/** What is remembered of one server between its events. */
import type { PowerState, ServerState } from "../wings/stats.ts";
import type { Fall, Proof } from "./fall.ts";
import { wellBelow, type Fullness } from "./threshold.ts";

export interface ServerMemory {
  readonly state: ServerState;
  readonly stateAt: number;
  /** The last state that this program has a word for: what follows an unknown word is judged by it. */
  readonly knownState?: PowerState;
  /** When it came up last, or was first seen up. */
  readonly upAt: number;
  /** It went down unasked and is not back yet. */
  readonly fall?: Fall;
  /** A crash was told, and not yet that the server is back: when it went down. */
  readonly openSince?: number;
  readonly proof?: Proof;
  readonly crashes: number;
  readonly crashedAt: number;
  readonly stuck?: "told";
  /** Some games never say that they are ready: once told is enough until they have been seen running. */
  readonly isSlowStartTold: boolean;
  readonly disk: Fullness;
  readonly memory: Fullness;
}

export const nothingKnown: ServerMemory = {
  state: "unknown",
  stateAt: 0,
  upAt: Number.NEGATIVE_INFINITY,
  crashes: 0,
  crashedAt: Number.NEGATIVE_INFINITY,
  isSlowStartTold: false,
  disk: wellBelow,
  memory: wellBelow,
};
