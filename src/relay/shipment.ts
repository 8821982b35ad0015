/** One request's worth of a backlog: the message, and what is needed to send the same lines another way. */
import type { Backlog } from "./backlog.ts";
import { mergeChunks, toChunk, type Chunk } from "./chunk.ts";
import { emptyBody, fill, finished, type Body } from "./compose.ts";
import { lineCount, type Entry } from "./entry.ts";
import { planStep } from "./plan.ts";
import type { ConsoleStyle } from "./prepare-line.ts";
import { maxMessageUnits, type MessageRef, type SinkFailure, type SinkMessage } from "./sink.ts";
import type { Spooled } from "./spool-parts.ts";
import { logFileName, summarise, summariseSpooled } from "./summary.ts";

/** Well below the 10 MiB that Discord takes: after an outage the backlog and the copies of one file share the memory. */
const maxFileBytes = 4 * 1024 * 1024;

/** An older message is left alone: what is new should stand at the end of the channel. */
const maxOpenMs = 10 * 60_000;

/** The last message, as long as lines may be added to it. */
export interface OpenMessage {
  readonly ref: MessageRef;
  readonly body: Body;
  /** Monotonic. */
  readonly postedAt: number;
}

export interface Shipment {
  readonly message: SinkMessage;
  readonly lines: number;
  readonly firstAt: number;
  /** As of an entry: once this is delivered, so many raw lines have been dealt with. */
  readonly upTo: number;
  /** The message to edit; without it a new one is posted. */
  readonly onto?: OpenMessage;
  /** From the disk, where it stays until it is delivered. */
  readonly isSpooled?: true;
  /** What the message holds; absent for a file. */
  readonly content?: { readonly body: Body; readonly entries: readonly Entry[] };
  /** What the file holds; absent for a message without one, and for one from the disk. */
  readonly chunk?: Chunk;
}

/** A part of what waited on the disk. */
export function spooledShipment({ part, data }: { part: Spooled; data: Buffer }, name: string): Shipment {
  return {
    message: { text: summariseSpooled(part), file: { name: `${logFileName(name, part.firstAt)}.gz`, data } },
    lines: part.lines,
    firstAt: part.firstAt,
    upTo: 0,
    isSpooled: true,
  };
}

export interface Loading {
  backlog: Backlog;
  /** Entries about the relay itself, which come before everything else. */
  notices: readonly Entry[];
  open: OpenMessage | undefined;
  style: ConsoleStyle;
  /** Of the server, for the name of a file. */
  name: string;
  /** Monotonic. */
  now: number;
  sinceFileMs: number;
  isDraining: boolean;
}

/** Takes the next shipment out of the backlog; `undefined` when nothing should be sent now. */
export function loadShipment(loading: Loading): Shipment | undefined {
  const { backlog, notices, style, name } = loading;
  const onto = openFor(loading);
  const step = planStep({
    pendingBytes: backlog.bytes,
    hasText: backlog.hasText || notices.length > 0,
    isPacked: backlog.isPacked,
    fitsOpen: onto !== undefined,
    sinceFileMs: loading.sinceFileMs,
    isDraining: loading.isDraining,
  });
  if (step === "nothing") return undefined;
  if (step === "file") {
    const chunks = backlog.takeChunks(maxFileBytes);
    return fileShipment(mergeChunks(notices.length > 0 ? [toChunk(notices), ...chunks] : chunks), name);
  }
  const { shipment, rest } = textShipment([...notices, ...backlog.takeEntries()], style, onto);
  backlog.putBack(rest);
  return shipment;
}

/** The open message when it is young and everything that waits still fits into it. */
function openFor({ backlog, notices, open, now, style }: Loading): OpenMessage | undefined {
  if (!open || now - open.postedAt >= maxOpenMs) return undefined;
  if (backlog.isPacked || backlog.bytes > maxMessageUnits) return undefined;
  return fill(open.body, [...notices, ...backlog.entries], style).rest.length === 0 ? open : undefined;
}

/** As many of the entries as one message holds, added to `onto` or as a new message. */
export function textShipment(
  entries: readonly Entry[],
  style: ConsoleStyle,
  onto?: OpenMessage,
): { shipment: Shipment; rest: readonly Entry[] } {
  const { body, taken, rest } = fill(onto?.body ?? emptyBody, entries, style);
  const shipment: Shipment = {
    message: { text: finished(body) },
    lines: lineCount(taken),
    firstAt: taken[0]?.at ?? 0,
    upTo: taken.at(-1)?.upTo ?? 0,
    content: { body, entries: taken },
    ...(onto ? { onto } : {}),
  };
  return { shipment, rest };
}

export function fileShipment(chunk: Chunk, name: string): Shipment {
  return {
    message: {
      text: summarise(chunk),
      file: { name: logFileName(name, chunk.firstAt), data: chunk.data },
    },
    lines: chunk.lines,
    firstAt: chunk.firstAt,
    upTo: chunk.upTo,
    chunk,
  };
}

/** The lines of a shipment that are nowhere but in the memory. */
export function unsavedOf({ lines, content, chunk }: Shipment): Chunk | undefined {
  return chunk ?? (content && lines > 0 ? toChunk(content.entries) : undefined);
}

/** The same lines in another message, `undefined` when the channel takes them in no form. */
export function alternativeTo(
  { content, onto }: Shipment,
  failure: Extract<SinkFailure, "message-gone" | "rejected">,
  { style, name }: Pick<Loading, "style" | "name">,
): Shipment | undefined {
  if (!content || content.entries.length === 0) return undefined;
  // What fitted below other lines fits into a message of its own: nothing is left over.
  if (failure === "message-gone" && onto) return textShipment(content.entries, style).shipment;
  return fileShipment(toChunk(content.entries), name);
}

/** In the memory, about. */
export function bytesOf({ message }: Shipment): number {
  return message.file?.data.length ?? message.text.length;
}
