/** What nobody wants to be told for a while; kept over restarts. */
import type { Clock } from "../lib/clock.ts";

export interface KeptMutes {
  load(): Readonly<Record<string, number>>;
  save(untilByName: Readonly<Record<string, number>>): void;
}

export class Mutes {
  readonly #clock: Clock;
  readonly #kept: KeptMutes;
  #until: Readonly<Record<string, number>>;

  constructor(clock: Clock, kept: KeptMutes) {
    this.#clock = clock;
    this.#kept = kept;
    this.#until = kept.load();
  }

  /** From now on for `ms` milliseconds. */
  mute(about: string, ms: number): void {
    const now = this.#clock.now();
    const lasting = Object.entries(this.#until).filter(([, until]) => until > now);
    this.#until = { ...Object.fromEntries(lasting), [about]: now + ms };
    this.#kept.save(this.#until);
  }

  has(about: string): boolean {
    return (this.#until[about] ?? 0) > this.#clock.now();
  }
}
