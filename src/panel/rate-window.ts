/** One fixed window of a limiter that lives elsewhere: what it has left, as far as can be known from here. */
import type { RateReport } from "./answer.ts";

/** One request that was let through and whose answer may still be on its way. */
export interface Hit {
  readonly window: number;
  readonly at: number;
  readonly isFirst: boolean;
  /** What the limiter was known to have counted when this was sent. */
  readonly countedBefore: number;
}

/** After so long without an answer, a first request is taken to have arrived, in milliseconds. */
const maxTravelMs = 15_000;
/** When only requests on their way fill the limit: look again after so long, in milliseconds. */
const lookAgainMs = 1000;

/**
 * Never lets more through than the limiter will take, if nobody else uses it; follows its reports if somebody does.
 * The limiter's window starts at its first hit, not on a clock's minute. Requests on their way count as spent, in
 * both windows when they cross a border. Times are monotonic milliseconds.
 */
export class RateWindow {
  #limit: number;
  readonly #windowMs: number;
  #number = 0;
  #endsAt = Number.NEGATIVE_INFINITY;
  #used = 0;
  /** The highest count the limiter has reported in this window. */
  #counted = 0;
  #inFlight = 0;

  constructor(limit: number, windowMs: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  get limit(): number {
    return this.#limit;
  }

  set limit(limit: number) {
    this.#limit = limit;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  remaining(now: number): number {
    return Math.max(0, this.#limit - (this.isOpen(now) ? this.#used : this.#inFlight));
  }

  /** Milliseconds until a new window may start; 0 when none runs. */
  resetsInMs(now: number): number {
    return this.isOpen(now) ? this.#endsAt - now : 0;
  }

  isOpen(now: number): boolean {
    return now < this.#endsAt;
  }

  /** Milliseconds until one more may go when only the first `share` (0 to 1) of the limit may be used; 0: now. */
  waitMs(now: number, share = 1): number {
    const allowed = Math.max(1, Math.floor(this.#limit * share));
    if (!this.isOpen(now)) return this.#inFlight < allowed ? 0 : lookAgainMs;
    return this.#used < allowed ? 0 : this.#endsAt - now;
  }

  /** Counts one request as sent. */
  take(now: number): Hit {
    const isFirst = !this.isOpen(now);
    if (isFirst) this.#open(now, this.#inFlight, 0);
    this.#used += 1;
    this.#inFlight += 1;
    return { window: this.#number, at: now, isFirst, countedBefore: this.#counted };
  }

  /** The request is over; `report` is what the limiter said with its answer, "unsent" that it never left. */
  settle(hit: Hit, now: number, report: RateReport | "unsent" | undefined): void {
    this.#inFlight -= 1;
    if (hit.window !== this.#number) return;
    if (report === "unsent") {
      this.#used -= 1;
      return;
    }
    // The limiter's window began when the first request arrived there: at the latest when its answer came.
    if (hit.isFirst)
      this.#endsAt = Math.max(this.#endsAt, Math.min(now, hit.at + maxTravelMs) + this.#windowMs);
    if (report) this.#learn(hit, now, report);
  }

  /** Nothing goes for `ms` milliseconds: the limiter has refused. */
  freeze(now: number, ms: number): void {
    this.#open(now, Number.MAX_SAFE_INTEGER, 0);
    this.#endsAt = now + ms;
  }

  #open(now: number, used: number, counted: number): void {
    this.#number += 1;
    this.#endsAt = now + this.#windowMs;
    this.#used = used;
    this.#counted = counted;
  }

  #learn(hit: Hit, now: number, { limit, remaining }: RateReport): void {
    const counted = limit - remaining;
    // A limiter never counts down within a window: it has begun a new one since this was sent.
    if (counted <= hit.countedBefore) {
      this.#open(now, Math.max(counted, this.#limit - remaining) + this.#inFlight, counted);
      return;
    }
    this.#counted = Math.max(this.#counted, counted);
    this.#used = Math.max(this.#used, this.#limit - remaining + this.#inFlight);
  }
}
