/** What nobody wants to be told for a while; kept over restarts. A wall clock that jumps makes no mute longer or shorter. */
import type { Clock } from "../lib/clock.ts";

export interface KeptMutes {
  /** Wall times, by name. */
  load(): Readonly<Record<string, number>>;
  save(untilByName: Readonly<Record<string, number>>): void;
}

/** A clock that was set back while the program was away must not mute for years. */
const longestMs = 24 * 3_600_000;

export class Mutes {
  readonly #clock: Clock;
  readonly #kept: KeptMutes;
  /** Monotonic. */
  readonly #until = new Map<string, number>();

  constructor(clock: Clock, kept: KeptMutes) {
    this.#clock = clock;
    this.#kept = kept;
    for (const [about, until] of Object.entries(kept.load()))
      this.#until.set(about, clock.monotonic() + Math.min(until - clock.now(), longestMs));
  }

  /** From now on for `ms` milliseconds. */
  mute(about: string, ms: number): void {
    const at = this.#clock.monotonic();
    const now = this.#clock.now();
    this.#until.set(about, at + ms);
    const lasting = [...this.#until].filter(([, until]) => until > at);
    this.#kept.save(Object.fromEntries(lasting.map(([name, until]) => [name, now + until - at])));
  }

  has(about: string): boolean {
    return (this.#until.get(about) ?? Number.NEGATIVE_INFINITY) > this.#clock.monotonic();
  }
}
