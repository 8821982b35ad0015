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
  /** False when lines may be lost: the history does not reach back to what was seen. */
  isComplete: boolean;
}

/** Lines the node replays at most; a shorter history is the whole log of the running container. */
export const historyLimit = 150;
/** In so much time a server that was offline may have been started and stopped, and its lines are in no history. */
const unseenRunMs = 10_000;
/** Lines that may come in live before the history does. */
const maxEarly = 20;
/** One equal line after such a skip may be chance; this many are not. */
const surelyEqual = 3;

export function recoverGap({ seen, history, wasOffline, isOffline, downMs }: GapInput): Gap {
  const hadNoRun = wasOffline && downMs < unseenRunMs;
  if (history.length === 0) return { missed: [], isComplete: hadNoRun && isOffline };
  const overlap = overlapOf(seen, history);
  if (overlap > 0) return { missed: history.slice(overlap), isComplete: true };
  for (let early = 1; early <= Math.min(maxEarly, history.length - 1); early += 1) {
    const rest = withoutEarly(seen, history, early);
    if (rest) return { missed: rest, isComplete: true };
  }
  return { missed: history, isComplete: hadNoRun && history.length < historyLimit };
}

/**
 * How many lines of `history` were seen: the longest start of it with which `seen` ends. Where lines repeat, several
 * are possible, and the longest is right: the history is a piece of the same stream, and it is the longer one.
 */
function overlapOf(seen: readonly string[], history: readonly string[]): number {
  for (let length = history.length; length > 0; length -= 1) {
    if (endsWith(seen, history, length)) return length;
  }
  return 0;
}

/** Whether the last lines of `seen` are those of `history` before `length`, as far as both reach. */
function endsWith(seen: readonly string[], history: readonly string[], length: number): boolean {
  const common = Math.min(length, seen.length);
  for (let back = 1; back <= common; back += 1) {
    if (seen[seen.length - back] !== history[length - back]) return false;
  }
  return common > 0;
}

/** What follows the overlap when the first `early` lines are live ones that the history holds once more. */
function withoutEarly(
  seen: readonly string[],
  history: readonly string[],
  early: number,
): readonly string[] | undefined {
  const rest = history.slice(early);
  const overlap = overlapOf(seen, rest);
  if (overlap < Math.min(surelyEqual, seen.length)) return undefined;
  const missed = rest.slice(overlap);
  let found = 0;
  for (const line of missed) if (found < early && line === history[found]) found += 1;
  return found === early ? missed : undefined;
}
