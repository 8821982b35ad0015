/** Parts of a spool as files: what is known of one stands in its name. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { SessionMark } from "./entry.ts";

/** What is known of a part without opening it: it stands in the name of its file. */
export interface Spooled {
  /** Its place among the parts of one program; a new one may have it when all are gone. */
  readonly number: number;
  readonly lines: number;
  readonly warnings: number;
  readonly errors: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** What happened to the server before its first line; who asked for it is not kept. */
  readonly marks: readonly SessionMark[];
  /** Monotonic: since when this program has its lines; absent where an earlier one left them. */
  readonly since?: number | undefined;
}

export interface Part extends Spooled {
  readonly file: string;
  /** On the disk, compressed. */
  bytes: number;
  /** Until it is on the disk. */
  writing?: Promise<boolean>;
}

const partName = /^(-?\d+)_(\d+)_(\d+)_(\d+)_(\d+)_(\d+)((?:_[be]\d+)*)\.log\.gz$/;

export function newPart(
  folder: string,
  number: number,
  { lines, warnings, errors, firstAt, lastAt, marks, since }: Omit<Spooled, "number">,
): Part {
  const facts = { lines, warnings, errors, firstAt, lastAt };
  const name = [number, ...Object.values(facts).map(Math.round), ...marks.map(markInName)].join("_");
  return { ...facts, marks, since, number, file: join(folder, `${name}.log.gz`), bytes: 0 };
}

const markInName = ({ what, at }: SessionMark): string => `${what === "begin" ? "b" : "e"}${Math.round(at)}`;

function marksInName(text: string): SessionMark[] {
  return text
    .split("_")
    .filter((mark) => mark !== "")
    .map((mark) => ({ what: mark.startsWith("b") ? "begin" : "end", at: Number(mark.slice(1)) }));
}

/** Oldest first. */
export function partsIn(folder: string): Part[] {
  return namesIn(folder)
    .flatMap((name): Part[] => {
      const found = partName.exec(name);
      if (!found) return [];
      const [number = 0, lines = 0, warnings = 0, errors = 0, firstAt = 0, lastAt = 0] = found
        .slice(1, 7)
        .map(Number);
      const marks = marksInName(found[7] ?? "");
      const file = join(folder, name);
      return [{ number, lines, warnings, errors, firstAt, lastAt, marks, file, bytes: statSync(file).size }];
    })
    .sort((a, b) => a.number - b.number);
}

/** Empty where there is no such folder. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Nothing was ever spooled there.
    return [];
  }
}

export const linesOf = (parts: readonly Part[]): number => parts.reduce((sum, { lines }) => sum + lines, 0);
export const bytesOf = (parts: readonly Part[]): number => parts.reduce((sum, { bytes }) => sum + bytes, 0);
