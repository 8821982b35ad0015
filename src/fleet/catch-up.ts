/** Catches up with a console after it could not be seen: holds back what it says until the history has been caught. */
import type { Clock } from "../lib/clock.ts";
import type { ConsoleLine } from "./console-line.ts";
import { afterGap, afterStart, isHistoryAfter, ofGame, textsOf, type Heard } from "./held-news.ts";
import { HistoryWindow, isLine, type Held } from "./history-window.ts";
import type { LiveState } from "./live-state.ts";
import type { RecentLines } from "./recent-lines.ts";
import type { Missed, ServerEvent } from "./server-event.ts";

export interface CatchUpOptions {
  clock: Clock;
  signal: AbortSignal;
  live: LiveState;
  recent: RecentLines;
  /** Whether the first history is among these texts, for all who were here before. */
  isHistory: (texts: readonly string[]) => boolean;
  /** The first connection: what was printed before, and what may have been. */
  onBegun: (past: readonly ConsoleLine[], early: readonly ConsoleLine[]) => void;
  onResumed: (missed: Missed) => void;
  /** What was held back, in order. */
  release: (held: readonly Held[]) => void;
}

/** When events stopped coming, and what the server was then. */
interface Interruption {
  at: number;
  wasOffline: boolean;
}

export class CatchUp {
  readonly #options: CatchUpOptions;
  #window: HistoryWindow | undefined;
  #interruption: Interruption | undefined;

  constructor(options: CatchUpOptions) {
    this.#options = options;
  }

  /** From now on events may be missed. */
  interrupted(): void {
    this.giveUp();
    const { clock, live } = this.#options;
    if (live.now.socket !== "open") return;
    this.#interruption ??= { at: clock.monotonic(), wasOffline: live.now.state === "offline" };
  }

  /** Events may have been missed, and the history was asked for, or soon will be. */
  begin(): void {
    this.interrupted();
    const { clock, recent, live, isHistory } = this.#options;
    const seen = this.#interruption && recent.gameTexts();
    const window = new HistoryWindow({
      clock,
      isRecognised: (lines, hasReplay) =>
        seen ? isHistoryAfter(seen, lines) : hasReplay && isHistory(textsOf(ofGame(lines))),
      // A server that is offline has no history.
      isExpected: () => live.now.state !== "offline",
    });
    this.#window = window;
    void this.#wait(window);
  }

  /** The request for the history has left. */
  asked(): void {
    this.#window?.asked();
  }

  /**
   * No history comes any more. What is in it, or before an event, is told: the next one may not hold it, or be too late.
   * It will hold the rest; but nothing else would bring back what is in none.
   */
  giveUp(): void {
    const window = this.#window;
    if (!window) return;
    const isWorth = this.#interruption && (window.holdsEvents || window.isRecognised);
    if (isWorth || window.isAsLongAsHistory) {
      this.#end(window);
      return;
    }
    this.#window = undefined;
    this.#options.release(window.held.filter((one) => !isLine(one) || one.source === "daemon"));
  }

  /** @returns false when the line need not wait. */
  takesLine(line: ConsoleLine): boolean {
    this.#window?.push(line);
    return this.#window !== undefined;
  }

  /**
   * What waits is told in its order. `isLive`: it happened just now, so it comes after the lines that wait.
   * @returns false when the event need not wait.
   */
  takesEvent(event: ServerEvent, isLive: boolean): boolean {
    const mustWait = this.#window !== undefined && (isLive || this.#window.holdsEvents);
    if (mustWait) this.#window?.hold(event);
    return mustWait;
  }

  async #wait(window: HistoryWindow): Promise<void> {
    const { signal } = this.#options;
    await window.caught(signal);
    // The socket may have gone and come again in the meantime: then another window is open.
    if (this.#window === window && !signal.aborted) this.#end(window);
  }

  #end(window: HistoryWindow): void {
    this.#window = undefined;
    const news = this.#interruption ? this.#newsSince(this.#interruption, window) : this.#firstNews(window);
    this.#options.release(news);
  }

  #firstNews(heard: Heard): readonly Held[] {
    const { recent, onBegun } = this.#options;
    const { past, news, early } = afterStart(heard);
    for (const line of past) recent.push({ ...line, source: "history" });
    onBegun(past, early);
    return news;
  }

  #newsSince({ at, wasOffline }: Interruption, heard: Heard): readonly Held[] {
    const { clock, live, recent, onResumed } = this.#options;
    const downMs = Math.round(clock.monotonic() - at);
    const isOffline = live.now.state === "offline";
    const { missed, news } = afterGap(heard, { seen: recent.gameTexts(), wasOffline, isOffline, downMs });
    for (const line of missed.recovered) recent.push(line);
    this.#interruption = undefined;
    onResumed({ ...missed, downMs });
    return news;
  }
}
