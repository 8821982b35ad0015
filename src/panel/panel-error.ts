/** Everything that can go wrong between Roost and a panel, by name. Sentences for people are made elsewhere. */
import type { RouteKey } from "./routes.ts";

export type PanelFailure =
  /** No connection, or it broke. */
  | "unreachable"
  /** No complete answer within the time given. */
  | "timeout"
  /** The caller gave up, or the panel client was closed. */
  | "aborted"
  /** The API key is unknown or revoked. */
  | "unauthorized"
  /** The panel demands two-factor authentication of the key's owner. */
  | "two-factor-required"
  /** A permission is missing, the address is not on the key's list, or it is an application key. */
  | "forbidden"
  /** Unknown, or this key may no longer see it: the panel does not tell which. */
  | "not-found"
  /** The server is suspended, installing, restoring, transferring, or its node is under maintenance. */
  | "conflict"
  /** The account's requests of this minute are used up. */
  | "rate-limited"
  /** A limit of this one route, or of backups, is used up. */
  | "throttled"
  /** A field was not accepted: see `field`, `rule`, `detail`. */
  | "invalid"
  /** The panel or the node understood and said no: see `detail`. */
  | "refused"
  /** The path cannot be read: most likely it does not exist, or is no file. Panels answer 404 or 500 here. */
  | "unreadable"
  /** The request or the answer is larger than is allowed. */
  | "too-large"
  /** A command was sent to a server that is not running. */
  | "offline"
  /** The panel cannot reach the node. */
  | "node-unreachable"
  /** The node answered the panel with an error of its own. */
  | "node-failed"
  /** The panel, or a proxy before it, fails or is in maintenance. */
  | "unavailable"
  /** Something answered that is not the panel's API: a login page, a wrong address, a challenge. */
  | "not-api"
  /** An answer that fits nothing known. */
  | "unexpected";

/** What is known of one failure. Never a header, a body or a URL. */
export interface Fault {
  readonly failure: PanelFailure;
  /** HTTP status, when something answered. */
  readonly status?: number | undefined;
  /** The panel's own name of the error (`errors[].code`). */
  readonly code?: string | undefined;
  /** Milliseconds after which another try makes sense. */
  readonly retryAfterMs?: number | undefined;
  /** The node's request id, to look up in its log. */
  readonly reference?: string | undefined;
  /** The panel's own sentence, one line; only of "refused", "invalid" and "conflict". */
  readonly detail?: string | undefined;
  /** The field that was not accepted, dotted (`files.0.to`); only of "invalid". */
  readonly field?: string | undefined;
  /** The rule it broke (`required`, `in`); only of "invalid". */
  readonly rule?: string | undefined;
  /** A write was sent and its answer lost: it may have happened. */
  readonly outcomeUnknown?: boolean | undefined;
  /** Decided here, without asking the panel. */
  readonly local?: boolean | undefined;
}

/** A request's route as a template, or one of the node's signed links. */
export type FaultRoute = RouteKey | "GET node link" | "POST node link";

export class PanelError extends Error {
  override readonly name = "PanelError";
  readonly route: FaultRoute;
  readonly failure: PanelFailure;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly reference: string | undefined;
  readonly detail: string | undefined;
  readonly field: string | undefined;
  readonly rule: string | undefined;
  readonly outcomeUnknown: boolean;
  readonly local: boolean;

  constructor(route: FaultRoute, fault: Fault, cause?: unknown) {
    const status = fault.status === undefined ? "" : ` (HTTP ${fault.status})`;
    super(`${route}: ${fault.failure}${status}`, cause === undefined ? {} : { cause: plainCause(cause) });
    this.route = route;
    this.failure = fault.failure;
    this.status = fault.status;
    this.code = fault.code;
    this.retryAfterMs = fault.retryAfterMs;
    this.reference = fault.reference;
    this.detail = fault.detail;
    this.field = fault.field;
    this.rule = fault.rule;
    this.outcomeUnknown = fault.outcomeUnknown ?? false;
    this.local = fault.local ?? false;
  }
}

const address = /\b[a-z]+:\/\/\S+/gi;

/** An error with the name, code and message of `error` only: libraries hang URLs, bodies and sockets on theirs. */
function plainCause(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(typeof error);
  const { code } = error as { code?: unknown };
  const plain = new Error(error.message.replace(address, "[address]"));
  plain.name = error.name;
  delete plain.stack;
  return typeof code === "string" ? Object.assign(plain, { code }) : plain;
}
