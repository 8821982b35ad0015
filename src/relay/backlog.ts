/** What waits for its turn, in order and bounded: single entries while it is little, packed bytes when it is much. */
import { isBlank, lineCount, unitsOf, type Entry } from "./entry.ts";
import { mergeChunks, toChunk, type Chunk } from "./chunk.ts";

/** So much text is kept as single entries before it is packed: objects of a flood would cost many times its bytes. */
const packUnits = 64 * 1024;
/** The same with the hidden lines of long traces: they are no text of a message. */
const packUnitsWithHidden = 512 * 1024;

/** Longer lines are not folded: one that fills a message is cut in two, and its count would be lost. */
const maxFoldedUnits = 500;

/** Notes of dropped chunks that live on: a crash must be told even when its lines are gone. */
const maxSavedNotes = 10;

/** What leaves the memory for the disk at once, and comes back as one file. */
const spillBytes = 2 * 1024 * 1024;

export class Backlog {
  #chunks: Chunk[] = [];
  #entries: Entry[] = [];
  /** Of what messages show. */
  #entryUnits = 0;
  #hiddenUnits = 0;
  #chunkBytes = 0;
  #maxBytes: number;
  #dropped = 0;

  readonly #spill: ((chunk: Chunk) => boolean) | undefined;

  /** @param spill takes the oldest lines when there are too many, or says that it cannot. */
  constructor(maxBytes: number, spill?: (chunk: Chunk) => boolean) {
    this.#maxBytes = maxBytes;
    this.#spill = spill;
  }

  /** A short line equal to the one before it only raises that one's count; tells whether it did. */
  add(entry: Entry): boolean {
    const last = this.#entries.at(-1);
    if (last && isRepeated(last, entry)) {
      this.#entries[this.#entries.length - 1] = {
        ...last,
        count: last.count + entry.count,
        upTo: entry.upTo,
      };
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

  #count(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const shown = entry.text.length + 1;
      this.#entryUnits += shown;
      this.#hiddenUnits += unitsOf(entry) - shown;
    }
  }

  /** All entries. Only while nothing is packed: see `isPacked`. */
  takeEntries(): Entry[] {
    const taken = this.#entries;
    this.#entries = [];
    this.#entryUnits = 0;
    this.#hiddenUnits = 0;
    return taken;
  }

  /** The oldest chunks, packed for a file, together at most `maxBytes` (but at least one chunk). */
  takeChunks(maxBytes: number): Chunk[] {
    this.#pack();
    return this.#takeUpTo(maxBytes);
  }

  #takeUpTo(maxBytes: number): Chunk[] {
    let bytes = 0;
    const firstLeft = this.#chunks.findIndex((chunk, index) => {
      bytes += chunk.data.length;
      return index > 0 && bytes > maxBytes;
    });
    const taken = this.#chunks.slice(0, firstLeft === -1 ? this.#chunks.length : firstLeft);
    this.#chunks = this.#chunks.slice(taken.length);
    for (const chunk of taken) this.#chunkBytes -= chunk.data.length;
    return taken;
  }

  /** How many lines were dropped since the last call. */
  takeDropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }

  get hasDropped(): boolean {
    return this.#dropped > 0;
  }

  /** Counts lines that were lost elsewhere, to be told with the dropped ones. */
  countDropped(lines: number): void {
    this.#dropped += lines;
  }

  /** Changes the bound, in bytes; what is too much goes at once. */
  limit(maxBytes: number): void {
    this.#maxBytes = maxBytes;
    this.#dropOldest();
  }

  get isPacked(): boolean {
    return this.#chunks.length > 0;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Text that waits: about bytes, for mostly ASCII text. */
  get bytes(): number {
    return this.#chunkBytes + this.#entryUnits + this.#hiddenUnits;
  }

  /** As `bytes`, of what messages would show. */
  get shownBytes(): number {
    return this.#chunkBytes + this.#entryUnits;
  }

  /** Whether any entry hides lines, which only a file can show. */
  get hasHidden(): boolean {
    return this.#hiddenUnits > 0;
  }

  get lines(): number {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.lines, 0) + lineCount(this.#entries);
  }

  /** Whether there is anything worth a message: empty lines alone are not. */
  get hasText(): boolean {
    return this.isPacked || this.#entries.some((entry) => !isBlank(entry));
  }

  /** When the oldest waiting entry came. */
  get oldestAt(): number | undefined {
    return this.#chunks[0]?.firstAt ?? this.#entries[0]?.at;
  }

  get isEmpty(): boolean {
    return this.#chunks.length === 0 && this.#entries.length === 0;
  }

  #spillOldest(): boolean {
    if (!this.#spill) return false;
    const before = this.#chunks;
    const bytes = this.#chunkBytes;
    if (this.#spill(mergeChunks(this.#takeUpTo(spillBytes)))) return true;
    this.#chunks = before;
    this.#chunkBytes = bytes;
    return false;
  }

  #pack(): void {
    const entries = this.takeEntries();
    if (entries.length === 0) return;
    const chunk = toChunk(entries);
    this.#chunks.push(chunk);
    this.#chunkBytes += chunk.data.length;
    this.#dropOldest();
  }

  #dropOldest(): void {
    while (this.#chunkBytes > this.#maxBytes && this.shed());
  }

  /** Gives up the oldest packed lines, to the disk if it takes them. False when nothing is packed. */
  shed(): boolean {
    if (this.#chunks.length === 0) return false;
    if (this.#spillOldest()) return true;
    const [oldest, next] = this.#chunks.splice(0, 1).concat(this.#chunks[0] ?? []);
    if (!oldest) return false;
    this.#chunkBytes -= oldest.data.length;
    this.#dropped += oldest.lines;
    if (next) next.notes = [...oldest.notes, ...next.notes].slice(-maxSavedNotes);
    return true;
  }
}

function isRepeated(last: Entry, next: Entry): boolean {
  if (last.kind !== "line" || next.kind !== "line") return false;
  if (last.stands !== undefined || next.stands !== undefined) return false;
  return last.text === next.text && next.text.length <= maxFoldedUnits;
}
