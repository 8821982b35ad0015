/** A server that went down unasked, and what its daemon said of that. Pure. */
import type { Change } from "./signal.ts";

/** What the daemon said; times are monotonic. */
export interface Proof {
  readonly at: number;
  readonly exitCode?: number;
  readonly isOutOfMemory?: boolean;
  readonly isGivenUp?: boolean;
}

export interface Fall {
  readonly at: number;
  readonly isSeen: boolean;
  readonly isGoodbye: boolean;
  readonly isTold: boolean;
  /** The node stopped it, because its disk is full. */
  readonly isDiskFull?: true;
  /** Since when the panel is being asked whether somebody wished for it. */
  readonly askedAt?: number;
  readonly isAnswered?: true;
}

/** The daemon's words come right after the fall; a node that counts no clean exit as a crash says nothing. */
export const proofWithinMs = 3_000;

/** Nobody is told later because the panel is slow to say who asked for it. */
export const answerWithinMs = 12_000;

/** Whether it waits no longer for what may still be said of it. */
export function isDue(fall: Fall, at: number): boolean {
  if (fall.isTold) return false;
  const isAsked = fall.askedAt !== undefined && !fall.isAnswered;
  return isAsked ? at - fall.askedAt >= answerWithinMs : at - fall.at >= proofWithinMs;
}

/** `proof` if it belongs to this fall. */
export function freshProof(proof: Proof | undefined, fall: { readonly at: number }): Proof | undefined {
  return proof && Math.abs(fall.at - proof.at) < 2 * proofWithinMs ? proof : undefined;
}

export function crashOf(fall: Fall, proof: Proof | undefined, count: number): Change {
  return {
    type: "crashed",
    count,
    downAt: fall.at,
    ...(proof?.exitCode === undefined ? {} : { exitCode: proof.exitCode }),
    isOutOfMemory: proof?.isOutOfMemory ?? false,
    isGivenUp: proof?.isGivenUp ?? false,
    isSeen: fall.isSeen || proof !== undefined,
    ...(fall.isDiskFull && { isDiskFull: true }),
  };
}
