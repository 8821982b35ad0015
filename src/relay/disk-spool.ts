/**
 * Lines that wait for Discord on the disk, when there are too many for the memory: compressed, oldest first. What the
 * program leaves behind is delivered after its next start.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import type { Log } from "../lib/logger.ts";
import type { Chunk } from "./chunk.ts";
import { gzipped, gzippedNow } from "./gzip.ts";
import { linesOf, newPart, type Part, type Spooled } from "./spool-parts.ts";

export interface Spool {
  /** Takes the newest lines off the memory. False when it cannot: then they must be dropped. Never throws. */
  put(chunk: Chunk): boolean;
  /**
   * The same before the program ends: for what is older than all that is here, or newer. Gives the number of the part,
   * `undefined` when it cannot.
   */
  putLast(chunk: Chunk, place: "before" | "after"): number | undefined;
  /** The oldest part, compressed; `undefined` when there is none. A part that cannot be read counts as lost. */
  first(): Promise<{ part: Spooled; data: Buffer } | undefined>;
  /** It has been delivered, or nobody takes it. */
  dropFirst(): void;
  /** Resolves when everything it took is on the disk, or lost, and what was delivered is gone from it. Never rejects. */
  written(): Promise<void>;
  readonly isEmpty: boolean;
  readonly lines: number;
}

/** What a spool needs to know of the others. */
export interface SharedDisk {
  readonly options: { readonly log: Log };
  usedBytes: number;
  readonly hasRoom: boolean;
  /** To be told after each write. */
  disk(isWell: boolean): void;
}

/** Parts that wait for a slow disk are in the memory still. */
const maxUnwritten = 3;

export interface Opening {
  folder: string;
  parts: readonly Part[];
  onLost: (lines: number) => void;
}

export class DiskSpool implements Spool {
  readonly #shared: SharedDisk;
  readonly #folder: string;
  readonly #onLost: (lines: number) => void;
  #parts: Part[];
  /** Of what was delivered: a program that ends before would leave it to the next one, which would show it again. */
  readonly #removals = new Set<Promise<void>>();

  /** `parts` are there already, and counted. */
  constructor(shared: SharedDisk, { folder, parts, onLost }: Opening) {
    this.#shared = shared;
    this.#folder = folder;
    this.#onLost = onLost;
    this.#parts = [...parts];
  }

  get isEmpty(): boolean {
    return this.#parts.length === 0;
  }

  get lines(): number {
    return linesOf(this.#parts);
  }

  put(chunk: Chunk): boolean {
    const unwritten = this.#parts.filter(({ writing }) => writing !== undefined).length;
    if (unwritten >= maxUnwritten || !this.#shared.hasRoom) return false;
    const part = newPart(this.#folder, (this.#parts.at(-1)?.number ?? 0) + 1, chunk);
    part.writing = this.#write(part, chunk.data);
    this.#parts.push(part);
    return true;
  }

  putLast(chunk: Chunk, place: "before" | "after"): number | undefined {
    const number =
      place === "before" ? (this.#parts[0]?.number ?? 1) - 1 : (this.#parts.at(-1)?.number ?? 0) + 1;
    const part = newPart(this.#folder, number, chunk);
    try {
      mkdirSync(this.#folder, { recursive: true });
      const compressed = gzippedNow(chunk.data);
      writeFileSync(part.file, compressed);
      part.bytes = compressed.length;
      this.#shared.usedBytes += part.bytes;
      this.#parts = place === "before" ? [part, ...this.#parts] : [...this.#parts, part];
      return number;
    } catch (error) {
      this.#shared.options.log.error(
        { err: error, lines: chunk.lines },
        "lines could not be kept for the next start",
      );
      return undefined;
    }
  }

  async first(): Promise<{ part: Spooled; data: Buffer } | undefined> {
    for (let part = this.#parts[0]; part; part = this.#parts[0]) {
      if ((await part.writing) === false) continue;
      try {
        return { part, data: await readFile(part.file) };
      } catch (error) {
        this.#shared.options.log.error({ err: error, lines: part.lines }, "spooled lines could not be read");
        this.#lose(part);
      }
    }
    return undefined;
  }

  async written(): Promise<void> {
    await Promise.all([...this.#removals, ...this.#parts.flatMap(({ writing }) => writing ?? [])]);
  }

  dropFirst(): void {
    const part = this.#parts.shift();
    if (!part) return;
    this.#shared.usedBytes -= part.bytes;
    const removal = this.#remove(part).finally(() => {
      this.#removals.delete(removal);
    });
    this.#removals.add(removal);
  }

  /** Never rejects. */
  async #remove({ file }: Part): Promise<void> {
    try {
      await rm(file, { force: true });
    } catch (error) {
      this.#shared.options.log.warn({ err: error }, "a spooled file that was delivered could not be removed");
    }
  }

  /** Resolves to whether it is on the disk. */
  async #write(part: Part, data: Buffer): Promise<boolean> {
    try {
      const compressed = await gzipped(data);
      mkdirSync(this.#folder, { recursive: true });
      await writeFile(part.file, compressed);
      part.bytes = compressed.length;
      this.#shared.usedBytes += part.bytes;
      delete part.writing;
      this.#shared.disk(true);
      return true;
    } catch (error) {
      this.#shared.options.log.error(
        { err: error, lines: part.lines },
        "lines could not be spooled to the disk",
      );
      // Half a file may be there, or nothing: whatever stands in the way of removing it has been told already.
      await rm(part.file, { force: true }).catch(() => undefined);
      this.#lose(part);
      this.#shared.disk(false);
      return false;
    }
  }

  #lose(part: Part): void {
    this.#parts = this.#parts.filter((other) => other !== part);
    this.#shared.usedBytes -= part.bytes;
    this.#onLost(part.lines);
  }
}
