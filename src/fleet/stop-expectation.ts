/** Remembers that somebody asked for a stop, so that the stop is not taken for a crash. */
import type { Clock } from "../lib/clock.ts";

/** Wings gives a server ten minutes to stop. */
const lastsMs = 15 * 60_000;

export class StopExpectation {
  readonly #clock: Clock;
  #expected: { by: string; until: number } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns what takes it back, unless somebody has wished anew meanwhile: for a request that was refused. */
  expect(by: string): () => void {
    const expected = { by, until: this.#clock.monotonic() + lastsMs };
    this.#expected = expected;
    return () => {
      if (this.#expected === expected) this.#expected = undefined;
    };
  }

  get by(): string | undefined {
    return this.#expected && this.#clock.monotonic() < this.#expected.until ? this.#expected.by : undefined;
  }

  /** The stop has happened, or the server is up again. */
  met(): void {
    this.#expected = undefined;
  }
}
