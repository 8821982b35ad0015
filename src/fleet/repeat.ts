/**
 * Finds what a history and the live lines that came before it both hold, where nothing that was seen earlier tells it.
 * Pure.
 */

/** Lines to leave out: they stand in the other place as well. */
export interface Repeat {
  from: number;
  count: number;
}

/** Equal lines in a row: fewer may be chance. */
const surelyEqual = 3;
/** A history that begins amid the live lines is a full one; a console may repeat a few lines by itself. */
const surelyHistory = 20;

/** @param pauses how many lines came before each pause: where a few equal lines end with one, they are no chance. */
export function repeatIn(lines: readonly string[], pauses: readonly number[] = []): Repeat | undefined {
  const twice = [...placesOf(lines).values()].filter(({ length }) => length === 2) as [number, number][];
  return repeatOfFirst(lines, twice, pauses) ?? repeatOfLast(lines, twice);
}

/** The history goes further back than the live lines: those come again within it. */
function repeatOfFirst(
  lines: readonly string[],
  twice: readonly [number, number][],
  pauses: readonly number[],
): Repeat | undefined {
  const again = twice.find(([one]) => one === 0);
  const count = again ? equalFrom(lines, ...again) : 0;
  const isSure = count >= surelyEqual || (count > 0 && pauses.includes(count));
  return isSure ? { from: 0, count } : undefined;
}

/** The live lines go further back than the history, which follows them and ends as they do. */
function repeatOfLast(lines: readonly string[], twice: readonly [number, number][]): Repeat | undefined {
  for (const [one, other] of twice) {
    const count = equalFrom(lines, one, other);
    if (one + count === other && count >= surelyHistory) return { from: other, count };
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
function equalFrom(lines: readonly string[], one: number, other: number): number {
  const most = Math.min(other - one, lines.length - other);
  let count = 0;
  while (count < most && lines[one + count] === lines[other + count]) count += 1;
  return count;
}
