/** Whether and when a failed read is tried again. Writes never are: their first try may have worked. */
import { backoffMs } from "../lib/backoff.ts";
import type { Priority } from "./permit.ts";
import type { PanelFailure } from "./panel-error.ts";

export interface FailedRead {
  readonly failure: PanelFailure;
  readonly retryAfterMs?: number | undefined;
  /** 1 after the first try. */
  readonly attempt: number;
  /** Since the first try began, in milliseconds. */
  readonly elapsedMs: number;
  readonly priority: Priority;
}

/**
 * What may be gone a moment later. Not "node-unreachable": the panel has waited for the node already, and a node that
 * is down stays so for minutes. Not "unreadable": it means a missing file far more often than a node in trouble.
 */
const transient: ReadonlySet<PanelFailure> = new Set([
  "unreachable",
  "timeout",
  "unavailable",
  "node-failed",
]);
const limits: ReadonlySet<PanelFailure> = new Set(["rate-limited", "throttled"]);

const maxRetries = 3;
const wait = { firstMs: 300, maxMs: 2000 };
/** No further try begins later than this after the first one, in milliseconds: somebody is waiting. */
const patienceMs: Readonly<Record<Priority, number>> = { person: 5000, background: 60_000 };

/** Milliseconds to wait before the next try, or null when there is none. */
export function retryDelayMs(read: FailedRead, random: () => number): number | null {
  const { failure, attempt, priority } = read;
  const isTransient = transient.has(failure);
  const isLimit = limits.has(failure) && read.retryAfterMs !== undefined;
  if (attempt > maxRetries || !(isTransient || isLimit)) return null;
  const delayMs = Math.max(backoffMs(wait, attempt, random), read.retryAfterMs ?? 0);
  return read.elapsedMs + delayMs > patienceMs[priority] ? null : delayMs;
}
