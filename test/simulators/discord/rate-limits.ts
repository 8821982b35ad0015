/** Discord's request budgets: fixed windows that start with their first request, told in headers. */
import { createHash } from "node:crypto";
import { RateLimited } from "./api-error.ts";
import type { SimClock } from "./sim-clock.ts";

/** A budget: `limit` requests in `windowMs` (at Discord; the clock may shorten it) per value of the major parameter. */
export interface Budget {
  name: string;
  limit: number;
  windowMs: number;
}

interface Window {
  endsAt: number;
  used: number;
}

const GLOBAL: Budget = { name: "global", limit: 50, windowMs: 1_000 };
const PLACES = 3;

export class RateLimits {
  readonly #clock: SimClock;
  readonly #windows = new Map<string, Window>();

  constructor(clock: SimClock) {
    this.#clock = clock;
  }

  /** Counts against the 50 a second of the whole bot. @throws {RateLimited} */
  takeGlobal(): void {
    const { left, resetInMs } = this.#take(GLOBAL, "");
    if (left < 0) throw new RateLimited(resetInMs, "global");
  }

  /** Counts one request and gives the headers of the answer, whether it is let through or not. */
  take(budget: Budget, major: string): { headers: Record<string, string>; limited: RateLimited | undefined } {
    const { left, resetInMs } = this.#take(budget, major);
    return {
      headers: this.#headers(budget, Math.max(0, left), resetInMs),
      limited: left < 0 ? new RateLimited(resetInMs) : undefined,
    };
  }

  /** A limit inside a bucket that no header announces. @throws {RateLimited} with `code` */
  takeHidden(budget: Budget, major: string, code = 0): void {
    const { left, resetInMs } = this.#take(budget, major);
    if (left < 0) throw new RateLimited(resetInMs, "user", code);
  }

  /** Headers of a 429. Whole seconds as at Discord, unless windows are shortened. */
  refusalHeaders({ retryAfterMs, scope }: RateLimited): Record<string, string> {
    const seconds = retryAfterMs / 1_000;
    return {
      "Retry-After": this.#clock.isScaled ? seconds.toFixed(PLACES) : String(Math.ceil(seconds)),
      "X-RateLimit-Scope": scope,
      ...(scope === "global" && { "X-RateLimit-Global": "true" }),
    };
  }

  #take({ name, limit, windowMs }: Budget, major: string): { left: number; resetInMs: number } {
    const now = this.#clock.now();
    const key = `${name} ${major}`;
    const known = this.#windows.get(key);
    const window =
      known && known.endsAt > now ? known : { endsAt: now + this.#clock.window(windowMs), used: 0 };
    this.#windows.set(key, window);
    if (window.used <= limit) window.used += 1;
    return { left: limit - window.used, resetInMs: window.endsAt - now };
  }

  #headers({ name, limit }: Budget, remaining: number, resetInMs: number): Record<string, string> {
    return {
      "X-RateLimit-Limit": String(limit),
      "X-RateLimit-Remaining": String(remaining),
      "X-RateLimit-Reset": ((this.#clock.now() + resetInMs) / 1_000).toFixed(PLACES),
      "X-RateLimit-Reset-After": (resetInMs / 1_000).toFixed(PLACES),
      "X-RateLimit-Bucket": createHash("sha1").update(name).digest("hex").slice(0, 32),
    };
  }
}
