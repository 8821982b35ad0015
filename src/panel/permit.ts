/** What is asked of the budget before each request, and what it answers. */
import type { RateReport } from "./answer.ts";
import type { RouteKey } from "./routes.ts";

export type Priority = "person" | "background";

export interface Ask {
  readonly route: RouteKey;
  /** Whom the route's own limit is counted by: a server's id, or empty. */
  readonly per: string;
  readonly priority: Priority;
  readonly signal?: AbortSignal | undefined;
}

/** Leave to send one request. */
export interface Permit {
  readonly isGranted: true;
  /** To be called exactly once, when the request is over; "unsent" when it never left. */
  settle(report: RateReport | "unsent" | undefined): void;
}

export interface Refusal {
  readonly isGranted: false;
  /** "timeout": so many requests are under way, and so slowly answered, that there was no room for one more. */
  readonly reason: "rate-limited" | "throttled" | "timeout" | "aborted";
  readonly retryAfterMs: number | undefined;
}
