/** What was asked of REST and how it went: for assertions. Holds no bodies and no tokens. */
import type { Changes } from "./changes.ts";
import type { RestAnswer } from "./route.ts";

export interface LoggedRequest {
  method: string;
  /** The route's template; the path itself when no route fits. */
  route: string;
  /** With tokens left out. */
  path: string;
  /** 0 while it has no answer. */
  status: number;
  /** Milliseconds since the Unix epoch. */
  at: number;
  tookMs: number;
}

export class RequestLog {
  readonly requests: LoggedRequest[] = [];
  /** Requests answered 429. */
  readonly rateLimited: LoggedRequest[] = [];
  /** What a correct bot never does: bad bodies, unknown routes, broken gateway rules. */
  readonly problems: string[] = [];
  readonly #changes: Changes;

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  begin(method: string, path: string, template: string | undefined, at: number): LoggedRequest {
    const clean = path.replace(/^(\/(?:webhooks|interactions)\/\d+\/)[^/]+/u, "$1:token");
    const entry = { method, route: template ?? clean, path: clean, status: 0, at, tookMs: 0 };
    this.requests.push(entry);
    return entry;
  }

  end(entry: LoggedRequest, answer: RestAnswer | undefined, now: number): void {
    entry.status = answer?.status ?? 0;
    entry.tookMs = now - entry.at;
    if (entry.status === 429) this.rateLimited.push(entry);
  }

  problem(text: string): void {
    this.problems.push(text);
    this.#changes.emit({ type: "problem", text });
  }
}
