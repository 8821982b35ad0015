/** Lets a loop sleep until somebody rings. A ring while nobody waits is not kept: look first, then wait. */
import type { Clock } from "../lib/clock.ts";

export class Bell {
  readonly #clock: Clock;
  #ringing = new AbortController();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Wakes everybody who waits now. */
  ring(): void {
    this.#ringing.abort();
    this.#ringing = new AbortController();
  }

  /** Resolves on the next ring, or after `ms` milliseconds when given. */
  wait(ms?: number): Promise<void> {
    const { signal } = this.#ringing;
    if (ms !== undefined) return this.#clock.sleep(ms, signal);
    return new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }
}
