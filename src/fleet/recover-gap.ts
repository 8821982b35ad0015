/** Which lines were missed while the socket was down, told by comparing what was seen with the history. Pure. */

export interface GapInput {
  /** Lines of the game seen before, oldest first. */
  seen: readonly string[];
  /** Lines of the game that came after the reconnect: the node's history, then what is new. Oldest first. */
  history: readonly string[];
  /** Whether the server was offline when the socket went down, and whether it is now. */
  wasOffline: boolean;
  isOffline: boolean;
  /** How long the console could not be seen, in milliseconds. */
  downMs: number;
}

export interface Gap {
  /** Oldest first. */
  missed: readonly string[];
  /** False when lines may be lost: the history does not surely reach back to what was seen. */
  isComplete: boolean;
}

/** Lines the node replays at most; a shorter history is the whole log of the running container. */
export const historyLimit = 150;
/** In so much time a server that was offline may have been started and stopped, and its lines are in no history. */
const unseenRunMs = 10_000;
/** One equal line may be chance, also one that comes many times; this many different ones are not. */
const surelyEqual = 3;

export function recoverGap({ seen, history, wasOffline, isOffline, downMs }: GapInput): Gap {
  const hadNoRun = wasOffline && downMs < unseenRunMs;
  if (history.length === 0) return { missed: [], isComplete: hadNoRun && isOffline };
  const overlap = overlapOf(seen, history);
  if (overlap) {
    const known = history.slice(overlap.from, overlap.from + overlap.length);
    const isSure = history.length < historyLimit || new Set(known).size >= surelyEqual;
    return { missed: history.slice(overlap.from + overlap.length), isComplete: isSure };
  }
  return { missed: history, isComplete: hadNoRun && history.length < historyLimit };
}

/** Whether the history can be told to be among these lines: it reaches back to what was seen. */
export function isHistory(seen: readonly string[], lines: readonly string[]): boolean {
  return overlapOf(seen, lines) !== undefined;
}

/**
 * Where the history holds the last lines seen; `undefined` where it does not reach back to them. Where lines repeat,
 * several places are possible, and the last is right: the history is a piece of the same stream, and the longer one.
 */
function overlapOf(seen: readonly string[], history: readonly string[]): Overlap | undefined {
  const overlaps = overlapsOf(seen, history);
  const whole = overlaps.find(({ from, length }) => from === 0 || length === seen.length);
  return whole ?? overlaps.find((one) => isAfterEarly(history, one));
}

/** A piece of the history that is the end of what was seen. */
interface Overlap {
  from: number;
  length: number;
}

/** The longest at each place, the last place first. */
function overlapsOf(seen: readonly string[], history: readonly string[]): Overlap[] {
  const overlaps: Overlap[] = [];
  for (let to = history.length; to > 0; to -= 1) {
    const most = Math.min(to, seen.length);
    let length = 0;
    while (length < most && seen[seen.length - 1 - length] === history[to - 1 - length]) length += 1;
    if (length > 0) overlaps.push({ from: to - length, length });
  }
  return overlaps;
}

/** Whether what stands before the overlap are live lines, which the history holds once more after it. */
function isAfterEarly(history: readonly string[], { from, length }: Overlap): boolean {
  if (from + length < surelyEqual) return false;
  let found = 0;
  for (let at = from + length; at < history.length && found < from; at += 1) {
    if (history[at] === history[found]) found += 1;
  }
  return found === from;
}
