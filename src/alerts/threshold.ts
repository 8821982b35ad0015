/** Tells once when something is too full, and once when it is not any more. Pure. */

export interface Limit {
  /** Percent at which it is too full … */
  readonly raiseAt: number;
  /** … if it stays so for this long, in milliseconds. */
  readonly raiseAfterMs: number;
  /** Percent below which it is well again: lower, so that a value at the limit does not tell again and again. */
  readonly clearBelow: number;
}

/** The game's files: a full disk stops a server and breaks saves. */
export const diskLimit: Limit = { raiseAt: 90, raiseAfterMs: 60_000, clearBelow: 85 };
/** Games breathe: only what stays is worth a word. */
export const memoryLimit: Limit = { raiseAt: 95, raiseAfterMs: 5 * 60_000, clearBelow: 85 };

export interface Fullness {
  readonly isRaised: boolean;
  /** Monotonic: since when it has been at or above the limit. */
  readonly aboveSince?: number;
}

export const wellBelow: Fullness = { isRaised: false };

export interface Measured {
  readonly fullness: Fullness;
  /** What is to be told, if anything. */
  readonly change?: "raised" | "cleared";
}

export function measure(
  before: Fullness,
  limit: Limit,
  { percent, at }: { percent: number; at: number },
): Measured {
  if (before.isRaised) {
    return percent < limit.clearBelow ? { fullness: wellBelow, change: "cleared" } : { fullness: before };
  }
  if (percent < limit.raiseAt) return { fullness: before.aboveSince === undefined ? before : wellBelow };
  const aboveSince = before.aboveSince ?? at;
  if (at - aboveSince < limit.raiseAfterMs) {
    return { fullness: before.aboveSince === undefined ? { isRaised: false, aboveSince } : before };
  }
  return { fullness: { isRaised: true, aboveSince }, change: "raised" };
}
