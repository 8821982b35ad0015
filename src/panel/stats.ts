/** Counts of what the client did, since it was made. */
import type { PanelFailure } from "./panel-error.ts";
import type { RouteKey } from "./routes.ts";

export interface StatsReport {
  /** Requests that were sent, retries included. */
  readonly requests: number;
  readonly requestsByRoute: Readonly<Partial<Record<RouteKey, number>>>;
  /** How requests ended: `2xx`, another status, or the failure where nothing answered. */
  readonly outcomes: readonly { route: RouteKey; outcome: string; count: number }[];
  readonly failures: Readonly<Partial<Record<PanelFailure, number>>>;
  readonly retries: number;
  /** Reads that were answered without a request of their own. */
  readonly cacheHits: number;
}

export class Stats {
  readonly #byRoute: Partial<Record<RouteKey, number>> = {};
  readonly #failures: Partial<Record<PanelFailure, number>> = {};
  readonly #outcomes = new Map<string, { route: RouteKey; outcome: string; count: number }>();
  #requests = 0;
  #retries = 0;

  countRequest(route: RouteKey): void {
    this.#requests += 1;
    this.#byRoute[route] = (this.#byRoute[route] ?? 0) + 1;
  }

  countFailure(failure: PanelFailure): void {
    this.#failures[failure] = (this.#failures[failure] ?? 0) + 1;
  }

  countOutcome(route: RouteKey, outcome: string): void {
    const key = `${route} ${outcome}`;
    const known = this.#outcomes.get(key);
    if (known) known.count += 1;
    else this.#outcomes.set(key, { route, outcome, count: 1 });
  }

  countRetry(): void {
    this.#retries += 1;
  }

  report(cacheHits: number): StatsReport {
    return {
      requests: this.#requests,
      requestsByRoute: { ...this.#byRoute },
      outcomes: [...this.#outcomes.values()].map((outcome) => ({ ...outcome })),
      failures: { ...this.#failures },
      retries: this.#retries,
      cacheHits,
    };
  }
}
