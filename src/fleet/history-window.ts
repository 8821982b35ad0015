/**
 * Catches the history after it was asked for. Its lines arrive as ordinary ones, with no mark at either end: it is
 * taken to be over when it becomes quiet, or after a while.
 */
import type { Clock } from "../lib/clock.ts";
import type { ConsoleLine } from "./console-line.ts";
import { Wake } from "./wake.ts";

const quietMs = 250;
/** The node sends its history in one go: after a pause as short as this, a line is hardly one of it. */
const pauseMs = 50;
/** A node under load takes seconds to read a log; lines that come later would be taken for new ones. */
const maxSilenceMs = 6_000;
/** From the first line on: a console that is never quiet must not be kept back for ever. */
const maxMs = 3_000;
/** Well above the 150 lines of a history: what comes on top is a flood, which must not wait here. */
const maxLines = 1_000;

export class HistoryWindow {
  readonly #clock: Clock;
  readonly #lines: ConsoleLine[] = [];
  readonly #wake = new Wake();
  readonly #openedAt: number;
  #firstAt: number | undefined;
  #lastAt: number;
  /** Lines before the first pause; unknown before that. */
  #inOneGo: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#openedAt = clock.monotonic();
    this.#lastAt = this.#openedAt;
  }

  push(line: ConsoleLine): void {
    const now = this.#clock.monotonic();
    if (this.#firstAt !== undefined && now - this.#lastAt >= pauseMs) this.#inOneGo ??= this.#lines.length;
    this.#lines.push(line);
    this.#lastAt = now;
    this.#firstAt ??= now;
    if (this.#lines.length === maxLines) this.#wake.wake();
  }

  /** How many of the lines caught came in one go: the history, where nothing better tells how long it is. */
  get inOneGo(): number {
    return this.#inOneGo ?? this.#lines.length;
  }

  /**
   * Resolves with all lines caught; at once when `signal` is aborted. Never rejects. As long as `isExpected`, silence
   * before the first line is only a slow node, and not the end.
   */
  async caught(signal: AbortSignal, isExpected: () => boolean): Promise<readonly ConsoleLine[]> {
    for (;;) {
      const leftMs = Math.min(this.#endsAt(isExpected()) - this.#clock.monotonic(), quietMs);
      if (signal.aborted || leftMs <= 0 || this.#lines.length >= maxLines) return this.#lines;
      await this.#wake.wait(this.#clock, leftMs, signal);
    }
  }

  /** If nothing more comes. */
  #endsAt(isExpected: boolean): number {
    if (this.#firstAt !== undefined) return Math.min(this.#lastAt + quietMs, this.#firstAt + maxMs);
    return this.#openedAt + (isExpected ? maxSilenceMs : quietMs);
  }
}
