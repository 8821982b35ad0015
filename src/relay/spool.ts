/** Where lines wait for Discord on the disk: a folder for each console, all within one bound, none kept for ever. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "../lib/logger.ts";
import { DiskSpool, type SharedDisk, type Spool } from "./disk-spool.ts";
import { bytesOf, linesOf, namesIn, partsIn, type Part } from "./spool-parts.ts";

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
/** What is left of consoles that stream nowhere any more is kept so long: somebody may put a channel back. */
const unclaimedForMs = 14 * 24 * 60 * 60_000;

/** What all spools share. */
export class Spools implements SharedDisk {
  readonly options: SpoolsOptions;
  usedBytes = 0;
  /** What an earlier program left, by folder, until a stream claims it. */
  readonly #unclaimed: Map<string, readonly Part[]>;
  #isInTrouble = false;

  constructor(options: SpoolsOptions) {
    this.options = options;
    const { folder } = options;
    this.#unclaimed = new Map(namesIn(folder).map((name) => [name, partsIn(join(folder, name))]));
    for (const parts of this.#unclaimed.values()) this.usedBytes += bytesOf(parts);
  }

  /** `name` is safe in a path. */
  open(name: string, onLost: (lines: number) => void): Spool {
    const folder = join(this.options.folder, name);
    const parts = this.#unclaimed.get(name) ?? [];
    this.#unclaimed.delete(name);
    return new DiskSpool(this, { folder, parts, onLost });
  }

  /** Deletes what no stream has claimed and is old; to be called when all streams have had time to. Never rejects. */
  async sweep(now: number): Promise<void> {
    const { folder, log } = this.options;
    for (const [name, parts] of this.#unclaimed) {
      const lines = linesOf(parts);
      if (parts.some(({ lastAt }) => now - lastAt < unclaimedForMs)) {
        log.warn({ spool: name, lines }, "lines wait on the disk for a console that streams nowhere");
        continue;
      }
      this.#unclaimed.delete(name);
      this.usedBytes -= bytesOf(parts);
      try {
        await rm(join(folder, name), { recursive: true, force: true });
        if (lines > 0)
          log.warn({ spool: name, lines }, "old lines of a console that streams nowhere were deleted");
      } catch (error) {
        log.warn({ err: error, spool: name }, "old lines could not be deleted");
      }
    }
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
