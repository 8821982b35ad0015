/** How a request is made: permit, exchange, judgement, retry, memory. Knows every rule and no route. */
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import { rateOf, type Answer } from "./answer.ts";
import type { Budget } from "./budget.ts";
import type { Permit, Priority } from "./permit.ts";
import { lostAnswer, toFault } from "./classify.ts";
import { isUnsent } from "./connection-fault.ts";
import { PanelError } from "./panel-error.ts";
import { topicTags } from "./tags.ts";
import type { Loaded, ReadCache, Reading, Tries } from "./read-cache.ts";
import { toBody, toPath, type Request } from "./request.ts";
import { retryDelayMs } from "./retry.ts";
import { isRead, routes } from "./routes.ts";
import type { Stats } from "./stats.ts";
import type { Transport } from "./transport.ts";

export interface Core {
  readonly transport: Transport;
  readonly budget: Budget;
  readonly cache: ReadCache;
  readonly stats: Stats;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** For routes that name no longer one, in milliseconds. */
  readonly timeoutMs: number;
  /** The panel did not take the key. Must not throw. */
  readonly onKeyRefused?: (() => void) | undefined;
}

const maxJsonBytes = 32 * 1024 * 1024;

export class Caller {
  readonly #core: Core;
  readonly #priority: Priority;

  constructor(core: Core, priority: Priority) {
    this.#core = core;
    this.#priority = priority;
  }

  /** Reads may come from memory and are retried; writes are sent once. @throws {PanelError} */
  async send<T>(request: Request<T>): Promise<T> {
    return isRead(request.route) ? (await this.reading(request)).value : this.#write(request);
  }

  /** A read with its age. @throws {PanelError} */
  async reading<T>(request: Request<T>): Promise<Reading<T>> {
    const { route, params, signal, fresh: isFresh } = request;
    if (signal?.aborted) throw new PanelError(route, { failure: "aborted", local: true });
    const { lives } = routes[route];
    const path = this.#path(request);
    if (!lives) {
      const { value } = await this.#persist(request, path);
      return { value, readAt: this.#core.clock.now(), stale: false };
    }
    const { signal: _own, ...shared } = request;
    const load = (tries: Tries): Promise<Loaded<T>> => this.#persist(shared, path, tries);
    const tags = topicTags(params?.["server"], [routes[route].topic]);
    try {
      const key = `${route} ${path}`;
      const lookup = { key, tags, lives, priority: this.#priority, signal, isFresh, load };
      return await this.#core.cache.read(lookup);
    } catch (error) {
      if (error instanceof PanelError) throw error;
      throw new PanelError(route, { failure: signal?.aborted ? "aborted" : "unexpected" }, error);
    }
  }

  async #write<T>(request: Request<T>): Promise<T> {
    const { topic, drops = [] } = routes[request.route];
    const tags = topicTags(request.params?.["server"], [topic, "activity", ...drops]);
    const path = this.#path(request);
    try {
      return (await this.#once(request, path)).value;
    } finally {
      // Also after a failure: its outcome may be unknown. What was being read meanwhile may be the old state.
      this.#core.cache.drop(tags);
    }
  }

  /** Tries until it works or trying makes no sense. */
  async #persist<T>(request: Request<T>, path: string, tries?: Tries): Promise<Loaded<T>> {
    const { clock, random, stats } = this.#core;
    const startedAt = clock.monotonic();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(request, path, tries?.sent);
      } catch (error) {
        if (!(error instanceof PanelError)) throw error;
        const { failure, retryAfterMs } = error;
        const elapsedMs = clock.monotonic() - startedAt;
        const read = { failure, retryAfterMs, attempt, elapsedMs, priority: this.#priority };
        const delayMs = error.local ? null : retryDelayMs(read, random);
        if (delayMs === null) throw error;
        stats.countRetry();
        tries?.failed();
        await clock.sleep(delayMs, request.signal);
        if (request.signal?.aborted) throw new PanelError(request.route, { failure: "aborted" }, error);
      }
    }
  }

  /** One exchange. */
  async #once<T>(request: Request<T>, path: string, onSent?: () => void): Promise<Loaded<T>> {
    const { route } = request;
    const { stats, log } = this.#core;
    const permit = await this.#permit(request);
    onSent?.();
    stats.countRequest(route);
    try {
      const answer = await this.#exchange(request, path, permit);
      const value = this.#valueOf(request, answer);
      stats.countOutcome(route, "2xx");
      return { value, bytes: answer.body.byteLength };
    } catch (error) {
      if (!(error instanceof PanelError)) throw error;
      stats.countFailure(error.failure);
      stats.countOutcome(route, String(error.status ?? error.failure));
      if (error.failure === "unauthorized") this.#core.onKeyRefused?.();
      log.debug(
        { route, failure: error.failure, status: error.status, code: error.code },
        "panel request failed",
      );
      throw error;
    }
  }

  async #permit({ route, params, signal }: Request<unknown>): Promise<Permit> {
    const per = String(params?.["server"] ?? "");
    const decision = await this.#core.budget.acquire({ route, per, priority: this.#priority, signal });
    if (decision.isGranted) return decision;
    const { reason, retryAfterMs } = decision;
    throw new PanelError(route, { failure: reason, local: true, retryAfterMs });
  }

  async #exchange(request: Request<unknown>, path: string, permit: Permit): Promise<Answer> {
    const { route, maxBytes = maxJsonBytes, signal } = request;
    const timeoutMs = Math.max(this.#core.timeoutMs, routes[route].timeoutMs ?? 0);
    let answer: Answer;
    try {
      const outgoing = { route, path, maxBytes, timeoutMs, signal, ...toBody(request) };
      answer = await this.#core.transport.exchange(outgoing);
    } catch (error) {
      permit.settle(error instanceof PanelError && isUnsent(error.cause) ? "unsent" : undefined);
      throw error;
    }
    permit.settle(rateOf(answer));
    this.#judge(request, answer);
    return answer;
  }

  /** @throws {PanelError} when the answer is no success; tells the budget when it is a limit. */
  #judge({ route, params }: Request<unknown>, answer: Answer): void {
    const { budget, clock } = this.#core;
    const fault = toFault(answer, { route, accountLimit: budget.accountLimit, now: clock.now() });
    if (!fault) return;
    const { failure, retryAfterMs = 0 } = fault;
    if (failure === "rate-limited") budget.freeze(retryAfterMs);
    if (failure === "throttled") budget.block({ route, per: String(params?.["server"] ?? "") }, retryAfterMs);
    throw new PanelError(route, fault);
  }

  #valueOf<T>(request: Request<T>, answer: Answer): T {
    try {
      return request.read(answer);
    } catch (error) {
      throw new PanelError(request.route, lostAnswer(answer, request, "unexpected"), error);
    }
  }

  /** @throws {PanelError} "not-found": such an id cannot exist, and must not become part of another path. */
  #path(request: Request<unknown>): string {
    const path = toPath(request);
    if (path === undefined) throw new PanelError(request.route, { failure: "not-found", local: true });
    return path;
  }
}
