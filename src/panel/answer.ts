/** What came back over HTTP, and what its headers say about limits. */

export interface Answer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

export interface RateReport {
  readonly limit: number;
  readonly remaining: number;
}

/** The limiter's state as of this answer. Absent on answers that were given before the limiter was asked. */
export function rateOf({ headers }: Answer): RateReport | undefined {
  const limit = count(headers["x-ratelimit-limit"]);
  const remaining = count(headers["x-ratelimit-remaining"]);
  return limit === undefined || limit === 0 || remaining === undefined ? undefined : { limit, remaining };
}

const defaultRetryAfterMs = 15_000;
const minRetryAfterMs = 1000;
const maxRetryAfterMs = 24 * 3_600_000;

/** How long to wait, in milliseconds: `Retry-After`, else `X-RateLimit-Reset`, else a default. */
export function retryAfterOf({ headers }: Answer, now: number): number {
  const seconds = count(headers["retry-after"]);
  const date = Date.parse(headers["retry-after"] ?? "");
  const reset = count(headers["x-ratelimit-reset"]);
  // The panel's clock may differ from ours: its own `Date` is what its moments are relative to.
  const sentAt = Date.parse(headers["date"] ?? "");
  const from = Number.isNaN(sentAt) ? now : sentAt;
  let ms = defaultRetryAfterMs;
  if (seconds !== undefined) ms = seconds * 1000;
  else if (!Number.isNaN(date)) ms = date - from;
  else if (reset !== undefined) ms = reset * 1000 - from;
  return Math.min(maxRetryAfterMs, Math.max(minRetryAfterMs, ms));
}

function count(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,12}$/.test(text.trim()) ? Number(text) : undefined;
}
