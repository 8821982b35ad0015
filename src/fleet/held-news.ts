/** What is news of all that was held back while a history was caught. Pure. */
import type { ConsoleLine } from "./console-line.ts";
import { isLine, type Held } from "./history-window.ts";
import { historyLimit, isHistory, recoverGap, type GapInput } from "./recover-gap.ts";
import { equalFrom, repeatIn } from "./repeat.ts";
import type { Missed, ServerEvent } from "./server-event.ts";

/** Whether the history is among lines that came after a gap. */
export function isHistoryAfter(seen: readonly string[], lines: readonly ConsoleLine[]): boolean {
  const texts = textsOf(ofGame(lines));
  return isHistory(seen, texts) || repeatIn(texts) !== undefined;
}

/** What was held back. */
export interface Heard {
  readonly held: readonly Held[];
  /** How many lines came before each pause. */
  readonly pauses: readonly number[];
  /** The lines up to here are the history or came before it, by their pace alone. */
  readonly replayed: number;
}

export interface FirstNews {
  /** What was printed before this program looked. */
  readonly past: readonly ConsoleLine[];
  readonly news: readonly Held[];
  /** Of the news: lines that may be the history's rest, if its pace broke. */
  readonly early: readonly ConsoleLine[];
}

/** The first connection: the history is no news. What came after it is, and so is more than a history holds. */
export function afterStart({ held, replayed }: Heard): FirstNews {
  const past = untilLimit(ofGame(held.filter(isLine).slice(0, replayed)));
  const isPast = new Set<Held>(past);
  const news = held.filter((one) => !isPast.has(one));
  return { past, news, early: ofGame(untilEvent(news)) };
}

/** As many lines as a history can hold: more in one piece count once. */
function untilLimit(lines: readonly ConsoleLine[]): readonly ConsoleLine[] {
  let pieces = 0;
  const end = lines.findIndex(({ isContinued }) => !isContinued && (pieces += 1) > historyLimit);
  return end === -1 ? lines : lines.slice(0, end);
}

export interface NewsAfterGap {
  readonly missed: Omit<Missed, "downMs">;
  readonly news: readonly Held[];
}

/** After a gap: lines seen before come again, and all others are news; those after an event are told in their place. */
export function afterGap({ held: heard, pauses }: Heard, gap: Omit<GapInput, "history">): NewsAfterGap {
  const inOrder = inTheirRun(heard);
  const lines = heard.filter(isLine);
  const gamePauses = pauses.map((count) => ofGame(lines.slice(0, count)).length);
  const held = withoutRepeat(inOrder, gamePauses, gap.seen);
  const history = ofGame(held.filter(isLine));
  const { missed, isComplete } = recoverGap({ ...gap, history: textsOf(history) });
  const known = new Set<Held>(history.slice(0, history.length - missed.length));
  const recovered = ofGame(untilEvent(held)).filter((line) => !known.has(line));
  const isTold = new Set<Held>([...known, ...recovered]);
  const news = withoutReplay(held.filter((one) => !isTold.has(one)));
  return { missed: { recovered, complete: isComplete && held === inOrder }, news };
}

/** Where nothing seen before tells what the history is, it may show by what it repeats. */
function withoutRepeat(
  held: readonly Held[],
  pauses: readonly number[],
  seen: readonly string[],
): readonly Held[] {
  const lines = ofGame(held.filter(isLine));
  const texts = textsOf(lines);
  const repeat = isHistory(seen, texts) ? undefined : repeatIn(texts, pauses);
  if (!repeat) return held;
  const again = new Set<Held>(lines.slice(repeat.from, repeat.from + repeat.count));
  return held.filter((one) => !again.has(one));
}

/** A game that is offline prints nothing: its lines that come then are of before, read slowly. */
function inTheirRun(held: readonly Held[]): readonly Held[] {
  const ordered: Held[] = [];
  let offlineAt: number | undefined;
  for (const one of held) {
    if (isLine(one) && one.source === "game" && offlineAt !== undefined) {
      ordered.splice(offlineAt, 0, one);
      offlineAt += 1;
      continue;
    }
    if (isState(one)) offlineAt = one.state === "offline" ? ordered.length : undefined;
    ordered.push(one);
  }
  return ordered;
}

/** A run that began in sight, before the history came: that holds what was seen of it once more. */
function withoutReplay(news: readonly Held[]): readonly Held[] {
  const begun = news.findLastIndex(beginsRun);
  if (begun === -1) return news;
  const run = ofGame(news.slice(begun).filter(isLine));
  const texts = textsOf(run);
  for (let count = Math.floor(texts.length / 2); count > 0; count -= 1) {
    if (equalFrom(texts, 0, count) < count) continue;
    const again = new Set<Held>(run.slice(0, count));
    return news.filter((one) => !again.has(one));
  }
  return news;
}

const isState = (held: Held): held is Extract<ServerEvent, { type: "state" }> =>
  !isLine(held) && held.type === "state";

const beginsRun = (held: Held): boolean => isState(held) && held.previous === "offline";

function untilEvent(held: readonly Held[]): readonly ConsoleLine[] {
  const first = held.findIndex((one) => !isLine(one));
  return held.slice(0, first === -1 ? held.length : first).filter(isLine);
}

/** A history has none of the daemon's lines. */
export const ofGame = (lines: readonly ConsoleLine[]): readonly ConsoleLine[] =>
  lines.filter(({ source }) => source === "game");

export const textsOf = (lines: readonly ConsoleLine[]): readonly string[] => lines.map(({ text }) => text);
