/** Fixed windows that open at the first hit, and the one set of headers that a response carries. */
import type { SimClock } from "../game/sim-clock.ts";
import { fault, type PanelFault } from "./errors.ts";

export interface Limit {
  /** What it counts for: a user, or a route of a server. */
  key: string;
  max: number;
  /** Virtual milliseconds. */
  windowMs: number;
}

/** Special limits of modern panels per server, and what the classic one has. By route. */
const special: Record<
  string,
  { max: number; windowMs: number; per: "server" | "user"; classic?: [number, number] }
> = {
  "GET /servers/:server/websocket": { max: 5, windowMs: 60_000, per: "server" },
  "POST /servers/:server/files/pull": { max: 5, windowMs: 600_000, per: "server", classic: [10, 300_000] },
  "POST /servers/:server/databases": { max: 2, windowMs: 60_000, per: "server" },
  "POST /servers/:server/schedules": { max: 2, windowMs: 60_000, per: "server" },
  "POST /servers/:server/network/allocations": { max: 2, windowMs: 60_000, per: "server" },
  "POST /servers/:server/users": { max: 10, windowMs: 900_000, per: "server" },
  "POST /servers/:server/backups/:backup/restore": { max: 3, windowMs: 900_000, per: "server" },
  "PUT /account/email": { max: 60, windowMs: 60_000, per: "user", classic: [60, 60_000] },
};

export interface SpecialQuestion {
  route: string;
  classic: boolean;
  userUuid: string;
  serverUuid: string | undefined;
}

/** The route's own limit, if it has one. */
export function specialLimit({ route, classic, userUuid, serverUuid }: SpecialQuestion): Limit | undefined {
  const rule = special[route];
  if (!rule) return undefined;
  if (!classic) {
    const owner = rule.per === "server" ? serverUuid : userUuid;
    return { key: `${route} ${owner}`, max: rule.max, windowMs: rule.windowMs };
  }
  if (!rule.classic) return undefined;
  return { key: `${route} ${userUuid}`, max: rule.classic[0], windowMs: rule.classic[1] };
}

export class Throttle {
  readonly #clock: SimClock;
  readonly #windows = new Map<string, { hits: number; endsAt: number }>();

  constructor(clock: SimClock) {
    this.#clock = clock;
  }

  /** Counts one hit. @throws {PanelFault} 429 when the window is full; that hit does not count. */
  hit(limit: Limit): void {
    const refusal = this.#refusal(limit);
    if (refusal) throw refusal;
    this.spend(limit, 1);
  }

  /** Counts hits of somebody else on the same window. */
  spend({ key, windowMs }: Limit, hits: number): void {
    const window = this.#window(key) ?? { hits: 0, endsAt: this.#clock.now() + windowMs };
    window.hits += hits;
    this.#windows.set(key, window);
  }

  spent(key: string): number {
    return this.#window(key)?.hits ?? 0;
  }

  /** `X-RateLimit-*` of the limit with the fewest left. */
  headers(limits: Limit[]): Record<string, string> {
    const left = (limit: Limit): number => Math.max(0, limit.max - this.spent(limit.key));
    const tightest = limits.toSorted((a, b) => left(a) - left(b))[0];
    if (!tightest) return {};
    return { "X-RateLimit-Limit": String(tightest.max), "X-RateLimit-Remaining": String(left(tightest)) };
  }

  #refusal({ key, max }: Limit): PanelFault | undefined {
    const window = this.#window(key);
    if (!window || window.hits < max) return undefined;
    const seconds = this.#clock.realSeconds(window.endsAt - this.#clock.now());
    return fault(429, "ThrottleRequestsException", "Too Many Attempts.", {
      "X-RateLimit-Limit": String(max),
      "X-RateLimit-Remaining": "0",
      "Retry-After": String(seconds),
      "X-RateLimit-Reset": String(this.#clock.unix() + seconds),
    });
  }

  #window(key: string): { hits: number; endsAt: number } | undefined {
    const window = this.#windows.get(key);
    return window && this.#clock.now() < window.endsAt ? window : undefined;
  }
}
