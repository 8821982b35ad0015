/** Who may send now: the account's requests a minute, people before background work. Knows no HTTP. */
import type { Cancel, Clock } from "../lib/clock.ts";
import type { RateReport } from "./answer.ts";
import type { Ask, Permit, Priority, Refusal } from "./permit.ts";
import { RateWindow, type Hit } from "./rate-window.ts";
import { routes, type RouteKey } from "./routes.ts";
import { Throttles } from "./throttles.ts";

export interface BudgetState {
  /** Requests a minute. */
  readonly limit: number;
  /** The limit comes from the panel's headers. */
  readonly isLearned: boolean;
  readonly remaining: number;
  readonly resetsInMs: number;
  readonly inFlight: number;
  readonly waitingPeople: number;
  readonly waitingBackground: number;
}

/** Until the panel's headers tell: what the hoster's guide says. */
export const defaultLimit = 240;
const windowMs = 60_000;
/** What background work may use of the limit; the rest is kept for people. */
const backgroundShare = 0.8;
/** The longest a person, and background work, is kept waiting in all, in milliseconds. */
const patienceMs: Readonly<Record<Priority, number>> = { person: 2000, background: 120_000 };
const maxWaiting = 1000;
/**
 * How many requests may be under way at once. All waiting is done here: in a connection pool's own queue people would
 * stand behind background work, and what the panel tells of its limit would come too late. At most as many as the
 * pool has connections.
 */
const maxInFlight: Readonly<Record<Priority, number>> = { person: 24, background: 16 };
/** How long to wait for others to be answered, in milliseconds; after that the panel is too slow to ask. */
const slotPatienceMs: Readonly<Record<Priority, number>> = { person: 10_000, background: 120_000 };

interface Waiter {
  readonly ask: Ask;
  readonly since: number;
  readonly answer: (decision: Permit | Refusal) => void;
}

interface Hits {
  readonly account: Hit;
  readonly own: Hit | undefined;
}

export class Budget {
  readonly #clock: Clock;
  readonly #ceiling: number;
  readonly #account: RateWindow;
  readonly #throttles = new Throttles();
  #accountLimit: number | undefined;
  readonly #waiting: Record<Priority, Waiter[]> = { person: [], background: [] };
  #cancelWake: Cancel = () => {};

  /** `ceiling` is the most that is ever used of the panel's limit, in requests a minute. */
  constructor(clock: Clock, ceiling?: number) {
    this.#clock = clock;
    this.#ceiling = ceiling ?? Infinity;
    this.#account = new RateWindow(ceiling ?? defaultLimit, windowMs);
  }

  /** The account's limit as the panel told it. */
  get accountLimit(): number | undefined {
    return this.#accountLimit;
  }

