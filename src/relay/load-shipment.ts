/** Takes the next request's worth out of a backlog, in the form that fits how much waits. */
import type { Backlog } from "./backlog.ts";
import { openFiles, openText, type ChannelEnd, type OpenText } from "./channel-end.ts";
import { mergeChunks, toChunk } from "./chunk.ts";
import { fill } from "./compose.ts";
import type { Entry } from "./entry.ts";
import { planStep } from "./plan.ts";
import { fileShipment, textShipment, type Labels, type Shipment } from "./shipment.ts";
import { maxMessageUnits } from "./sink.ts";

/** After an outage the backlog, this much of it, and its compressed form share the memory. */
const maxFileBytes = 8 * 1024 * 1024;

export interface Loading extends Labels {
  backlog: Backlog;
  /** Entries about the relay itself, which come before everything else. */
  notices: readonly Entry[];
  end: ChannelEnd | undefined;
  /** Monotonic. */
  now: number;
  sinceFileMs: number;
  /** What was sent last was a file. */
  isFlooding: boolean;
  isDraining: boolean;
}

/** `undefined` when nothing should be sent now. */
export function loadShipment(loading: Loading): Shipment | undefined {
  const { backlog, notices, end, now } = loading;
  const onto = textFor(loading);
  const step = planStep({
    pendingBytes: backlog.shownBytes,
    hasText: backlog.hasText || notices.length > 0,
    isPacked: backlog.isPacked,
    hasNotes: backlog.hasNotes,
    fitsOpen: onto !== undefined,
    sinceFileMs: loading.sinceFileMs,
    isFlooding: loading.isFlooding,
    isDraining: loading.isDraining,
  });
  if (step === "nothing") return undefined;
  if (step === "file") {
    const chunks = backlog.takeChunks(maxFileBytes);
    const all = mergeChunks(notices.length > 0 ? [toChunk(notices), ...chunks] : chunks);
    return fileShipment(all, loading.name, openFiles(end, { now, isSpooled: false }));
  }
  const { shipment, rest } = textShipment([...notices, ...backlog.takeEntries()], loading, onto);
  backlog.putBack(rest);
  return shipment;
}

/** The open message when everything that waits still fits into it. */
function textFor({ backlog, notices, end, now, style }: Loading): OpenText | undefined {
  const open = openText(end, now);
  // Hidden lines need a file, and with it a message of their own.
  if (!open || backlog.isPacked || backlog.hasHidden || backlog.bytes > maxMessageUnits) return undefined;
  return fill(open.body, [...notices, ...backlog.entries], style).rest.length === 0 ? open : undefined;
}
