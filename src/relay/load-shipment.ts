/** Takes the next request's worth out of what waits, in the form that fits how much it is. */
import { openFiles, openText, type OpenText } from "./channel-end.ts";
import { mergeChunks, toChunk } from "./chunk.ts";
import { fill } from "./compose.ts";
import { planStep } from "./plan.ts";
import { fileShipment, textShipment, type Shipment } from "./shipment.ts";
import { maxMessageUnits } from "./sink.ts";
import type { Tail } from "./tail.ts";
import type { Waiting } from "./waiting.ts";

/** After an outage the backlog, this much of it, and its compressed form share the memory. */
const maxFileBytes = 8 * 1024 * 1024;

export interface Loading {
  waiting: Waiting;
  tail: Tail;
  /** Monotonic. */
  now: number;
  isDraining: boolean;
}

/** `undefined` when nothing should be sent now. */
export function loadShipment(loading: Loading): Shipment | undefined {
  const { waiting, tail, now, isDraining } = loading;
  const { backlog, labels } = waiting;
  const onto = textFor(loading);
  const step = planStep({
    pendingBytes: backlog.shownBytes,
    hasText: backlog.hasText || waiting.notices.length > 0,
    isPacked: backlog.isPacked,
    hasNotes: backlog.hasNotes,
    fitsOpen: onto !== undefined,
    sinceFileMs: tail.sinceFileMs(now),
    isFlooding: tail.isFlooding,
    isDraining,
  });
  if (step === "nothing") return undefined;
  const notices = waiting.takeNotices();
  if (step === "file") {
    const chunks = backlog.takeChunks(maxFileBytes);
    const all = mergeChunks(notices.length > 0 ? [toChunk(notices), ...chunks] : chunks);
    return fileShipment(all, labels, openFiles(tail.end, { now, isSpooled: false }));
  }
  const { shipment, rest } = textShipment([...notices, ...backlog.takeEntries()], labels, onto);
  backlog.putBack(rest);
  return shipment;
}

/** The open message when everything that waits still fits into it. */
function textFor({ waiting, tail, now }: Loading): OpenText | undefined {
  const { backlog, notices, style } = waiting;
  const open = openText(tail.end, now);
  // Hidden lines need a file, and with it a message of their own.
  if (!open || backlog.isPacked || backlog.hasHidden || backlog.bytes > maxMessageUnits) return undefined;
  return fill(open, [...notices, ...backlog.entries], style).rest.length === 0 ? open : undefined;
}
