/** What an edit changes: a unified diff for people to look at, and the same in words. Pure. */
import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from "diff";

export interface Change {
  /** Lines. */
  readonly added: number;
  readonly removed: number;
  /** A unified diff; nothing when the two are too different for one. */
  readonly patch?: string;
  /** `old → new`, where one line or little more changed: for a record. */
  readonly short?: string;
}

/** More changed lines are not matched: it would hold up everybody else. */
const maxEdits = 600;
const contextLines = 2;
/** Of the lines in `short`, on each side. */
const maxShort = 80;

/** `before` and `after` as `textOf` gives them. */
export function changeOf(name: string, before: string, after: string): Change {
  const options = { context: contextLines, maxEditLength: maxEdits };
  const patch = structuredPatch(name, name, before, after, "before", "after", options);
  if (!patch) return { added: linesIn(after), removed: linesIn(before) };
  const lines = patch.hunks.flatMap((hunk) => hunk.lines);
  const added = lines.filter((line) => line.startsWith("+"));
  const removed = lines.filter((line) => line.startsWith("-"));
  const short = shortOf(removed, added);
  return {
    added: added.length,
    removed: removed.length,
    patch: formatPatch(patch, FILE_HEADERS_ONLY),
    ...(short !== undefined && { short }),
  };
}

/** `2 lines added, 1 removed` */
export function changeInWords({ added, removed }: Change): string {
  const lines = (count: number): string => `${count} ${count === 1 ? "line" : "lines"}`;
  if (removed === 0) return `${lines(added)} added`;
  return added === 0 ? `${lines(removed)} removed` : `${lines(added)} added, ${removed} removed`;
}

function shortOf(removed: readonly string[], added: readonly string[]): string | undefined {
  const [old, next] = [removed, added].map((lines) => lines.map((line) => line.slice(1).trim()).join(" ⏎ "));
  if (old === undefined || next === undefined || old.length > maxShort || next.length > maxShort)
    return undefined;
  return `${old || "nothing"} → ${next || "nothing"}`;
}

function linesIn(text: string): number {
  return text.split("\n").length - (text.endsWith("\n") || text === "" ? 1 : 0);
}
