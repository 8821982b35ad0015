/** What an answer of the panel means: status and `errors[].code` → a named fault. Pure; never judges by wording. */
import type { Fault, PanelFailure } from "./panel-error.ts";
import { readError, type ErrorBody } from "./wire/error-body.ts";
import { retryAfterOf, type Answer, type RateReport, rateOf } from "./answer.ts";
import { isRead, routes, type RouteKey } from "./routes.ts";

export interface Circumstances {
  readonly route: RouteKey;
  /** The account's limit as the panel told it earlier; undefined before it has. */
  readonly accountLimit: number | undefined;
  /** Wall time, in milliseconds. */
  readonly now: number;
}

/** The fault an answer stands for, or undefined when it is a success. */
export function toFault(answer: Answer, circumstances: Circumstances): Fault | undefined {
  const { status } = answer;
  const isPage = looksLikePage(answer);
  if (status >= 200 && status < 300) return isPage ? lostAnswer(answer, circumstances, "not-api") : undefined;
  const error = isPage ? undefined : readError(answer.body);
  const failure = isPage ? failureOfPage(status) : failureOf(answer, error, circumstances);
  return {
    failure,
    status,
    code: error?.code,
    retryAfterMs: waits(failure, status)
      ? waitOf(failure, retryAfterOf(answer, circumstances.now))
      : undefined,
    reference: error?.reference,
    ...wordsOf(failure, error),
    outcomeUnknown: isLost(answer, error, isPage, circumstances.route),
  };
}

/** The fault of a success whose body is not what was promised: the deed is done, only its account is lost. */
export function lostAnswer(answer: Answer, { route }: { route: RouteKey }, failure: PanelFailure): Fault {
  return { failure, status: answer.status, outcomeUnknown: !isRead(route) };
}

function looksLikePage({ headers, body }: Answer): boolean {
  if (body.length === 0) return false;
  const type = headers["content-type"] ?? "";
  if (/\bjson\b/i.test(type)) return false;
  return /\bhtml\b/i.test(type) || (type === "" && body[0] === lessThan);
}

const lessThan = "<".charCodeAt(0);

/** A page never comes from the API itself: a proxy, a login form, a challenge, another site. */
function failureOfPage(status: number): PanelFailure {
  if (status === 413) return "too-large";
  if (status === 429) return "rate-limited";
  if (status === 408 || status >= 500) return "unavailable";
  return "not-api";
}

/** Codes that mean one thing whatever the status. */
const byCode: Readonly<Record<string, PanelFailure>> = {
  AuthenticationException: "unauthorized",
  TwoFactorAuthRequiredException: "two-factor-required",
  ServerStateConflictException: "conflict",
  ValidationException: "invalid",
  FileSizeTooLargeException: "too-large",
  PostTooLargeException: "too-large",
  DatabaseClientFeatureNotEnabledException: "refused",
  // Pelican does not translate these errors of the node.
  ConnectionException: "node-unreachable",
  FileNotFoundException: "unreadable",
  FileNotEditableException: "unreadable",
};

const byStatus: Readonly<Record<number, PanelFailure>> = {
  400: "refused",
  401: "unauthorized",
  403: "forbidden",
  404: "not-found",
  408: "unavailable",
  409: "conflict",
  413: "too-large",
  422: "invalid",
  504: "node-unreachable",
};

function failureOf(answer: Answer, error: ErrorBody | undefined, circumstances: Circumstances): PanelFailure {
  const { status } = answer;
  const code = error?.code ?? "";
  if (status === 429) return limitOf(rateOf(answer), code, circumstances);
  const meaning = Object.hasOwn(byCode, code) ? byCode[code] : undefined;
  if (meaning) return meaning;
  const fromNode = code === "DaemonConnectionException" || code === "RequestException";
  if (fromNode) return failureOfNode(status, circumstances.route);
  if (status === 502 && code === "HttpException") return offlineOr(circumstances.route);
  if (status >= 300 && status < 400) return "not-api";
  return byStatus[status] ?? (status >= 500 ? "unavailable" : "unexpected");
}

/** The panel says so itself, with a plain 502, when a command finds the server not running. */
function offlineOr(route: RouteKey): PanelFailure {
  return route === "POST /servers/:server/command" ? "offline" : "unavailable";
}

/**
 * The node's own status comes through the panel unchanged. Its 401 and 404 are between panel and node: they say
 * nothing about our key or our access, and must never be taken for it.
 */
function failureOfNode(status: number, route: RouteKey): PanelFailure {
  if (status === 504) return "node-unreachable";
  const { isPath } = routes[route];
  const isReadOfPath = isPath && (isRead(route) || route === "POST /servers/:server/files/copy");
  if (isPath && status === 404) return "unreadable";
  if (isReadOfPath && status === 500) return "unreadable";
  if (status === 413) return "too-large";
  if (isPath && status === 403) return "refused";
  return status === 400 || status === 409 || status === 422 ? "refused" : "node-failed";
}

/**
 * The account's limit, or one of this route alone? The framework's 429 always says `Remaining: 0` and tells the limit
 * that was hit; the backup throttle says what is left of the account's, which is more than nothing.
 */
function limitOf(rate: RateReport | undefined, code: string, circumstances: Circumstances): PanelFailure {
  if (code === "TooManyRequestsHttpException" || (rate && rate.remaining > 0)) return "throttled";
  const { accountLimit, route } = circumstances;
  if (rate && accountLimit !== undefined) return rate.limit === accountLimit ? "rate-limited" : "throttled";
  return routes[route].throttle ? "throttled" : "rate-limited";
}

function waits(failure: PanelFailure, status: number): boolean {
  return failure === "rate-limited" || failure === "throttled" || status === 503;
}

/**
 * One route of one server may be told to wait for long. For the account, a minute and a bit is the longest that its
 * limit can mean: more comes from a proxy, and may be about one route; after this the next request finds out.
 */
const longestWaitMs = 120_000;

function waitOf(failure: PanelFailure, toldMs: number): number {
  return failure === "throttled" ? toldMs : Math.min(toldMs, longestWaitMs);
}

/** Elsewhere the panel's sentence adds nothing, or only what does not concern people. */
function wordsOf(failure: PanelFailure, error: ErrorBody | undefined): Partial<Fault> {
  if (failure === "refused" || failure === "conflict") return { detail: error?.detail };
  if (failure !== "invalid") return {};
  return { detail: error?.detail, field: error?.field, rule: error?.rule };
}

/** A gateway's error, or the node's silence, does not mean that nothing happened. */
function isLost(answer: Answer, error: ErrorBody | undefined, isPage: boolean, route: RouteKey): boolean {
  if (isRead(route) || answer.status < 500) return false;
  const isOfNode = error?.code === "DaemonConnectionException" || error?.code === "ConnectionException";
  if (answer.status === 504 || isPage || error === undefined) return true;
  return isOfNode && (answer.status === 502 || error.code === "ConnectionException");
}