  /** Resolves at once when there is room; never rejects. People wait seconds, background work minutes, at most. */
  acquire(ask: Ask): Promise<Permit | Refusal> {
    this.#serve();
    const { priority, signal } = ask;
    if (signal?.aborted) return Promise.resolve(aborted);
    const waitMs = this.#waitMs(ask);
    if (waitMs === 0 && this.#hasSlot(priority)) return Promise.resolve(this.#grant(ask));
    const line = this.#waiting[priority];
    if (waitMs > patienceMs[priority] || line.length >= maxWaiting) {
      return Promise.resolve(this.#refuse(ask, waitMs));
    }
    return new Promise((resolve) => {
      const leave = (): void => {
        line.splice(line.indexOf(waiter), 1);
        resolve(aborted);
      };
      const answer = (decision: Permit | Refusal): void => {
        signal?.removeEventListener("abort", leave);
        resolve(decision);
      };
      const waiter: Waiter = { ask, since: this.#clock.monotonic(), answer };
      line.push(waiter);
      signal?.addEventListener("abort", leave, { once: true });
      this.#serve();
    });
  }

  /** The panel refused for the whole account: nothing goes for `ms` milliseconds. */
  freeze(ms: number): void {
    this.#account.freeze(this.#clock.monotonic(), ms);
    this.#serve();
  }

  /** The panel refused one route of one server. */
  block(use: { route: RouteKey; per: string }, ms: number): void {
    this.#throttles.block(use, this.#clock.monotonic(), ms);
    this.#serve();
  }

  state(): BudgetState {
    const now = this.#clock.monotonic();
    return {
      limit: this.#account.limit,
      isLearned: this.#accountLimit !== undefined,
      remaining: this.#account.remaining(now),
      resetsInMs: this.#account.resetsInMs(now),
      inFlight: this.#account.inFlight,
      waitingPeople: this.#waiting.person.length,
      waitingBackground: this.#waiting.background.length,
    };
  }

  /** Sends everybody who waits away. */
  close(): void {
    this.#cancelWake();
    for (const line of Object.values(this.#waiting))
      for (const waiter of line.splice(0)) waiter.answer(aborted);
  }

  #waitMs(ask: Ask): number {
    const { accountMs, throttledMs } = this.#waits(ask);
    return Math.max(accountMs, throttledMs);
  }

  #waits({ route, per, priority }: Ask): { accountMs: number; throttledMs: number } {
    const now = this.#clock.monotonic();
    const share = priority === "person" ? 1 : backgroundShare;
    return {
      accountMs: this.#account.waitMs(now, share),
      throttledMs: this.#throttles.waitMs({ route, per }, now, priority === "background"),
    };
  }

  #hasSlot(priority: Priority): boolean {
    return this.#account.inFlight < maxInFlight[priority];
  }

  #grant(ask: Ask): Permit {
    const now = this.#clock.monotonic();
    const hits: Hits = { account: this.#account.take(now), own: this.#throttles.take(ask, now) };
    return {
      isGranted: true,
      settle: (report) => {
        this.#settle(ask, hits, report);
      },
    };
  }

  #settle(ask: Ask, hits: Hits, report: RateReport | "unsent" | undefined): void {
    const now = this.#clock.monotonic();
    let forAccount = report;
    let forRoute = report;
    if (report !== undefined && report !== "unsent") {
      const about = this.#throttles.learn(ask.route, report, this.#accountLimit);
      if (about === "account") this.#learnLimit(ask.route, report.limit);
      if (about === "account") forRoute = undefined;
      else forAccount = undefined;
    }
    this.#account.settle(hits.account, now, forAccount);
    if (hits.own) this.#throttles.settle(ask, hits.own, now, forRoute);
    this.#serve();
  }

  #learnLimit(route: RouteKey, limit: number): void {
    if (routes[route].throttle) return;
    this.#accountLimit = limit;
    this.#account.limit = Math.min(this.#ceiling, limit);
  }

  #refuse(ask: Ask, waitMs: number): Refusal {
    const { accountMs, throttledMs } = this.#waits(ask);
    return {
      isGranted: false,
      reason: throttledMs > accountMs ? "throttled" : "rate-limited",
      retryAfterMs: waitMs,
    };
  }

  /** Lets go who may, in order, people first; sends away who would wait too long; sleeps until the next may. */
  #serve(): void {
    this.#cancelWake();
    this.#cancelWake = () => {};
    let wakeInMs = Infinity;
    for (const priority of ["person", "background"] as const) {
      wakeInMs = Math.min(wakeInMs, this.#serveLine(priority));
    }
    if (wakeInMs < Infinity) this.#cancelWake = this.#clock.after(Math.ceil(wakeInMs), () => this.#serve());
  }

  #serveLine(priority: Priority): number {
    let wakeInMs = Infinity;
    const stay: Waiter[] = [];
    const line = this.#waiting[priority];
    for (const waiter of line.splice(0)) {
      const waitMs = this.#waitMs(waiter.ask);
      const waitedMs = this.#clock.monotonic() - waiter.since;
      const slotMs = slotPatienceMs[priority] - waitedMs;
      if (waitMs === 0 && this.#hasSlot(priority)) waiter.answer(this.#grant(waiter.ask));
      else if (waitMs > 0 && waitedMs + waitMs > patienceMs[priority]) {
        waiter.answer(this.#refuse(waiter.ask, waitMs));
      } else if (slotMs <= 0) waiter.answer(tooSlow);
      else {
        stay.push(waiter);
        wakeInMs = Math.min(wakeInMs, waitMs > 0 ? waitMs : slotMs, slotMs);
      }
    }
    line.push(...stay);
    return wakeInMs;
  }
}

const tooSlow: Refusal = { isGranted: false, reason: "timeout", retryAfterMs: undefined };
const aborted: Refusal = { isGranted: false, reason: "aborted", retryAfterMs: undefined };
