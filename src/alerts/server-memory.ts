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
  /** It was told to stop and then that it starts: that it was down between has not been heard. */
  readonly isDownSkipped?: true;
  /** It went down unasked and is not back yet. */
  readonly fall?: Fall;
  /** A crash was told, and not yet that the server is back: when it went down. */
  readonly openSince?: number;
  readonly proof?: Proof;
  /** When the node said that it stops the server, because its disk is full. */
  readonly diskFullAt?: number;
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

export const isUp = (state: ServerState | undefined): boolean => state === "running" || state === "starting";

/** The state that is there already, told by the node again after a restart of this program, changes nothing. */
export function inState(before: ServerMemory, state: ServerState, at: number): ServerMemory {
  if (state === before.state) return before;
  const { stuck: _, isDownSkipped: __, ...rest } = before;
  const isRise = isUp(state) && !isUp(before.state);
  return {
    ...rest,
    state,
    stateAt: at,
    ...(state !== "unknown" && { knownState: state }),
    ...(isRise && { upAt: at }),
    ...(isRise && before.state === "stopping" && { isDownSkipped: true }),
  };
}
