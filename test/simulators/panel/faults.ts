/** Faults of the panel itself, kept until they are due: each is found by path, and most are used up. */
import { htmlOutcome, jsonOutcome, type Outcome } from "./http.ts";

/** A route's template (`/servers/:server/power`), a part of the real path, or a pattern on it. */
export type PathMatch = string | RegExp;

export interface Failure {
  path?: PathMatch;
  method?: string;
  times?: number;
  /** Answer with a page, as a proxy does. */
  html?: boolean;
  body?: string;
  headers?: Record<string, string>;
}

export interface Target {
  method: string;
  /** Template, or "" when there is no such route. */
  template: string;
  path: string;
}

const codes: Record<number, string> = {
  400: "BadRequestHttpException",
  401: "AuthenticationException",
  403: "AccessDeniedHttpException",
  404: "NotFoundHttpException",
  409: "ServerStateConflictException",
  429: "ThrottleRequestsException",
  504: "DaemonConnectionException",
};

export class Faults {
  down = false;
  maintenance = false;
  redirect = false;
  /** How many of the next bodies break off in the middle. */
  breakBodies = 0;
  readonly #failures: { status: number; failure: Failure; left: number }[] = [];
  readonly #slow: { ms: number; path: PathMatch | undefined }[] = [];

  fail(status: number, failure: Failure): void {
    this.#failures.push({ status, failure, left: failure.times ?? 1 });
  }

  /** 0 ends it for that path; without a path, for all. */
  slow(ms: number, path?: PathMatch): void {
    const kept = this.#slow.filter((rule) => path !== undefined && String(rule.path) !== String(path));
    this.#slow.splice(0, Infinity, ...kept);
    if (ms > 0) this.#slow.push({ ms, path });
  }

  delay(target: Target): number {
    return Math.max(0, ...this.#slow.filter(({ path }) => hits(path, target)).map(({ ms }) => ms));
  }

  /** The failure that this request runs into, used up by it. */
  next(target: Target): Outcome | undefined {
    const rule = this.#failures.find(
      ({ left, failure }) =>
        left > 0 && hits(failure.path, target) && (failure.method ?? target.method) === target.method,
    );
    if (!rule) return undefined;
    rule.left -= 1;
    return toOutcome(rule.status, rule.failure);
  }
}

function hits(path: PathMatch | undefined, { template, path: real }: Target): boolean {
  if (path === undefined) return true;
  return typeof path === "string" ? template === path || real.includes(path) : path.test(real);
}

function toOutcome(status: number, { html, body, headers = {} }: Failure): Outcome {
  if (body !== undefined)
    return { status, headers: { "Content-Type": html ? "text/html" : "application/json", ...headers }, body };
  if (html) return htmlOutcome(status, `${status} nginx`, headers);
  const code = codes[status] ?? "HttpException";
  return jsonOutcome(
    status,
    { errors: [{ code, status: String(status), detail: "Injected failure." }] },
    headers,
  );
}
