/** What one program leaves to the next: the message whose answer it does not know, and the few lines that wait. Pure. */
import { withoutColours } from "./ansi.ts";
import { openFrom } from "./channel-end.ts";
import { finished, type Body } from "./compose.ts";
import { lineCount, type Entry } from "./entry.ts";
import type { ConsoleStyle } from "./prepare-line.ts";
import { fileOf, outOfTurn, type Shipment, type SpooledFile } from "./shipment.ts";
import type { MessageRef } from "./sink.ts";
import { totalsOf } from "./totals.ts";

export interface Handover {
  readonly underWay?: KeptMessage;
  /** Oldest first. */
  readonly waiting?: readonly Entry[];
}

/** Enough to send a message once more, so that the channel shows it once whether the first try arrived or not. */
export interface KeptMessage {
  /** What it was posted with: a repeat within minutes is answered with the first one. */
  readonly nonce: string;
  /** What it was added to: an edit can be repeated at any time. */
  readonly ref?: MessageRef;
  /** The message that was delivered before it. */
  readonly after?: string | undefined;
  readonly content: KeptText | KeptFile;
}

export interface KeptText {
  readonly body: Body;
  /** What is new in it. */
  readonly entries: readonly Entry[];
}

/** Its lines are on the disk. */
export interface KeptFile {
  readonly text: string;
  readonly name: string;
  /** The number of the spool's part, which is the first one. */
  readonly part: number;
}

/** `undefined` where its lines are nowhere but in the memory: `part` is where they went, if they did. */
export function toKept(
  shipment: Shipment,
  { nonce, after }: Pick<KeptMessage, "nonce" | "after">,
  part: number | undefined,
): KeptMessage | undefined {
  const { message, content, onto } = shipment;
  const known = { nonce, ...(onto && { ref: onto.ref }), ...(after !== undefined && { after }) };
  if (content) return { ...known, content };
  if (!message.file || part === undefined) return undefined;
  return { ...known, content: { text: message.text, name: message.file.name, part } };
}

/** The same message once more; `undefined` when the file that it needs is not there (any more). */
export function toRepeat(
  { ref, content }: KeptMessage,
  { name, fromDisk }: { name: string; fromDisk: SpooledFile | undefined },
): Shipment | undefined {
  const common = { upTo: outOfTurn, isRepeat: true, ...(ref && { onto: openFrom(ref) }) } as const;
  if ("body" in content) {
    const { body, entries } = content;
    const message = { text: finished(body), ...fileOf(entries, name) };
    return { message, lines: lineCount(entries), firstAt: entries[0]?.at ?? 0, content, ...common };
  }
  if (fromDisk?.part.number !== content.part) return undefined;
  const { part, data } = fromDisk;
  const file = { name: content.name.replace(/(?:\.gz)?$/, ".gz"), data };
  const totals = totalsOf({ ...part, isSpooled: true });
  const { lines, firstAt } = part;
  return { message: { text: content.text, file }, lines, firstAt, file: fromDisk, totals, ...common };
}

/** How many lines it keeps itself: those of a file are on the disk. */
export function linesOf({ content }: KeptMessage): number {
  return "body" in content ? lineCount(content.entries) : 0;
}

/** When the last line that waits came: the run that printed it was known. Wall time in milliseconds. */
export function heardUntil({ waiting = [] }: Handover = {}): number | undefined {
  return waiting.findLast(({ kind }) => kind === "line")?.at;
}

/** Numbered so that the last of them is line 0: what this program hears begins with line 1. `since` is monotonic. */
export function restored(waiting: readonly Entry[], style: ConsoleStyle, since: number): Entry[] {
  return waiting.map((entry, index) => ({
    ...entry,
    since,
    text: style === "plain" ? withoutColours(entry.text) : entry.text,
    upTo: index + 1 - waiting.length,
  }));
}
