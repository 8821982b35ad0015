/** What waits to be shown: a prepared console line, or a note about the server between the lines. */
import { againInWords, type Again } from "./trace-lines.ts";

/** A run of the server begins or ends between two lines. Wall time in milliseconds; `by` asked for the end. */
export type SessionMark =
  | { readonly what: "begin"; readonly at: number }
  | { readonly what: "end"; readonly at: number; readonly by?: string };

export interface Entry {
  readonly kind: "line" | "note" | "mark";
  /** With the kind `mark` only, which has no text. */
  readonly mark?: SessionMark;
  /** One line, sanitised and redacted; a line may hold Discord's colours. */
  readonly text: string;
  /** Wall time in milliseconds. */
  readonly at: number;
  /** Monotonic: since when this program has it. */
  readonly since?: number | undefined;
  /** How many equal lines in a row this stands for. */
  readonly count: number;
  /** How many lines it stands for, where that is not its count: it sums up others. */
  readonly stands?: number;
  /** It stands for a known stack trace that came again. */
  readonly again?: Again;
  /** The lines that it stands for, where they are shown nowhere else: they belong into a file. */
  readonly hides?: readonly string[];
  /** With it, so many raw lines of this relay have been dealt with, counted from its start. */
  readonly upTo: number;
}

export function isBlank(entry: Entry): boolean {
  return entry.text.trim() === "";
}

/**
 * Longer lines are not folded: one that fills a message is cut in two, and its count would be lost. A pair is shown as it
 * came, and in a line of backticks each takes two units (`breakFences`): four times this must fit into a message.
 */
const maxFoldedUnits = 480;

/** Whether `next` only raises the count of the line before it. */
export function isRepeated(last: Entry, next: Entry): boolean {
  if (last.kind !== "line" || next.kind !== "line") return false;
  if (next.text.length > maxFoldedUnits) return false;
  if (next.again) return last.again?.trace === next.again.trace;
  if (last.stands !== undefined || next.stands !== undefined) return false;
  return last.text === next.text;
}

/** Both as one: the count has grown. */
export function withRepeat(last: Entry, next: Entry): Entry {
  const { upTo } = next;
  if (!next.again) return { ...last, count: last.count + next.count, upTo };
  const again = { ...next.again, from: last.again?.from ?? next.again.from };
  return { ...last, again, text: againInWords(again), stands: standsFor(last) + standsFor(next), upTo };
}

export function lineCount(entries: readonly Entry[]): number {
  return entries.reduce((sum, entry) => (entry.kind === "line" ? sum + standsFor(entry) : sum), 0);
}

export function standsFor({ stands, count }: Entry): number {
  return stands ?? count;
}

/** UTF-16 units of all it holds, what it hides included. */
export function unitsOf({ text, hides = [] }: Entry): number {
  return hides.reduce((sum, hidden) => sum + hidden.length + 1, text.length + 1);
}

/** `text  (×3)` for a line that came several times, else the text. */
export function withCount({ text }: Entry, count: number): string {
  return count > 1 && text.trim() !== "" ? `${text}  (×${count.toLocaleString("en-US")})` : text;
}

/** `1 line`, `12,345 lines`. */
export function linesInWords(count: number): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? "line" : "lines"}`;
}
