/** Explains to the console socket, which knows no panel, what the panel's answers mean for it. */
import { PanelError, type Server } from "../panel/panel.ts";
import type { Problem } from "../wings/connection-end.ts";
import type { TokenFailure } from "../wings/token-wallet.ts";

export function classifyTokenFailure(error: unknown): TokenFailure {
  if (!(error instanceof PanelError)) return { kind: "retry" };
  switch (error.failure) {
    case "conflict":
      return { kind: "blocked", problem: "busy" };
    case "not-found":
      return { kind: "blocked", problem: "gone" };
    case "forbidden":
    case "unauthorized":
    case "two-factor-required":
      return { kind: "blocked", problem: "forbidden" };
    default:
      return error.retryAfterMs === undefined
        ? { kind: "retry" }
        : { kind: "retry", retryAfterMs: error.retryAfterMs };
  }
}

/** What stands in the way of a server's socket, by its details. */
export function problemOf(details: Server): Problem | undefined {
  if (details.isSuspended) return "suspended";
  if (details.status === "install_failed" || details.status === "reinstall_failed") return undefined;
  const isBusy = details.status !== null || details.isTransferring || details.isNodeUnderMaintenance;
  return isBusy ? "busy" : undefined;
}

/** What a failed look at the details means; `undefined` when it says nothing about the server. */
export function problemOfFailure(error: unknown): Problem | undefined {
  const failure = classifyTokenFailure(error);
  return failure.kind === "blocked" ? failure.problem : undefined;
}
