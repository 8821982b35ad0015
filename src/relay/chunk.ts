/** Many entries as the bytes of a log file, with what a summary wants to know of them. */
import { withoutColours } from "./ansi.ts";
import { standsFor, withCount, type Entry, type SessionMark } from "./entry.ts";
import { levelOf } from "./level.ts";

export interface Chunk {
  /** UTF-8 text; every line ends with a newline. */
  readonly data: Buffer;
  readonly lines: number;
  readonly warnings: number;
  readonly errors: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** As of an entry: the first one's. */
  readonly since?: number | undefined;
  /** As of an entry: the last one's. */
  readonly upTo: number;
  notes: readonly string[];
  /** What happened to the server before the first line. */
  marks: readonly SessionMark[];
}

/** Entries packed, each session for itself. `rest`: marks that nothing follows yet. */
export function toChunks(entries: readonly Entry[]): { chunks: Chunk[]; rest: Entry[] } {
  const chunks: Chunk[] = [];
  let marks: Entry[] = [];
  let lines: Entry[] = [];
  const close = (): void => {
    if (lines.length === 0) return;
    chunks.push({ ...toChunk(lines), marks: marks.flatMap(({ mark }) => mark ?? []) });
    marks = [];
    lines = [];
  };
  for (const entry of entries) {
    if (entry.kind !== "mark") lines.push(entry);
    else {
      close();
      marks.push(entry);
    }
  }
  close();
  return { chunks, rest: marks };
}

/** Expects at least one entry. */
export function toChunk(entries: readonly Entry[]): Chunk {
  const counts = { lines: 0, warnings: 0, errors: 0 };
  const notes: string[] = [];
  let text = "";
  for (const entry of entries) {
    if (entry.kind === "note") {
      notes.push(entry.text);
      text += `--- ${entry.text} ---\n`;
      continue;
    }
    text += `${withoutColours(textInFile(entry))}\n`;
    counts.lines += standsFor(entry);
    const level = levelOf(entry.text);
    if (level === "error") counts.errors += entry.count;
    else if (level === "warning") counts.warnings += entry.count;
  }
  const firstAt = entries[0]?.at ?? 0;
  const last = entries.at(-1);
  return {
    data: Buffer.from(text),
    ...counts,
    firstAt,
    lastAt: last?.at ?? firstAt,
    since: entries[0]?.since,
    upTo: last?.upTo ?? 0,
    notes,
    marks: [],
  };
}

/** A file has room for what a message hides. */
function textInFile(entry: Entry): string {
  return entry.hides?.join("\n") ?? withCount(entry, entry.count);
}

/** Chunks in order as one. Expects at least one. */
export function mergeChunks(chunks: readonly Chunk[]): Chunk {
  const sum = (of: (chunk: Chunk) => number): number => chunks.reduce((total, chunk) => total + of(chunk), 0);
  const firstAt = chunks[0]?.firstAt ?? 0;
  return {
    data: Buffer.concat(chunks.map(({ data }) => data)),
    lines: sum(({ lines }) => lines),
    warnings: sum(({ warnings }) => warnings),
    errors: sum(({ errors }) => errors),
    firstAt,
    lastAt: chunks.at(-1)?.lastAt ?? firstAt,
    since: chunks[0]?.since,
    upTo: chunks.at(-1)?.upTo ?? 0,
    notes: chunks.flatMap(({ notes }) => notes),
    marks: chunks[0]?.marks ?? [],
  };
}
