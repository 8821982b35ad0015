/** Before the program ends: what is still in the memory goes to the disk. */
import type { Chunk } from "./chunk.ts";
import type { Spool } from "./disk-spool.ts";

/** Fewer are left to the node's history, where it has them: it brings them back as they would have been shown. */
const minSpilledLines = 100;

export interface Unsaved {
  /** Its request may still end well. */
  underWay: Chunk | undefined;
  rest: Chunk | undefined;
}

/** How many lines are unsaved, and whether the node may still have all of them. */
export interface Waiting {
  lines: number;
  isInHistory: boolean;
}

export interface Spilled {
  isUnderWaySafe: boolean;
  isRestSafe: boolean;
  /** So many raw lines are in the channel or on the disk; absent when nobody can say. */
  upTo?: number;
}

/**
 * Older lines on the disk already stand between the history and these: it could not tell where they belong. And a
 * history is over when its server stops.
 */
export function isWorthSpilling(spool: Spool, { lines, isInHistory }: Waiting): boolean {
  return lines > 0 && (lines >= minSpilledLines || !isInHistory || !spool.isEmpty);
}

export function spill(spool: Spool, { underWay, rest }: Unsaved): Spilled {
  // Lines under way are older than all that is on the disk: from there they would have gone first.
  const isUnderWaySafe = underWay === undefined || spool.putLast(underWay, "before");
  const isRestSafe = rest === undefined || spool.putLast(rest, "after");
  const last = isUnderWaySafe ? ((isRestSafe ? rest : undefined) ?? underWay) : undefined;
  return { isUnderWaySafe, isRestSafe, ...(last && { upTo: last.upTo }) };
}
