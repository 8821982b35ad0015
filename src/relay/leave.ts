/** Before the program ends: what is still in the memory goes where the next one finds it. */
import type { Backlog } from "./backlog.ts";
import { mergeChunks } from "./chunk.ts";
import type { Spool } from "./disk-spool.ts";
import type { Entry } from "./entry.ts";
import { toKept } from "./handover.ts";
import { fitsMessages } from "./plan.ts";
import { unsavedOf } from "./shipment.ts";
import type { UnderWay } from "./under-way.ts";

/** Keeps a message whose request may still end well. False when its lines cannot be kept. */
export function keepUnderWay(underWay: UnderWay, spool: Spool | undefined): boolean {
  const { shipment, kept } = underWay;
  const chunk = kept ? undefined : unsavedOf(shipment);
  if (!chunk) return true;
  // These lines are older than all that is on the disk: from there they would have gone first.
  underWay.part = spool?.putLast(chunk, "before");
  underWay.kept = toKept(shipment, underWay, underWay.part);
  return underWay.kept !== undefined;
}

/** Gives what is so little that it should be shown as it would have been; much goes to the disk, as a file. `undefined` when nothing takes it. */
export function keepWaiting(backlog: Backlog, spool: Spool | undefined): readonly Entry[] | undefined {
  if (!backlog.isPacked && fitsMessages(backlog.shownBytes)) return backlog.takeAllEntries();
  let isKept = true;
  // Each session for itself: a sink may have a place for each.
  while (backlog.lines > 0 || backlog.hasNotes) {
    const chunk = mergeChunks(backlog.takeChunks(Number.POSITIVE_INFINITY));
    isKept = spool?.putLast(chunk, "after") !== undefined && isKept;
  }
  return isKept ? [] : undefined;
}
