/** The limits single routes have per server, beside the account's. */
import type { RateReport } from "./answer.ts";
import { RateWindow, type Hit } from "./rate-window.ts";
import { routes, type RouteKey } from "./routes.ts";

/** Which limit a request falls under. */
export interface ThrottleUse {
  readonly route: RouteKey;
  /** What it is counted by: a server's id, or empty for the account. */
  readonly per: string;
}

/** Beyond so many, those that have run out are forgotten. */
const maxRemembered = 5000;

/** Knows the usual numbers beforehand, and corrects them by what the panel's headers say. */
export class Throttles {
  readonly #windows = new Map<string, RateWindow>();
  /** Refused by the panel until then. */
  readonly #blockedUntil = new Map<string, number>();
  /** What a panel told of a route's limit; Infinity: it has none. */
  readonly #learned = new Map<RouteKey, number>();

  /**
   * Milliseconds until this may go; 0: now. A limit that the panel does not announce may be set differently there:
   * it paces only those who can wait, and a person asks the panel.
   */
  waitMs(use: ThrottleUse, now: number, canWait: boolean): number {
    const blockedMs = (this.#blockedUntil.get(keyOf(use)) ?? now) - now;
    const throttle = routes[use.route].throttle;
    const isPaced = throttle !== undefined && (throttle.isAnnounced || canWait);
    const pacedMs = isPaced ? (this.#windows.get(keyOf(use))?.waitMs(now) ?? 0) : 0;
    return Math.max(0, blockedMs, pacedMs);
  }

  /** Counts one request as sent; undefined when nothing needs counting. */
  take(use: ThrottleUse, now: number): Hit | undefined {
    const throttle = routes[use.route].throttle;
    const limit = this.#learned.get(use.route) ?? throttle?.limit ?? Infinity;
    if (!throttle || limit === Infinity) return undefined;
    this.#tidy(now);
    let window = this.#windows.get(keyOf(use));
    if (!window) {
      window = new RateWindow(limit, throttle.windowMs);
      this.#windows.set(keyOf(use), window);
    }
    window.limit = limit;
    return window.take(now);
  }

  settle(use: ThrottleUse, hit: Hit, now: number, report: RateReport | "unsent" | undefined): void {
    const window = this.#windows.get(keyOf(use));
    if (window && typeof report === "object") window.limit = report.limit;
    window?.settle(hit, now, report);
  }

  /**
   * Which limit is an answer's report about? Of two the panel tells the one with less left, so that the account's
   * limit, with more left than the route's could have, means that the route has none of its own.
   */
  learn(route: RouteKey, report: RateReport, accountLimit: number | undefined): "account" | "route" {
    const throttle = routes[route].throttle;
    if (!throttle?.isAnnounced || report.limit === accountLimit) {
      if (throttle && report.remaining > throttle.limit) this.#forget(route, throttle.isAnnounced);
      return "account";
    }
    this.#learned.set(route, report.limit);
    return "route";
  }

  /** The panel refused: nothing of this kind goes for `ms` milliseconds. */
  block(use: ThrottleUse, now: number, ms: number): void {
    this.#tidy(now);
    this.#blockedUntil.set(keyOf(use), now + ms);
  }

  #forget(route: RouteKey, isAnnounced: boolean): void {
    if (!isAnnounced) return;
    this.#learned.set(route, Infinity);
    for (const key of this.#windows.keys()) if (key.startsWith(`${route} `)) this.#windows.delete(key);
  }

  #tidy(now: number): void {
    if (this.#windows.size + this.#blockedUntil.size < maxRemembered) return;
    for (const [key, window] of this.#windows)
      if (window.resetsInMs(now) === 0 && window.inFlight === 0) this.#windows.delete(key);
    for (const [key, until] of this.#blockedUntil) if (until <= now) this.#blockedUntil.delete(key);
  }
}

function keyOf({ route, per }: ThrottleUse): string {
  return `${route} ${per}`;
}
