/**
 * Lines that wait for Discord on the disk, when there are too many for the memory: compressed, bounded, oldest first. What
 * the program leaves behind is delivered after its next start.
 */
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip, gzipSync } from "node:zlib";
import type { Log } from "../lib/logger.ts";
import type { Chunk } from "./chunk.ts";

/** What is known of a part without opening it; all of it stands in the name of its file. */
export interface Spooled {
  readonly lines: number;
  readonly warnings: number;
  readonly errors: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

export interface Spool {
  /** Takes the newest lines off the memory. False when it cannot: then they must be dropped. Never throws. */
  put(chunk: Chunk): boolean;
  /** The same before the program ends: for what is older than all that is here, or newer. */
  putLast(chunk: Chunk, place: "before" | "after"): boolean;
  /** The oldest part, compressed; `undefined` when there is none. A part that cannot be read counts as lost. */
  first(): Promise<{ part: Spooled; data: Buffer } | undefined>;
  /** It has been delivered, or nobody takes it. */
  dropFirst(): void;
  readonly isEmpty: boolean;
  readonly lines: number;
}

export interface SpoolsOptions {
  /** Made when it is first needed. */
  folder: string;
  log: Log;
  /** Bytes on the disk, of all spools together. */
  maxBytes?: number;
  /** The disk takes nothing: told once when it begins, and once when it is over. */
  onDisk?: (trouble: { isOver: boolean }) => void;
}

/** A day of a busy console, compressed, on the smallest VPS. */
const maxSpoolBytes = 256 * 1024 * 1024;
/** Parts that wait for a slow disk are in the memory still. */
const maxUnwritten = 3;

/** What all spools share. */
export class Spools {
  readonly options: SpoolsOptions;
  usedBytes = 0;
  #isInTrouble = false;

  constructor(options: SpoolsOptions) {
    this.options = options;
  }

  /** `name` is safe in a path. */
  open(name: string, onLost: (lines: number) => void): Spool {
    return new DiskSpool(this, join(this.options.folder, name), onLost);
  }

  get hasRoom(): boolean {
    return this.usedBytes < (this.options.maxBytes ?? maxSpoolBytes);
  }

  /** Tells about the disk when that changes. */
  disk(isWell: boolean): void {
    if (isWell !== this.#isInTrouble) return;
    this.#isInTrouble = !isWell;
    this.options.onDisk?.({ isOver: isWell });
  }
}

interface Part extends Spooled {
  readonly number: number;
  readonly file: string;
  bytes: number;
  /** Until it is on the disk. */
  writing?: Promise<boolean>;
}

const compress = promisify(gzip);
/** Fast: a flood on a small machine has better things to do. */
const quickly = { level: 1 };

class DiskSpool implements Spool {
  readonly #shared: Spools;
  readonly #folder: string;
  readonly #onLost: (lines: number) => void;
  #parts: Part[];

  constructor(shared: Spools, folder: string, onLost: (lines: number) => void) {
    this.#shared = shared;
    this.#folder = folder;
    this.#onLost = onLost;
    this.#parts = leftIn(folder);
    for (const { bytes } of this.#parts) shared.usedBytes += bytes;
  }

  get isEmpty(): boolean {
    return this.#parts.length === 0;
  }

  get lines(): number {
    return this.#parts.reduce((sum, { lines }) => sum + lines, 0);
  }

  put(chunk: Chunk): boolean {
    const unwritten = this.#parts.filter(({ writing }) => writing !== undefined).length;
    if (unwritten >= maxUnwritten || !this.#shared.hasRoom) return false;
    const part = this.#partOf(chunk, (this.#parts.at(-1)?.number ?? 0) + 1);
    part.writing = this.#write(part, chunk.data);
    this.#parts.push(part);
    return true;
  }

  putLast(chunk: Chunk, place: "before" | "after"): boolean {
    const number =
      place === "before" ? (this.#parts[0]?.number ?? 1) - 1 : (this.#parts.at(-1)?.number ?? 0) + 1;
    const part = this.#partOf(chunk, number);
    try {
      mkdirSync(this.#folder, { recursive: true });
      writeFileSync(part.file, gzipSync(chunk.data, quickly));
      this.#parts = place === "before" ? [part, ...this.#parts] : [...this.#parts, part];
      return true;
    } catch (error) {
      this.#shared.options.log.error(
        { err: error, lines: chunk.lines },
        "lines could not be kept for the next start",
      );
      return false;
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

  dropFirst(): void {
    const part = this.#parts.shift();
    if (!part) return;
    this.#shared.usedBytes -= part.bytes;
    rm(part.file, { force: true }).catch((error: unknown) => {
      this.#shared.options.log.warn({ err: error }, "a spooled file that was delivered could not be removed");
    });
  }

  #partOf({ lines, warnings, errors, firstAt, lastAt }: Chunk, number: number): Part {
    const facts = { lines, warnings, errors, firstAt, lastAt };
    const name = [number, ...Object.values(facts).map(Math.round)].join("_");
    return { ...facts, number, file: join(this.#folder, `${name}.log.gz`), bytes: 0 };
  }

  /** Resolves to whether it is on the disk. */
  async #write(part: Part, data: Buffer): Promise<boolean> {
    try {
      const compressed = await compress(data, quickly);
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

const partName = /^(-?\d+)_(\d+)_(\d+)_(\d+)_(\d+)_(\d+)\.log\.gz$/;

function leftIn(folder: string): Part[] {
  return filesIn(folder)
    .flatMap((name): Part[] => {
      const numbers = partName.exec(name)?.slice(1).map(Number);
      if (!numbers) return [];
      const [number = 0, lines = 0, warnings = 0, errors = 0, firstAt = 0, lastAt = 0] = numbers;
      const file = join(folder, name);
      return [{ number, lines, warnings, errors, firstAt, lastAt, file, bytes: statSync(file).size }];
    })
    .sort((a, b) => a.number - b.number);
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Nothing was ever spooled there.
    return [];
  }
}
