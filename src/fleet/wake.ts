/** Waits for news or for time to pass, whichever comes first. */
import type { Clock } from "../lib/clock.ts";

/** `wake` ends the wait under way, or the next one if none is: no news is lost between two looks. */
export class Wake {
  #controller = new AbortController();

  readonly wake = (): void => {
    this.#controller.abort();
  };

  async wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
    const { wake } = this;
    signal.addEventListener("abort", wake);
    if (signal.aborted) wake();
    await clock.sleep(ms, this.#controller.signal);
    signal.removeEventListener("abort", wake);
    if (this.#controller.signal.aborted) this.#controller = new AbortController();
  }
}
