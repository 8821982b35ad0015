/**
 * Catches the history after it was asked for. Its lines arrive as ordinary ones, with no mark at either end: it is
 * taken to be over when it becomes quiet, or after a while.
 */
import type { Clock } from "../lib/clock.ts";
import type { ConsoleLine } from "./console-line.ts";
import { Wake } from "./wake.ts";

const quietMs = 250;
const maxMs = 1_500;
/** Well above the 150 lines of a history: what comes on top is a flood, which must not wait here. */
const maxLines = 1_000;

export class HistoryWindow {
  readonly #lines: ConsoleLine[] = [];
  readonly #wake = new Wake();

  push(line: ConsoleLine): void {
    this.#lines.push(line);
    if (this.#lines.length === maxLines) this.#wake.wake();
  }

  /**
   * Resolves with all lines caught; at once when `signal` is aborted. Never rejects. As long as `isExpected`, silence
   * before the first line is only a slow connection, and not the end.
   */
  async caught(
    clock: Clock,
    signal: AbortSignal,
    isExpected: () => boolean,
  ): Promise<readonly ConsoleLine[]> {
    const end = clock.monotonic() + maxMs;
    for (;;) {
      const before = this.#lines.length;
      await this.#wake.wait(clock, quietMs, signal);
      const count = this.#lines.length;
      const isQuiet = count === before && (count > 0 || !isExpected());
      if (signal.aborted || isQuiet || count >= maxLines || clock.monotonic() >= end) return this.#lines;
    }
  }
}
