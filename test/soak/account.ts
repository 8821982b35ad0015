/** Holds what a channel told against what the game printed: every line once and in order, or in a gap that was told. */
import type { Tape, TapedLine } from "./tape.ts";
import type { Told } from "./transcript.ts";

/** Lines that stand nowhere: from `from` up to, not including, `to`. */
export interface Missing {
  readonly from: number;
  readonly to: number;
  /** What the channel says at this place; `undefined`: nothing. */
  readonly gap: string | undefined;
  /** How many of them the node still had when it was first asked after they were printed. */
  readonly held: number;
}

export interface Account {
  readonly printed: number;
  readonly shown: number;
  readonly missing: readonly Missing[];
  /** Told lines that were never printed, or not at this place: repeated, or out of order. */
  readonly strange: readonly { told: Told; after: number }[];
  /** Gaps that were told although nothing is missing there. */
  readonly emptyGaps: readonly { gap: string; after: number }[];
  /** The place of each line; `undefined` where it stands nowhere. */
  readonly places: readonly (string | undefined)[];
}

/** So many lines in a row are surely the place: more than a game repeats one. */
const surely = 60;

export function account(tape: Tape, told: readonly Told[]): Account {
  const { lines } = tape;
  const places: (string | undefined)[] = lines.map(() => undefined);
  const missing: Missing[] = [];
  const strange: Account["strange"][number][] = [];
  const emptyGaps: Account["emptyGaps"][number][] = [];
  let next = 0;
  let shown = 0;
  let gap: string | undefined;
  const miss = (to: number): void => {
    if (to > next) missing.push({ from: next, to, gap, held: heldOf(tape, { from: next, to, gap }) });
    else if (gap !== undefined) emptyGaps.push({ gap, after: next });
    gap = undefined;
    next = to;
  };
  for (const [index, one] of told.entries()) {
    if (one.what === "note") continue;
    if (one.what === "gap") {
      gap ??= one.text;
      continue;
    }
    const at = placeOf(lines, next, told, { index, isGap: gap !== undefined });
    if (at === undefined) {
      strange.push({ told: one, after: next });
      continue;
    }
    miss(at);
    const count = one.what === "trace" ? one.lines : 1;
    places.fill(one.place, at, at + count);
    shown += count;
    next = at + count;
  }
  miss(lines.length);
  return { printed: lines.length, shown, missing, strange, emptyGaps, places };
}

/** Where on the tape the told line stands: right here, else further on, where most of what follows stands as well. */
function placeOf(
  lines: readonly TapedLine[],
  next: number,
  told: readonly Told[],
  { index, isGap }: { index: number; isGap: boolean },
): number | undefined {
  const here = runFrom(lines, next, told, index);
  if (here > 0 && (!isGap || here >= surely)) return next;
  let best: { at: number; length: number } | undefined = here > 0 ? { at: next, length: here } : undefined;
  // What was there before is told again rather than that so much is missing.
  const again = isGap ? 0 : longestBefore(lines, next, told, index);
  for (let at = next + 1; at < lines.length; at += 1) {
    const length = runFrom(lines, at, told, index);
    if (length > (best?.length ?? 0)) best = { at, length };
    if (length >= surely) break;
  }
  return best && best.length > again ? best.at : undefined;
}

function longestBefore(
  lines: readonly TapedLine[],
  next: number,
  told: readonly Told[],
  index: number,
): number {
  let longest = 0;
  for (let at = 0; at < next; at += 1) longest = Math.max(longest, runFrom(lines, at, told, index));
  return longest;
}

/** How many told lines in a row, from `index` on, stand on the tape from `at` on; at most `surely`. */
function runFrom(lines: readonly TapedLine[], at: number, told: readonly Told[], index: number): number {
  let length = 0;
  let place = at;
  for (let ahead = index; ahead < told.length && length < surely; ahead += 1) {
    const one = told[ahead];
    if (!one || one.what === "gap") break;
    if (one.what === "note") continue;
    if (lines[place]?.text.trimEnd() !== one.text) break;
    place += one.what === "trace" ? one.lines : 1;
    length += 1;
  }
  // Where the channel ends, or a gap comes, nothing more can be compared.
  const rest = told.slice(index, index + 200).findIndex(({ what }) => what === "gap");
  const isEnd = rest !== -1 ? length === countLines(told, index, index + rest) : false;
  return isEnd ? surely : length;
}

const countLines = (told: readonly Told[], from: number, to: number): number =>
  told.slice(from, to).filter(({ what }) => what === "line" || what === "trace").length;

/**
 * Of the lines from `from` to `to`: how many were in the first replay after each. Those that repeat what stands above the
 * gap do not count: whether they are the same ones nobody can tell.
 */
function heldOf({ lines, replays }: Tape, { from, to, gap }: Omit<Missing, "held">): number {
  let held = 0;
  // What still waited when the bot stopped had been heard: only the history at its next start could bring it back.
  const atStart = gap?.includes("Roost was not running")
    ? replays.find(({ at }) => at >= (lines[to - 1]?.at ?? 0))
    : undefined;
  for (let index = from; index < to; index += 1) {
    const at = lines[index]?.at ?? 0;
    const first = atStart ?? replays.find((replay) => replay.at >= at && replay.to > index);
    const isRepeated = lines[index]?.text === lines[from - 1]?.text;
    if (first && first.from <= index && !isRepeated) held += 1;
  }
  return held;
}
