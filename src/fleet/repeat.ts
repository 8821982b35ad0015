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
  const places = placesOf(lines);
  // The history goes further back than the live lines: those come again within it.
  const [first, again, ...more] = places.get(lines[0] ?? "") ?? [];
  if (first === 0 && again !== undefined && more.length === 0) {
    const count = equalFrom(lines, 0, again);
    if (count >= surelyEqual || pauses.includes(count)) return { from: 0, count };
  }
  // The live lines go further back than the history, which follows them and ends as they do.
  for (const [one, other, ...others] of places.values()) {
    if (one === undefined || other === undefined || others.length > 0) continue;
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
