/** What time it is at Discord, whose ids tell when a message was written: the host's own clock may be off, or jump. */
import type { Clock } from "../lib/clock.ts";

export class DiscordTime {
  readonly #clock: Clock;
  /** Discord's time less the monotonic one, in milliseconds. */
  #offset: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Learns from the `Date` of an answer that has just come; anything but a date is ignored. */
  note(date: string | null): void {
    const at = Date.parse(date ?? "");
    if (Number.isFinite(at)) this.#offset = at - this.#clock.monotonic();
  }

  /** Milliseconds since the epoch, to about a second; the host's own time as long as Discord has said nothing. */
  now(): number {
    return this.#offset === undefined ? this.#clock.now() : this.#offset + this.#clock.monotonic();
  }
}
