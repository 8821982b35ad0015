/** Counts of what the client did, since it was made. */
import type { PanelFailure } from "./panel-error.ts";
import type { RouteKey } from "./routes.ts";

export interface StatsReport {
  /** Requests that were sent, retries included. */
  readonly requests: number;
  readonly requestsByRoute: Readonly<Partial<Record<RouteKey, number>>>;
  readonly failures: Readonly<Partial<Record<PanelFailure, number>>>;
  readonly retries: number;
  /** Reads that were answered without a request of their own. */
  readonly cacheHits: number;
}

export class Stats {
  readonly #byRoute: Partial<Record<RouteKey, number>> = {};
  readonly #failures: Partial<Record<PanelFailure, number>> = {};
  #requests = 0;
  #retries = 0;

  countRequest(route: RouteKey): void {
    this.#requests += 1;
    this.#byRoute[route] = (this.#byRoute[route] ?? 0) + 1;
  }

  countFailure(failure: PanelFailure): void {
    this.#failures[failure] = (this.#failures[failure] ?? 0) + 1;
  }

  countRetry(): void {
    this.#retries += 1;
  }

  report(cacheHits: number): StatsReport {
    return {
      requests: this.#requests,
      requestsByRoute: { ...this.#byRoute },
      failures: { ...this.#failures },
      retries: this.#retries,
      cacheHits,
    };
  }
}
