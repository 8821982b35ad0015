/** Packed lines that wait, oldest first and within a bound: what is too much goes to the disk, or is dropped and counted. */
import { mergeChunks, type Chunk } from "./chunk.ts";
import type { SessionMark } from "./entry.ts";

/** Notes of dropped chunks that live on: a crash must be told even when its lines are gone. */
const maxSavedNotes = 10;

/** What leaves the memory for the disk at once, and comes back as one file. */
const spillBytes = 2 * 1024 * 1024;

export class ChunkQueue {
  #chunks: Chunk[] = [];
  #bytes = 0;
  #maxBytes: number;
  #dropped = 0;
  /** Of chunks that have left out of turn: they stand before what comes next. */
  #marks: readonly SessionMark[] = [];
  readonly #spill: ((chunk: Chunk) => boolean) | undefined;

  /** @param spill takes the oldest lines when there are too many, or says that it cannot. */
  constructor(maxBytes: number, spill?: (chunk: Chunk) => boolean) {
    this.#maxBytes = maxBytes;
    this.#spill = spill;
  }

  push(chunk: Chunk): void {
    this.#chunks.push({ ...chunk, marks: [...this.#takeLeftMarks(), ...chunk.marks] });
    this.#bytes += chunk.data.length;
    this.#keepBound();
  }

  /** The oldest of one session, together at most `maxBytes` (but at least one). */
  take(maxBytes: number): Chunk[] {
    let bytes = 0;
    const firstLeft = this.#chunks.findIndex(({ data, marks }, index) => {
      bytes += data.length;
      return index > 0 && (bytes > maxBytes || marks.length > 0);
    });
    return this.#remove(firstLeft === -1 ? this.#chunks.length : firstLeft);
  }

  /** What happened to the server before the oldest lines. */
  takeMark(): SessionMark | undefined {
    const [first] = this.#chunks;
    const [mark, ...rest] = first?.marks ?? this.#marks;
    if (first) first.marks = rest;
    else this.#marks = rest;
    return mark;
  }

  get hasMark(): boolean {
    return (this.#chunks[0]?.marks ?? this.#marks).length > 0;
  }

  /** Changes the bound, in bytes; what is too much goes at once. */
  limit(maxBytes: number): void {
    this.#maxBytes = maxBytes;
    this.#keepBound();
  }

  /** Gives up the oldest lines, to the disk if it takes them. False when there are none. */
  shed(): boolean {
    if (this.isEmpty) return false;
    if (this.#spillOldest()) return true;
    const [oldest] = this.#remove(1);
    if (!oldest) return false;
    this.#dropped += oldest.lines;
    this.#leaveMarks(oldest.marks);
    const [next] = this.#chunks;
    if (next) next.notes = [...oldest.notes, ...next.notes].slice(-maxSavedNotes);
    return true;
  }

  /** How many lines were dropped since the last call. */
  takeDropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }

  /** Counts lines that were lost elsewhere, to be told with the dropped ones. */
  countDropped(lines: number): void {
    this.#dropped += lines;
  }

  get hasDropped(): boolean {
    return this.#dropped > 0;
  }

  get isEmpty(): boolean {
    return this.#chunks.length === 0;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get hasNotes(): boolean {
    return this.#chunks.some(({ notes }) => notes.length > 0);
  }

  get lines(): number {
    return this.#chunks.reduce((sum, { lines }) => sum + lines, 0);
  }

  /** Monotonic: when the oldest line came. */
  get oldestSince(): number | undefined {
    return this.#chunks[0]?.since;
  }

  #remove(count: number): Chunk[] {
    const taken = this.#chunks.slice(0, count);
    this.#chunks = this.#chunks.slice(count);
    for (const { data } of taken) this.#bytes -= data.length;
    return taken;
  }

  #spillOldest(): boolean {
    if (!this.#spill) return false;
    const before = this.#chunks;
    const bytes = this.#bytes;
    const taken = this.take(spillBytes);
    if (this.#spill(mergeChunks(taken))) return true;
    this.#chunks = before;
    this.#bytes = bytes;
    return false;
  }

  #keepBound(): void {
    while (this.#bytes > this.#maxBytes && this.shed());
  }

  #leaveMarks(marks: readonly SessionMark[]): void {
    const [next] = this.#chunks;
    if (next) next.marks = [...marks, ...next.marks];
    else this.#marks = [...this.#marks, ...marks];
  }

  #takeLeftMarks(): readonly SessionMark[] {
    const marks = this.#marks;
    this.#marks = [];
    return marks;
  }
}
