/** One request through the panel: each gate in the panel's order, then the route. */
import type { IncomingHttpHeaders } from "node:http";
import { barrier, identify, looksLikeBrowser, wrongKeyKind, type Identity } from "./auth.ts";
import { csrf, fault, maintenance, noAccess, notFound, PanelFault, unauthorized } from "./errors.ts";
import { jsonOutcome, normalise, parseJson, refusal, toLogin, wantsJson, type Outcome } from "./http.ts";
import { mayDo, permissionsOf } from "./permissions.ts";
import type { Call, PanelState, Reply, Route, ServerCall, ServerRoute } from "./route.ts";
import { findRoute, type Match } from "./router.ts";
import { routes } from "./routes/index.ts";
import { servIdentifier } from "./routes/present.ts";
import type { SimServer } from "./sim-server.ts";
import { stateConflict } from "./state.ts";
import { specialLimit, type Limit, type Throttle } from "./throttle.ts";

const prefix = "/api/client";

export interface Incoming {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  raw: Buffer;
  ip: string;
  inMaintenance: boolean;
}

export interface Answer {
  outcome: Outcome;
  user?: string;
  /** What no real client of the API should ask for. */
  problem?: string;
}

/** Finds the route of a request, without asking who sent it. */
export function matchRequest(method: string, path: string): Match {
  const below = path.slice(prefix.length) || "/";
  return path === prefix || path.startsWith(`${prefix}/`)
    ? findRoute(routes, method, below)
    : { kind: "foreign" };
}

/** The user's own bucket. */
export function globalLimit(state: PanelState, userUuid: string): Limit {
  return { key: `user ${userUuid}`, max: state.settings.rateLimit, windowMs: 60_000 };
}

export async function exchange(state: PanelState, throttle: Throttle, incoming: Incoming): Promise<Answer> {
  const json = wantsJson(incoming.headers.accept);
  const match = matchRequest(incoming.method, incoming.url.pathname);
  const limits: Limit[] = [];
  let identity: Identity | undefined;
  try {
    if (incoming.inMaintenance) throw maintenance();
    if (match.kind === "foreign")
      return { outcome: toLogin, problem: `${incoming.method} ${incoming.url.pathname}` };
    if (match.kind !== "found") return unknown(incoming, match, json);
    const write = incoming.method !== "GET";
    if (write && looksLikeBrowser(incoming.headers, state.url)) throw csrf();
    identity = identify(incoming.headers, state.keys, state.users);
    const reply = await admitted({ state, throttle, incoming, match, identity, limits });
    return { outcome: toOutcome(reply, throttle.headers(limits)), user: identity.user.username };
  } catch (error) {
    const refused = error instanceof PanelFault ? error : unexpectedFault(error);
    const headers = { ...throttle.headers(limits), ...refused.headers };
    const outcome = refusal(new PanelFault(refused.status, refused.errors, headers), json);
    const problem =
      error instanceof PanelFault ? undefined : String(error instanceof Error ? error.stack : error);
    return {
      outcome: { ...outcome, headers: { ...headers, ...outcome.headers } },
      ...(identity ? { user: identity.user.username } : {}),
      ...(problem === undefined ? {} : { problem }),
    };
  }
}

interface Admission {
  state: PanelState;
  throttle: Throttle;
  incoming: Incoming;
  match: Match & { kind: "found" };
  identity: Identity;
  /** Filled with the limits that the response's headers speak of. */
  limits: Limit[];
}

async function admitted({ state, throttle, incoming, match, identity, limits }: Admission): Promise<Reply> {
  const { url, headers, method } = incoming;
  const name = `${method} ${match.route.path}`;
  const multipart = /^multipart\/form-data/i.test(headers["content-type"] ?? "");
  const raw = multipart ? Buffer.alloc(0) : incoming.raw;
  const body = parseJson(headers["content-type"], raw);
  const stop = barrier(identity, name, incoming.ip);
  if (stop) throw stop;
  const global = globalLimit(state, identity.user.uuid);
  throttle.hit(global);
  limits.push(global);
  const wrongKind = wrongKeyKind(identity);
  if (wrongKind) throw wrongKind;
  identity.key.lastUsedAt = state.clock.wall();
  const { user, key } = identity;
  const trim = !/^\/api\/client\/servers\/[^/]{36}\/files/.test(url.pathname);
  const merged = { ...Object.fromEntries(url.searchParams), ...body };
  const input = normalise(merged, trim) as Record<string, unknown>;
  const call: Call = {
    state,
    user,
    key,
    params: match.params,
    query: url.searchParams,
    input,
    raw,
    url: url.origin + url.pathname,
  };
  const server = match.params["server"] === undefined ? undefined : findServer(call, name);
  const special = specialLimit({
    route: name,
    classic: state.profile === "classic",
    userUuid: user.uuid,
    serverUuid: server?.uuid,
  });
  if (special) {
    throttle.hit(special);
    limits.push(special);
  }
  return run(match.route, call, server);
}

function run(route: Route | ServerRoute, call: Call, server: SimServer | undefined): Reply | Promise<Reply> {
  if (!server) return (route as Route).handle(call);
  const may = (permission: string): boolean => mayDo(call.user, server.row, permission);
  if (route.permission !== undefined && !may(route.permission)) throw unauthorized();
  const serverCall: ServerCall = { ...call, server, may };
  return route.handle(serverCall);
}

/** The server of the path, if the caller may see it and its state allows the route. */
function findServer({ state, user, params }: Call, route: string): SimServer {
  const id = params["server"] ?? "";
  const server = state.servers.find(
    (candidate) => candidate.uuid === id || candidate.id === id || servIdentifier(candidate.uuid) === id,
  );
  if (!server) throw notFound();
  if (!permissionsOf(user, server.row)) throw noAccess();
  const { nodeMaintenance } = state;
  const conflict = stateConflict({ row: server.row, nodeMaintenance, admin: user.admin, route });
  if (conflict) throw conflict;
  return server;
}

function unknown({ method, url }: Incoming, match: Match, json: boolean): Answer {
  const problem = `${method} ${url.pathname}`;
  const path = url.pathname.slice(1);
  if (match.kind === "wrong-method") {
    const allow = match.allow.join(", ");
    const detail = `The ${method} method is not supported for route ${path}. Supported methods: ${allow}.`;
    const refused = fault(405, "MethodNotAllowedHttpException", detail, { Allow: allow });
    return { outcome: refusal(refused, json), problem };
  }
  const refused = fault(404, "NotFoundHttpException", `The route ${path} could not be found.`);
  return { outcome: refusal(refused, json), problem };
}

function toOutcome({ status, json, raw }: Reply, headers: Record<string, string>): Outcome {
  if (raw)
    return { status: 200, headers: { "Content-Type": "text/plain; charset=UTF-8", ...headers }, body: raw };
  if (status === 204) return { status, headers, body: "" };
  return jsonOutcome(status ?? 200, json, headers);
}

/** A defect of this double, told as the panel tells its own. */
function unexpectedFault(error: unknown): PanelFault {
  const code = error instanceof Error ? error.name : "ErrorException";
  return fault(
    500,
    code,
    "An unexpected error was encountered while processing this request, please try again.",
  );
}
