/** One request's worth of a backlog: the message, and what is needed to send the same lines another way. */
import type { ChannelEnd, OpenFiles, OpenText } from "./channel-end.ts";
import { toChunk, type Chunk } from "./chunk.ts";
import { emptyBody, fill, finished, type Body, type LastLine } from "./compose.ts";
import { lineCount, type Entry } from "./entry.ts";
import { logFileName } from "./log-file.ts";
import type { ConsoleStyle } from "./prepare-line.ts";
import type { MessageRef, SinkFailure, SinkMessage } from "./sink.ts";
import type { Spooled } from "./spool-parts.ts";
import { summarise, summariseSilently, summariseSpooled } from "./summary.ts";
import { totalsOf, type Totals } from "./totals.ts";

/** The number of what stands before all lines: it says nothing about how far they have come. */
export const outOfTurn = Number.MIN_SAFE_INTEGER;

export interface Shipment {
  readonly message: SinkMessage;
  readonly lines: number;
  readonly firstAt: number;
  /** As of an entry: the first one's. */
  readonly since?: number | undefined;
  /** As of an entry: once this is delivered, so many raw lines have been dealt with. */
  readonly upTo: number;
  /** The message that it is added to; without it a new one is posted. */
  readonly onto?: ChannelEnd;
  /** The lines of its text. */
  readonly content?: { readonly body: Body; readonly entries: readonly Entry[] };
  /** Of its text. */
  readonly last?: LastLine | undefined;
  /** Lines that only raise a count of what stands there. */
  readonly folded?: number;
  /** What its file holds. */
  readonly file?: Chunk | SpooledFile;
  /** Of all files that the message holds then. */
  readonly totals?: Totals;
  /** The file was too large as it was. */
  readonly mustCompress?: true;
  /** The text was refused for its words. */
  readonly isSilent?: true;
  /** So many of its lines are not shown, because the channel takes no files. */
  readonly lost?: number;
  /** An earlier program has sent it already, and does not know what became of it. */
  readonly isRepeat?: true;
}

/** From the disk, where it stays until it is delivered. */
export interface SpooledFile {
  readonly part: Spooled;
  readonly data: Buffer;
}

export interface Labels {
  readonly style: ConsoleStyle;
  /** Of the server, for the name of a file. */
  readonly name: string;
  /** Stands above each message; one line, may hold markdown. */
  readonly heading?: string | undefined;
}

/** As many of the entries as one message holds, added to `onto` or as a new message. */
export function textShipment(
  entries: readonly Entry[],
  { style, name, heading }: Labels,
  onto?: OpenText,
): { shipment: Shipment; rest: readonly Entry[] } {
  const { body, last, folded, taken, rest } = fill(onto ?? { body: emptyBody, heading }, entries, style);
  const shipment: Shipment = {
    message: { text: finished(body), ...fileOf(taken, name) },
    lines: lineCount(taken),
    firstAt: taken[0]?.at ?? 0,
    since: taken[0]?.since,
    upTo: taken.at(-1)?.upTo ?? outOfTurn,
    content: { body, entries: taken },
    last,
    folded,
    ...(onto && { onto }),
  };
  return { shipment, rest };
}

/** What a text hides goes with it as a file, which holds all of it. */
export function fileOf(entries: readonly Entry[], name: string): Pick<SinkMessage, "file"> {
  if (entries.every(({ hides }) => hides === undefined)) return {};
  return { file: { name: logFileName(name, entries[0]?.at ?? 0), data: toChunk(entries).data } };
}

export function fileShipment(chunk: Chunk, { name, heading }: Labels, onto?: OpenFiles): Shipment {
  const totals = totalsOf(chunk, onto?.totals);
  return {
    message: {
      text: below(heading, summarise(totals, chunk.data)),
      file: { name: logFileName(name, chunk.firstAt, totals.files), data: chunk.data },
    },
    lines: chunk.lines,
    firstAt: chunk.firstAt,
    since: chunk.since,
    upTo: chunk.upTo,
    file: chunk,
    totals,
    ...(onto && { onto }),
  };
}

/** A part of what waited on the disk. */
export function spooledShipment(file: SpooledFile, { name, heading }: Labels, onto?: OpenFiles): Shipment {
  const { part, data } = file;
  const totals = totalsOf({ ...part, isSpooled: true }, onto?.totals);
  return {
    message: {
      text: below(heading, summariseSpooled(totals)),
      file: { name: `${logFileName(name, part.firstAt, totals.files)}.gz`, data },
    },
    lines: part.lines,
    firstAt: part.firstAt,
    since: part.since,
    upTo: outOfTurn,
    file,
    totals,
    ...(onto && { onto }),
  };
}

/** A text in a message of its own. */
export function below(heading: string | undefined, text: string): string {
  return heading === undefined ? text : `${heading}\n${text}`;
}

/** The number of the part that it was brought back from. */
export function partOf({ file }: Shipment): number | undefined {
  return file && "part" in file ? file.part.number : undefined;
}

/** The lines of a shipment that are nowhere but in the memory. */
export function unsavedOf({ lines, content, file }: Shipment): Chunk | undefined {
  if (file) return "part" in file ? undefined : file;
  return content && lines > 0 ? toChunk(content.entries) : undefined;
}

/** A smaller file is not refused for its size. */
const leastCompressedBytes = 64 * 1024;

type Refusal = Extract<SinkFailure, "message-gone" | "rejected" | "blocked">;

/** The same lines in another message, `undefined` when the channel takes them in no form. */
export function alternativeTo(shipment: Shipment, failure: Refusal, labels: Labels): Shipment | undefined {
  return shipment.file ? otherFile(shipment, failure, labels) : otherText(shipment, failure, labels);
}

function otherText({ content, onto }: Shipment, failure: Refusal, labels: Labels): Shipment | undefined {
  if (!content || content.entries.length === 0 || failure === "blocked") return undefined;
  if (failure === "message-gone" && onto) {
    // What fitted below other lines fits into a message of its own, unless an earlier program used another style.
    const { shipment, rest } = textShipment(content.entries, labels);
    if (rest.length === 0) return shipment;
  }
  return fileShipment(toChunk(content.entries), labels);
}

/** In a message of its own, compressed, or without a word of what it holds: in this order. */
function otherFile(shipment: Shipment, failure: Refusal, labels: Labels): Shipment | undefined {
  const { file, onto, totals } = shipment;
  if (!file || !totals) return undefined;
  if (failure === "blocked") {
    const text = below(labels.heading, summariseSilently(totals));
    if (shipment.isSilent || ("part" in file && !shipment.isRepeat)) return undefined;
    return { ...shipment, message: { ...shipment.message, text }, isSilent: true };
  }
  if (onto) return "part" in file ? spooledShipment(file, labels) : fileShipment(file, labels);
  const isLarge = file.data.length >= leastCompressedBytes && !("part" in file);
  const canShrink = failure === "rejected" && isLarge && !shipment.mustCompress;
  return canShrink ? { ...shipment, mustCompress: true } : undefined;
}

/** What may be added to once it is delivered. */
export function endAfter(shipment: Shipment, ref: MessageRef, now: number): ChannelEnd | undefined {
  const { content, last, message, onto, totals } = shipment;
  // Nobody knows what was said below it meanwhile.
  if (shipment.isRepeat) return undefined;
  const postedAt = onto?.postedAt ?? now;
  if (totals) return { kind: "files", ref, totals, postedAt };
  // A text with a file is whole: the file holds all of it.
  return content && !message.file ? { kind: "text", ref, body: content.body, last, postedAt } : undefined;
}
