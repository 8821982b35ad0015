/** What the files of one message hold together: how much it is, how bad, and when. Pure. */

export interface Totals {
  readonly files: number;
  readonly lines: number;
  readonly warnings: number;
  readonly errors: number;
  /** Wall time in milliseconds. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** What happened to the server among the lines, oldest first. */
  readonly notes: readonly string[];
  /** They waited on the disk. */
  readonly isSpooled: boolean;
}

type Part = Pick<Totals, "lines" | "warnings" | "errors" | "firstAt" | "lastAt"> & Partial<Totals>;

/** More than the summary shows are of no use. */
const keptNotes = 10;

/** One more file beside those that are there. */
export function totalsOf(part: Part, before?: Totals): Totals {
  const one: Totals = { isSpooled: false, notes: [], ...part, files: 1 };
  if (!before) return one;
  return {
    files: before.files + 1,
    lines: before.lines + one.lines,
    warnings: before.warnings + one.warnings,
    errors: before.errors + one.errors,
    firstAt: before.firstAt,
    lastAt: one.lastAt,
    notes: [...before.notes, ...one.notes].slice(-keptNotes),
    isSpooled: one.isSpooled,
  };
}
