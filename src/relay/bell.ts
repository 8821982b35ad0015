/** Lets a loop sleep until somebody rings. A ring while nobody waits is not kept: look first, then wait. */
import type { Cancel, Clock } from "../lib/clock.ts";

export class Bell {
  readonly #clock: Clock;
  /** A set of functions and no `AbortSignal`: an abort makes an error each time, and relays ring for every line. */
  readonly #sleepers = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Wakes everybody who waits now. */
  ring(): void {
    for (const wake of this.#sleepers) wake();
  }

  /** Resolves on the next ring, or after `ms` milliseconds when given. */
  wait(ms?: number): Promise<void> {
    return new Promise((resolve) => {
      let cancel: Cancel = () => undefined;
      const wake = (): void => {
        this.#sleepers.delete(wake);
        cancel();
        resolve();
      };
      this.#sleepers.add(wake);
      if (ms !== undefined) cancel = this.#clock.after(ms, wake);
    });
  }
}
