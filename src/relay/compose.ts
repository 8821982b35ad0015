/** Entries → the text of a message: lines inside a code block, notes between blocks, never more than fits. */
import { sliceUnits } from "../lib/text.ts";
import { openColour, resetSequence } from "./ansi.ts";
import { breakFences } from "./break-fences.ts";
import { isBlank, isRepeated, withCount, withRepeat, type Entry } from "./entry.ts";
import { levelMarks, levelOf } from "./level.ts";
import type { ConsoleStyle } from "./prepare-line.ts";
import { maxMessageUnits } from "./sink.ts";

/** A message in the making. `text` lacks the closing fence while `isInBlock`. */
export interface Body {
  readonly text: string;
  readonly isInBlock: boolean;
}

export const emptyBody: Body = { text: "", isInBlock: false };

/** The last line of a body, as often as it came, and the body without it: if it comes again, only its count grows. */
export interface LastLine {
  readonly line: Entry;
  readonly before: Body;
}

const closingFence = "\n```";
const continues = " …";
const continued = "… ";

/** What a message can hold of one line, below nothing. */
const maxLineUnits = maxMessageUnits - "```ansi\n".length - closingFence.length - levelMarks.error.length;

/** How far back from the limit a long line is cut at a space rather than in the middle of a word. */
const wordUnits = 120;

/** The text to send. */
export function finished(body: Body): string {
  return body.isInBlock ? body.text + closingFence : body.text;
}

export interface Filled {
  body: Body;
  last: LastLine | undefined;
  /** So many of the lines only raise the count of what was there before. */
  folded: number;
  taken: Entry[];
  /** What did not fit, in order. Its first entry may be the second half of a long line. */
  rest: Entry[];
}

export interface Start {
  readonly body: Body;
  readonly last?: LastLine | undefined;
  /** Stands above all in a message that begins here. */
  readonly heading?: string | undefined;
}

/** Adds entries to `body` as long as they fit. A line too long even for a message of its own is cut and marked. */
export function fill(
  { body, last: lastLine, heading = "" }: Start,
  entries: readonly Entry[],
  style: ConsoleStyle,
): Filled {
  const isNew = body.text === "";
  const start = isNew ? { text: heading, isInBlock: false } : body;
  let next = start;
  let last = lastLine;
  let folded = 0;
  for (const [index, entry] of entries.entries()) {
    const added = entry.kind === "note" ? undefined : lastLineAfter({ body: next, last }, entry);
    const longer = added ? withLine(added.before, added.line, style) : withNote(next, entry);
    if (finished(longer).length <= maxMessageUnits) {
      next = longer;
      last = added;
      // Those that it stands for have been counted when they became one.
      if (added && added.line !== entry) folded += 1;
      continue;
    }
    const taken = entries.slice(0, index);
    if (!isNew || next !== start) return { body: next, last, folded, taken, rest: entries.slice(index) };
    const [head, tail] = halves(entry, maxLineUnits - heading.length - 1);
    const started = withLine(start, head, style);
    const rest = [tail, ...entries.slice(index + 1)];
    return { body: started, last: undefined, folded, taken: [...taken, head], rest };
  }
  return { body: next, last, folded, taken: [...entries], rest: [] };
}

function lastLineAfter({ body, last }: { body: Body; last: LastLine | undefined }, line: Entry): LastLine {
  if (!last || !isRepeated(last.line, line)) return { line, before: body };
  return { line: withRepeat(last.line, line), before: last.before };
}

function withNote({ text, isInBlock }: Body, note: Entry): Body {
  const before = isInBlock ? `${text}${closingFence}\n` : text && `${text}\n`;
  return { text: before + breakFences(note.text), isInBlock: false };
}

function withLine(body: Body, line: Entry, style: ConsoleStyle): Body {
  // Discord drops empty lines at the start of a block, and shows a block of nothing else as bare backticks.
  if (!body.isInBlock && isBlank(line)) return body;
  const shown = breakFences(shownLine(line, style));
  if (body.isInBlock) return { text: `${body.text}\n${shown}`, isInBlock: true };
  const fence = style === "ansi" ? "```ansi\n" : "```\n";
  return { text: (body.text && `${body.text}\n`) + fence + shown, isInBlock: true };
}

/** A pair is shown twice, as it came; more are counted. */
function shownLine(line: Entry, style: ConsoleStyle): string {
  const level = style === "plain" ? levelOf(line.text) : undefined;
  const mark = level === undefined ? "" : levelMarks[level];
  if (line.count === 2 && !isBlank(line)) return `${mark}${line.text}\n${mark}${line.text}`;
  return mark + withCount(line, line.count);
}

/** A long line as two: the first fills a message, the second goes on with its colour. */
function halves(line: Entry, units: number): [head: Entry, tail: Entry] {
  const text = breakFences(line.text);
  const room = units - continues.length - resetSequence.length;
  let end = wordEnd(sliceUnits(text, room));
  const sequenceStart = text.lastIndexOf("\u001B", end - 1);
  if (sequenceStart > 0 && !text.slice(sequenceStart, end).includes("m")) end = sequenceStart;
  const head = text.slice(0, end);
  const colour = openColour(head);
  return [
    { ...line, text: head + (colour && resetSequence) + continues, upTo: line.upTo - 1 },
    // The line was counted with its first half.
    { ...line, text: continued + colour + text.slice(end).trimStart(), count: 0, stands: 0 },
  ];
}

function wordEnd(text: string): number {
  const space = text.lastIndexOf(" ");
  return space >= text.length - wordUnits ? space : text.length;
}
