/** What a limiter that lives elsewhere still has to give, as far as can be known from here. */
import type { RateReport } from "./answer.ts";

/** One request that was let through and whose answer is still on its way. */
export interface Hit {
  readonly at: number;
  readonly number: number;
  /** How many had been answered when this was sent. */
  readonly settledBefore: number;
}

/** After so long without an answer, a request is taken to have arrived, in milliseconds. */
const maxTravelMs = 15_000;
/** When only requests on their way fill the limit: look again after so long, in milliseconds. */
const lookAgainMs = 1000;

/**
 * Never lets more through than the limiter will take, if nobody else uses it; follows its reports if somebody does.
 * The limiter counts in windows that start at a first hit, and nobody tells when. So a request is kept in mind until
 * no window it may have fallen into can still run: whatever the windows are, and whichever answers get lost, they
 * never hold too many. Requests on their way count as spent. Times are monotonic milliseconds.
 */
export class RateWindow {
  limit: number;
  readonly #windowMs: number;
  /** When each answered request stops to count. */
  #expiries: number[] = [];
  /** What somebody else has used, and until when that may count. */
  #foreign = { count: 0, until: 0 };
  #issued = 0;
  #settled = 0;
  #issuedAtReport = 0;

  constructor(limit: number, windowMs: number) {
    this.limit = limit;
    this.#windowMs = windowMs;
  }

  get inFlight(): number {
    return this.#issued - this.#settled;
  }

  remaining(now: number): number {
    return Math.max(0, this.limit - this.#used(now));
  }

  /** Milliseconds until all is forgotten; 0 when nothing counts. */
  resetsInMs(now: number): number {
    return Math.max(0, ...this.#expiries.map((at) => at - now), this.#foreign.until - now);
  }

  /** Milliseconds until one more may go when only the first `share` (0 to 1) of the limit may be used; 0: now. */
  waitMs(now: number, share = 1): number {
    let surplus = this.#used(now) - Math.max(1, Math.floor(this.limit * share)) + 1;
    if (surplus <= 0) return 0;
    const steps = this.#expiries.map((at) => ({ at, count: 1 }));
    if (now < this.#foreign.until) steps.push({ at: this.#foreign.until, count: this.#foreign.count });
    for (const step of steps.toSorted((a, b) => a.at - b.at)) {
      surplus -= step.count;
      if (surplus <= 0) return step.at - now;
    }
    return lookAgainMs;
  }

  /** Counts one request as sent. */
  take(now: number): Hit {
    this.#issued += 1;
    return { at: now, number: this.#issued, settledBefore: this.#settled };
  }

  /** The request is over; `report` is what the limiter said with its answer, "unsent" that it never left. */
  settle(hit: Hit, now: number, report: RateReport | "unsent" | undefined): void {
    this.#settled += 1;
    if (report === "unsent") return;
    this.#expiries.push(Math.min(now, hit.at + maxTravelMs) + this.#windowMs);
    if (report) this.#learn(hit, now, report);
  }

  /** The limiter has refused: nothing goes for `ms` milliseconds, and then it starts anew. */
  freeze(now: number, ms: number): void {
    this.#expiries = [];
    this.#foreign = { count: Number.MAX_SAFE_INTEGER, until: now + ms };
    this.#issuedAtReport = this.#issued;
  }

  #used(now: number): number {
    this.#expiries = this.#expiries.filter((at) => now < at);
    const foreign = now < this.#foreign.until ? this.#foreign.count : 0;
    return this.#expiries.length + foreign + this.inFlight;
  }

  #learn(hit: Hit, now: number, { limit, remaining }: RateReport): void {
    const counted = limit - remaining;
    // What the limiter has counted, and what may have come to it since: anything older fell into a window that is over.
    const alive = counted + (this.#settled - hit.settledBefore - 1);
    this.#expiries = this.#expiries.slice(Math.max(0, this.#expiries.length - alive));
    // With a ceiling below the panel's limit, what others use matters only where it leaves less than that.
    const count = Math.max(0, this.limit - remaining - this.#expiries.length);
    const isNewest = hit.number > this.#issuedAtReport;
    if (isNewest || count >= this.#foreign.count) {
      this.#foreign = { count, until: now + this.#windowMs };
      this.#issuedAtReport = this.#issued;
    }
  }
}
