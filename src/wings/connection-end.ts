/** Why a connection ended, and what that asks of the next one (panel-contract 9.1, 9.8). Pure. */
import type { TokenFailure } from "./token-wallet.ts";

export type ConnectionEnd =
  /** The socket went away; every code that has no meaning of its own, 1000 and 1006 among them. */
  | { reason: "lost"; code: number }
  /** A ping was not answered: the other end is gone and nobody told. */
  | { reason: "silent" }
  /** No connection: DNS, TLS, refused, timed out. `code` is Node's error code. */
  | { reason: "unreachable"; code: string }
  /** The node answered the handshake with something else than 101. */
  | { reason: "handshake-refused"; status: number }
  | { reason: "auth-unanswered" }
  /** Wings will take no token of this user for this server. */
  | { reason: "token-refused" }
  /** The panel gives no token. */
  | { reason: "no-token"; failure: TokenFailure }
  | { reason: "suspended" }
  | { reason: "deleted" }
  /** Moved to another node: the address in hand is the old one. */
  | { reason: "moved" }
  | { reason: "stopped" };

/** Why a server's socket stays closed for long. `busy`: installing, restoring, moving or under maintenance. */
export type Problem =
  "suspended" | "gone" | "busy" | "forbidden" | "forbidden-origin" | "too-many-sockets" | "token-refused";

/**
 * Close codes that say something. Not listed, thus "lost, dial again": 1000 (what a proxy sends when it restarts),
 * 1005, 1006 (node restart, revoked permission, network), 1009 (a frame of ours was too big), 1011, 1012.
 */
const closeCodes: ReadonlyMap<number, ConnectionEnd> = new Map([
  [1001, { reason: "deleted" }], // "server deleted"
  [4400, { reason: "suspended" }], // reserved; the panel's own page gives up on it as on 4409
  [4409, { reason: "suspended" }], // "server is suspended"; also while a backup is restored
]);

export function endOfClose(code: number): ConnectionEnd {
  return closeCodes.get(code) ?? { reason: "lost", code };
}

/** What to do before the next dial, besides the usual wait. */
export interface NextStep {
  /** The address or the token in hand is no good any more. */
  needsFreshToken: boolean;
  /** Not less than this, in milliseconds. */
  atLeastMs: number;
  problem?: Problem;
  /** Ask the panel how the server is, and dial only when it says that nothing is in the way. */
  needsRecheck: boolean;
}

/** The node counts sockets of all users together, and only time frees one. */
export const slowRetryMs = 5 * 60_000;

const again: NextStep = { needsFreshToken: false, atLeastMs: 0, needsRecheck: false };
const freshly: NextStep = { ...again, needsFreshToken: true };

export function afterEnd(end: ConnectionEnd): NextStep {
  switch (end.reason) {
    case "auth-unanswered":
    case "moved":
      return freshly;
    case "handshake-refused":
      return afterHandshake(end.status);
    case "token-refused":
      return { ...freshly, atLeastMs: slowRetryMs, problem: "token-refused" };
    case "suspended":
      return { ...freshly, problem: "suspended", needsRecheck: true };
    case "deleted":
      return { ...freshly, problem: "gone", needsRecheck: true };
    case "no-token":
      return afterTokenFailure(end.failure);
    case "lost":
    case "silent":
    case "unreachable":
    case "stopped":
      break;
  }
  return again;
}

function afterHandshake(status: number): NextStep {
  if (status === 403) return { ...again, atLeastMs: slowRetryMs, problem: "forbidden-origin" };
  if (status === 400) return { ...again, atLeastMs: slowRetryMs, problem: "too-many-sockets" };
  // Not on that node (any more): a new answer of the panel names the right one.
  return status === 404 ? freshly : again;
}

function afterTokenFailure(failure: TokenFailure): NextStep {
  if (failure.kind === "retry") return { ...freshly, atLeastMs: failure.retryAfterMs ?? 0 };
  const { problem } = failure;
  if (problem === "forbidden") return { ...freshly, atLeastMs: slowRetryMs, problem };
  return { ...freshly, problem, needsRecheck: true };
}
