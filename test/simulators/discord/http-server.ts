/** The HTTP side: one request from socket to answer, in Discord's order of refusals. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { ApiError, RateLimited, refuse } from "./api-error.ts";
import { readBody } from "./body.ts";
import type { Faults } from "./faults.ts";
import { FormErrors } from "./form-errors.ts";
import type { RateLimits } from "./rate-limits.ts";
import { isRaw, rawOf, rawsOf, type Raw } from "./raw.ts";
import type { RequestLog } from "./request-log.ts";
import { findRoute, type RestAnswer, type Route } from "./route.ts";
import type { SchemaCheck } from "./schema-check.ts";
import type { SimClock } from "./sim-clock.ts";

const PREFIX = "/api/v10";
const OTHER = { name: "other", limit: 30, windowMs: 10_000 };

export interface HttpInit {
  routes: readonly Route[];
  limits: RateLimits;
  faults: Faults;
  schema: SchemaCheck;
  log: RequestLog;
  clock: SimClock;
  /** Is this Authorization header the bot's? */
  isAuthorized: (header: string | undefined) => boolean;
  /** Answers whatever is not under the API prefix; `false` leaves it a 404. */
  serveFile: (path: string, response: ServerResponse) => boolean;
}

type Headers = Record<string, string>;

export class HttpServer {
  readonly server: Server;
  readonly #init: HttpInit;
  readonly #unanswered = new Set<ServerResponse>();

  constructor(init: HttpInit) {
    this.#init = init;
    this.server = createServer((request, response) => {
      void this.#serve(request, response);
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://loopback");
    if (!url.pathname.startsWith(`${PREFIX}/`)) {
      if (this.#init.serveFile(url.pathname, response)) return;
    }
    const method = request.method ?? "GET";
    const path = decodeURIComponent(url.pathname.slice(PREFIX.length));
    const found = url.pathname.startsWith(PREFIX) ? findRoute(this.#init.routes, method, path) : undefined;
    const entry = this.#init.log.begin(method, path, found?.route.path, this.#init.clock.now());
    const headers: Headers = {};
    if (this.#init.faults.delayMs > 0) await this.#wait(this.#init.faults.delayMs);
    const answer = await this.#answer({ request, method, path, query: url.searchParams, found, headers });
    this.#init.log.end(entry, answer, this.#init.clock.now());
    if (answer) send(response, answer, { ...headers, Date: dateOf(this.#init.clock) });
    else this.#unanswered.add(response);
  }

  /** Breaks the connections of all requests that never got an answer. */
  breakUnanswered(): void {
    for (const response of this.#unanswered) response.destroy();
    this.#unanswered.clear();
  }

  /** `undefined` means: never answer. */
  async #answer(exchange: Exchange): Promise<RestAnswer | undefined> {
    const { method, path, headers } = exchange;
    try {
      if (this.#init.faults.outage) return { status: 503, body: { message: "Service Unavailable", code: 0 } };
      const fault = this.#init.faults.next(method, path);
      if (fault?.kind === "hang") return undefined;
      if (fault?.kind === "fail") return { status: fault.status, body: fault.body };
      if (fault?.kind === "limit") throw new RateLimited(fault.retryAfterMs);
      const answer = await this.#handle(exchange);
      return fault?.kind === "lose" ? undefined : answer;
    } catch (error) {
      if (error instanceof RateLimited) return this.#limited(error, headers);
      if (!(error instanceof ApiError)) {
        this.#init.log.problem(`${method} ${path} broke the simulator: ${String(error)}`);
        return { status: 500, body: { message: "500: Internal Server Error", code: 0 } };
      }
      this.#noteRefusal(method, exchange.found?.route.path ?? path, error);
      return { status: error.status, body: error.body };
    }
  }

  async #handle({ request, method, path, query, found, headers }: Exchange): Promise<RestAnswer> {
    const { isAuthorized, limits, schema } = this.#init;
    if (found?.route.byToken !== true && !isAuthorized(request.headers.authorization))
      throw refuse("unauthorized");
    if (!found) throw refuse("notFound");
    const { route, params } = found;
    if (route.byToken !== true) limits.takeGlobal();
    const { headers: told, limited } = this.#take(route, params);
    Object.assign(headers, told);
    if (limited) throw limited;
    const { json, files } = await readBody(request);
    if (json !== undefined) schema.check(method, path, json);
    const body = rawOf(json);
    return route.handle({ method, path, params, query, body, list: rawsOf(json), files });
  }

  #take(route: Route, params: Raw): { headers: Headers; limited: RateLimited | undefined } {
    if (route.byToken === true && !route.budget) return { headers: {}, limited: undefined };
    const major = route.major === undefined ? "" : String(params[route.major]);
    const budget = route.budget ?? { ...OTHER, name: `${route.method} ${route.path}` };
    return this.#init.limits.take(budget, major);
  }

  #limited(error: RateLimited, headers: Headers): RestAnswer {
    Object.assign(headers, this.#init.limits.refusalHeaders(error));
    const seconds = Math.ceil(error.retryAfterMs) / 1_000;
    const body = { message: error.message, retry_after: seconds, global: error.scope === "global" };
    return { status: 429, body: error.code === 0 ? body : { ...body, code: error.code } };
  }

  #noteRefusal(method: string, route: string, error: ApiError): void {
    if (error.code === 50035) {
      this.#init.log.problem(`${method} ${route}: ${FormErrors.summary(error.errors) || error.message}`);
    } else if (error.status === 404 && error.code === 0)
      this.#init.log.problem(`unknown route ${method} ${route}`);
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#init.clock.after(ms, resolve);
    });
  }
}

interface Exchange {
  request: IncomingMessage;
  method: string;
  path: string;
  query: URLSearchParams;
  found: { route: Route; params: Record<string, string> } | undefined;
  headers: Headers;
}

/** As HTTP tells it, in the simulator's own time. */
const dateOf = (clock: SimClock): string => new Date(clock.now()).toUTCString();

function send(response: ServerResponse, { status, body }: RestAnswer, headers: Headers): void {
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  const text = JSON.stringify(isRaw(body) || Array.isArray(body) ? body : { value: body });
  response.writeHead(status, { ...headers, "Content-Type": "application/json" }).end(text);
}
