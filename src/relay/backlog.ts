/** What waits for its turn, in order and bounded: single entries while it is little, packed bytes when it is much. */
import { ChunkQueue } from "./chunk-queue.ts";
import { toChunks, type Chunk } from "./chunk.ts";
import {
  isBlank,
  isRepeated,
  lineCount,
  unitsOf,
  withRepeat,
  type Entry,
  type SessionMark,
} from "./entry.ts";

/** So much text is kept as single entries before it is packed: objects of a flood would cost many times its bytes. */
const packUnits = 64 * 1024;
/** The same with the hidden lines of long traces: they are no text of a message. */
const packUnitsWithHidden = 512 * 1024;

export class Backlog {
  /** Older than all entries. */
  readonly #packed: ChunkQueue;
  #entries: Entry[] = [];
  /** Of what messages show. */
  #entryUnits = 0;
  #hiddenUnits = 0;

  /** @param spill takes the oldest lines when there are too many, or says that it cannot. */
  constructor(maxBytes: number, spill?: (chunk: Chunk) => boolean) {
    this.#packed = new ChunkQueue(maxBytes, spill);
  }

  /** A short line or a known trace equal to the one before it only raises that one's count; tells whether it did. */
  add(entry: Entry): boolean {
    const last = this.#entries.at(-1);
    if (last && isRepeated(last, entry)) {
      this.#entries[this.#entries.length - 1] = withRepeat(last, entry);
      return true;
    }
    this.#entries.push(entry);
    this.#count([entry]);
    const isMuch = this.#entryUnits > packUnits || this.#hiddenUnits > packUnitsWithHidden;
    if (isMuch) this.#pack();
    return false;
  }

  /** Gives back what did not fit, to the front. Only right after `takeEntries`. */
  putBack(entries: readonly Entry[]): void {
    this.#entries = [...entries, ...this.#entries];
    this.#count(entries);
  }

  /** The entries of one session. Only while nothing is packed: see `isPacked`. */
  takeEntries(): Entry[] {
    const taken = [...this.entries];
    this.#setEntries(this.#entries.slice(taken.length));
    return taken;
  }

  /** The oldest chunks of one session, for a file, together at most `maxBytes` (but at least one chunk). */
  takeChunks(maxBytes: number): Chunk[] {
    this.#pack();
    return this.#packed.take(maxBytes);
  }

  /** All that waits, of whatever session, marks included. Only while nothing is packed. */
  takeAllEntries(): Entry[] {
    const taken = this.#entries;
    this.#setEntries([]);
    return taken;
  }

  /** What happened to the server before everything that waits; empty lines belong to what comes after it. */
  takeMark(): SessionMark | undefined {
    const mark = this.#packed.takeMark();
    if (mark || !this.#packed.isEmpty) return mark;
    const index = this.#markIndex();
    if (index === -1) return undefined;
    const [entry] = this.#entries.splice(index, 1);
    this.#setEntries(this.#entries);
    return entry?.mark;
  }

  /** Whether `takeMark` would give one. */
  get hasMark(): boolean {
    return this.#packed.hasMark || (this.#packed.isEmpty && this.#markIndex() !== -1);
  }

  /** Changes the bound, in bytes; what is too much goes at once. */
  limit(maxBytes: number): void {
    this.#packed.limit(maxBytes);
  }

  /** Gives up the oldest packed lines, to the disk if it takes them. False when nothing is packed. */
  shed(): boolean {
    return this.#packed.shed();
  }

  /** How many lines were dropped since the last call. */
  takeDropped(): number {
    return this.#packed.takeDropped();
  }

  get hasDropped(): boolean {
    return this.#packed.hasDropped;
  }

  /** Counts lines that were lost elsewhere, to be told with the dropped ones. */
  countDropped(lines: number): void {
    this.#packed.countDropped(lines);
  }

  get isPacked(): boolean {
    return !this.#packed.isEmpty;
  }

  /** Of the session that what waits begins with. */
  get entries(): readonly Entry[] {
    const next = this.#entries.findIndex(({ kind }) => kind === "mark");
    return next === -1 ? this.#entries : this.#entries.slice(0, next);
  }

  /** Text that waits: about bytes, for mostly ASCII text. */
  get bytes(): number {
    return this.#packed.bytes + this.#entryUnits + this.#hiddenUnits;
  }

  /** As `bytes`, of what messages would show. */
  get shownBytes(): number {
    return this.#packed.bytes + this.#entryUnits;
  }

  /** Whether any entry hides lines, which only a file can show. */
  get hasHidden(): boolean {
    return this.#hiddenUnits > 0;
  }

  get hasNotes(): boolean {
    return this.#packed.hasNotes || this.#entries.some(({ kind }) => kind === "note");
  }

  get lines(): number {
    return this.#packed.lines + lineCount(this.#entries);
  }

  /** Whether there is anything worth a message: empty lines alone are not. */
  get hasText(): boolean {
    return this.isPacked || this.#entries.some((entry) => !isBlank(entry));
  }

  /** Monotonic: when the oldest waiting entry came. */
  get oldestSince(): number | undefined {
    return this.#packed.oldestSince ?? this.#entries[0]?.since;
  }

  /** Whether no line and no note waits. */
  get isEmpty(): boolean {
    return this.#packed.isEmpty && this.#entries.every(({ kind }) => kind === "mark");
  }

  #pack(): void {
    const { chunks, rest } = toChunks(this.#entries);
    this.#setEntries(rest);
    for (const chunk of chunks) this.#packed.push(chunk);
  }

  /** Of the mark that only empty lines stand before; -1 when there is none. */
  #markIndex(): number {
    const index = this.#entries.findIndex((entry) => entry.kind === "mark" || !isBlank(entry));
    return this.#entries[index]?.kind === "mark" ? index : -1;
  }

  #setEntries(entries: Entry[]): void {
    this.#entries = entries;
    this.#entryUnits = 0;
    this.#hiddenUnits = 0;
    this.#count(entries);
  }

  #count(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const shown = entry.text.length + 1;
      this.#entryUnits += shown;
      this.#hiddenUnits += unitsOf(entry) - shown;
    }
  }
}
