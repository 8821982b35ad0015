/**
 * Finds what a history and the live lines that came before it both hold, where nothing that was seen earlier tells it.
 * Pure.
 */
import { historyLimit } from "./recover-gap.ts";

/** Lines to leave out: they stand in the other place as well. */
export interface Repeat {
  from: number;
  count: number;
}

/** Equal lines in a row: fewer may be chance. */
const surelyEqual = 3;
/** Lines that the log may have grown by since the last of the live ones. */
const mayFollow = 20;

/** @param pauses how many lines came before each pause: where a few equal lines end with one, they are no chance. */
export function repeatIn(lines: readonly string[], pauses: readonly number[] = []): Repeat | undefined {
  const twice = [...placesOf(lines).values()].filter(({ length }) => length === 2) as [number, number][];
  return repeatOfFirst(lines, twice, pauses) ?? repeatOfLast(lines, twice);
}

/**
 * The history goes further back than the live lines: those come again within it. Consoles repeat themselves as well, a
 * stack trace for one: a pause must follow the first of them, or a full history, which they end.
 */
function repeatOfFirst(
  lines: readonly string[],
  twice: readonly [number, number][],
  pauses: readonly number[],
): Repeat | undefined {
  const [one, again] = twice.find(([first]) => first === 0) ?? [];
  if (one === undefined || again === undefined) return undefined;
  const count = equalFrom(lines, one, again);
  const endsHistory = again <= historyLimit && again >= historyLimit - mayFollow;
  const isFull = endsHistory && lines.length >= count + historyLimit;
  return pauses.includes(count) || (count >= surelyEqual && isFull) ? { from: 0, count } : undefined;
}

/** The live lines go further back than the history, which follows them and ends as they do: a full one. */
function repeatOfLast(lines: readonly string[], twice: readonly [number, number][]): Repeat | undefined {
  for (const [one, other] of twice) {
    const count = equalFrom(lines, one, other);
    if (one + count === other && count >= historyLimit) return { from: other, count };
  }
  return undefined;
}

function placesOf(lines: readonly string[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [at, line] of lines.entries()) {
    const known = places.get(line);
    if (known) known.push(at);
    else places.set(line, [at]);
  }
  return places;
}

/** How many lines from `one` on are those from `other` on, without running into each other. */
export function equalFrom(lines: readonly string[], one: number, other: number): number {
  const most = Math.min(other - one, lines.length - other);
  let count = 0;
  while (count < most && lines[one + count] === lines[other + count]) count += 1;
  return count;
}
