/** Judges how far a power signal has come from the states seen since it was sent (panel-contract 6.4). Pure. */
import type { ServerState } from "../wings/stats.ts";

export type PowerSignal = "start" | "stop" | "restart" | "kill";

export type PowerOutcome =
  | { kind: "done"; state: ServerState; tookMs: number }
  /** The server was there already; nothing was sent, except for `kill`. */
  | { kind: "already"; state: ServerState }
  /** Another signal is under way; nothing was sent. */
  | { kind: "refused-busy"; signal: PowerSignal; by: string; sinceMs: number }
  /** It began to start and went offline again. */
  | { kind: "failed"; state: ServerState; tookMs: number }
  /** It may be usable: some games never tell that they are ready. */
  | { kind: "still-starting"; tookMs: number }
  | { kind: "still-stopping"; tookMs: number }
  /** The panel took it, and nothing happened that was seen. */
  | { kind: "not-confirmed"; state: ServerState; tookMs: number }
  /** Somebody killed the server meanwhile. */
  | { kind: "superseded"; by: string }
  /** This program stops: nobody watches any more. */
  | { kind: "unwatched" };

export interface PowerProgress {
  readonly signal: PowerSignal;
  readonly sentAt: number;
  readonly state: ServerState;
  /** When `state` began, or the signal was sent. */
  readonly stateSince: number;
  readonly uptimeMs: number;
  /** The node did something: a state changed, or the daemon spoke. */
  readonly hasMoved: boolean;
  /** The server has been down since the signal was sent. */
  readonly wasDown: boolean;
  readonly wasStarting: boolean;
}

/** Times are in milliseconds of a monotonic clock. */
export interface Observation {
  readonly at: number;
  readonly state?: ServerState;
  readonly uptimeMs?: number;
  readonly daemonSpoke?: boolean;
}

/** No sign of life for this long: the signal was lost on the node. The panel's own reading may be 20 s old. */
const signOfLifeMs = 60_000;
/** Wings waits for a graceful stop for ten minutes, then kills. */
const stopMs = 10.5 * 60_000;
const startMs = 5 * 60_000;
/** Wings may start a crashed server again by itself: not failed before this. */
const stayedDownMs = 20_000;

export function beginProgress(
  signal: PowerSignal,
  { at, state = "unknown", uptimeMs = 0 }: Observation,
): PowerProgress {
  return {
    signal,
    sentAt: at,
    state,
    stateSince: at,
    uptimeMs,
    hasMoved: false,
    wasDown: isDown(state),
    wasStarting: false,
  };
}

export function observe(progress: PowerProgress, observation: Observation): PowerProgress {
  const { at, state = progress.state, uptimeMs = progress.uptimeMs, daemonSpoke = false } = observation;
  const hasChanged = state !== progress.state;
  const hasRestarted = isYounger(progress, observation);
  return {
    ...progress,
    state,
    uptimeMs,
    stateSince: hasChanged ? at : progress.stateSince,
    hasMoved: progress.hasMoved || hasChanged || hasRestarted || daemonSpoke,
    // `running` → `starting`: what was between has been skipped.
    wasDown: progress.wasDown || isDown(state) || hasRestarted || (hasChanged && state === "starting"),
    wasStarting: progress.wasStarting || state === "starting",
  };
}

/** Up for less than before, or for less than since the signal: all that two looks at the panel may show of a restart. */
function isYounger(progress: PowerProgress, { at, uptimeMs }: Observation): boolean {
  if (uptimeMs === undefined) return false;
  return uptimeMs < progress.uptimeMs || (uptimeMs > 0 && uptimeMs < at - progress.sentAt);
}

/** `undefined`: wait on. */
export function judge(progress: PowerProgress, now: number): PowerOutcome | undefined {
  const { signal, state, sentAt, stateSince, hasMoved } = progress;
  const tookMs = now - sentAt;
  const inStateMs = now - stateSince;
  if (isReached(progress)) return { kind: "done", state, tookMs };
  if (state === "stopping") return inStateMs >= stopMs ? { kind: "still-stopping", tookMs } : undefined;
  const isToStart = !isToStop(signal);
  if (isToStart && state === "starting")
    return inStateMs >= startMs ? { kind: "still-starting", tookMs } : undefined;
  if (isToStart && state === "offline" && progress.wasStarting && inStateMs >= stayedDownMs)
    return { kind: "failed", state, tookMs };
  const movedMs = isToStart ? startMs : stopMs;
  return inStateMs >= (hasMoved ? movedMs : signOfLifeMs)
    ? { kind: "not-confirmed", state, tookMs }
    : undefined;
}

function isToStop(signal: PowerSignal): boolean {
  return signal === "stop" || signal === "kill";
}

function isReached({ signal, state, wasDown }: PowerProgress): boolean {
  if (isToStop(signal)) return state === "offline";
  return state === "running" && (signal === "start" || wasDown);
}

function isDown(state: ServerState): boolean {
  return state === "offline" || state === "stopping";
}

/** Whether sending `signal` would change nothing. A restart always does something; `kill` may end what hangs. */
export function isAlready(signal: PowerSignal, state: ServerState): boolean {
  if (signal === "start") return state === "running" || state === "starting";
  return signal === "stop" && state === "offline";
}
