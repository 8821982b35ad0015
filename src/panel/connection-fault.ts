/** What a broken exchange means: an error of the network or of undici → a named fault. Pure. */
import type { Fault } from "./panel-error.ts";

export interface Circumstances {
  /** Our own time limit ended it. */
  readonly isLate: boolean;
  /** The caller ended it. */
  readonly isAborted: boolean;
  readonly isRead: boolean;
}

/** Errors that come before anything was sent. */
const unsent = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_INVALID_ARG",
  "UND_ERR_CLOSED",
]);
const certificate = /^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

const timeouts = new Set([
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "ETIMEDOUT",
]);

/** Whether the request surely never reached the other side. */
export function isUnsent(error: unknown): boolean {
  const code = codeOf(error);
  return unsent.has(code) || certificate.test(code);
}

export function toConnectionFault(error: unknown, { isLate, isAborted, isRead }: Circumstances): Fault {
  const outcomeUnknown = !isRead && !isUnsent(error);
  if (isAborted) return { failure: "aborted", outcomeUnknown };
  if (isLate || timeouts.has(codeOf(error))) return { failure: "timeout", outcomeUnknown };
  return { failure: "unreachable", outcomeUnknown };
}

/** Of several addresses that were tried, the last one's. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors.at(-1));
  const { code } = (typeof error === "object" && error !== null ? error : {}) as { code?: unknown };
  return typeof code === "string" ? code : "";
}
