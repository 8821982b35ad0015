/** The console socket of one server over time: dial, live, wait, dial again, until told to stop. */
import { backoffMs, type Backoff } from "../lib/backoff.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import { unlessAborted } from "../lib/unless-aborted.ts";
import { Connection } from "./connection.ts";
import { afterEnd, type ConnectionEnd, type NextStep, type Problem } from "./connection-end.ts";
import type { DialGate } from "./dial-gate.ts";
import type { WingsEvent } from "./protocol.ts";
import { safely } from "./safely.ts";
import type { TokenWallet } from "./token-wallet.ts";

export interface SessionOptions {
  origin: string;
  wallet: TokenWallet;
  /** Shared by all sessions. */
  gate: DialGate;
  /** Asks the panel what stands in the way of the socket; `undefined`: nothing. May reject: then ask again later. */
  readonly recheck: () => Promise<Problem | undefined>;
  listener: SessionListener;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  /** Before the first dial, in milliseconds: servers that start together are spread. */
  firstDelayMs?: number;
  random?: () => number;
}

/** Must not throw; if it does, that is logged and changes nothing. */
export interface SessionListener {
  /** `dialling` and `down` alternate. */
  readonly phase: (phase: "dialling" | "down") => void;
  readonly authorised: (isBehind: boolean) => void;
  /** After `authorised` with `isBehind`, when the history can come. */
  readonly historyAsked?: () => void;
  readonly event: (event: WingsEvent) => void;
  /** Told once when it begins, `undefined` once when it is over. */
  readonly problem: (problem: Problem | undefined) => void;
}

const redial: Backoff = { firstMs: 1_000, maxMs: 60_000 };
/** A connection that lived for less counts as a failed one. */
const minUptimeMs = 30_000;
/** Between two looks at a server whose socket the panel or the node refuses. */
const recheckEveryMs = 3 * 60_000;

/** Resolves when `signal` is aborted and everything is closed. Never rejects. */
export async function runSession(options: SessionOptions): Promise<void> {
  const { clock, signal, wallet, random, log, listener } = options;
  const problem = tellOnce(options);
  let failures = 0;
  if (options.firstDelayMs) await clock.sleep(options.firstDelayMs, signal);
  while (!signal.aborted) {
    const { end, livedMs } = await live(options, problem);
    if (signal.aborted) return;
    safely(log, () => {
      listener.phase("down");
    });
    failures = livedMs >= minUptimeMs ? 1 : failures + 1;
    const step = afterEnd(end);
    log.info({ end, livedMs, failures }, "the console socket is down");
    if (step.needsFreshToken) wallet.discard();
    if (step.needsRecheck) await untilClear(options, step, problem);
    else if (step.problem) problem(step.problem);
    await clock.sleep(Math.max(backoffMs(redial, failures, random), jittered(step, random)), signal);
  }
}

/** One token, one connection; the place at the gate is given back when it is authorised or over. */
async function live(
  options: SessionOptions,
  problem: (problem: undefined) => void,
): Promise<{ end: ConnectionEnd; livedMs: number }> {
  const { wallet, gate, listener, clock, signal, log } = options;
  const leaveGate = await gate.enter(signal);
  let authorisedAt = Infinity;
  try {
    safely(log, () => {
      listener.phase("dialling");
    });
    const answer = await wallet.take(signal);
    if (answer.kind !== "token") return { end: { reason: "no-token", failure: answer }, livedMs: 0 };
    const connection = new Connection({
      ...options,
      credentials: answer.credentials,
      onEvent: listener.event,
      ...(listener.historyAsked && { onHistoryAsked: listener.historyAsked }),
      onAuthorised(isBehind) {
        authorisedAt = Math.min(authorisedAt, clock.monotonic());
        leaveGate();
        problem(undefined);
        listener.authorised(isBehind);
      },
    });
    return { end: await connection.closed, livedMs: Math.max(0, clock.monotonic() - authorisedAt) };
  } finally {
    leaveGate();
  }
}

/** Asks at once, then every few minutes, until the panel says that nothing stands in the way. */
async function untilClear(
  { recheck, clock, signal, random = Math.random, log }: SessionOptions,
  step: NextStep,
  tell: (problem: Problem | undefined) => void,
): Promise<void> {
  while (!signal.aborted) {
    const asked = recheck().catch((error: unknown) => {
      log.debug({ err: error }, "the panel does not say how the server is");
      return step.problem;
    });
    const found = await unlessAborted(asked, signal);
    if (found === undefined || signal.aborted) return;
    tell(found);
    await clock.sleep(recheckEveryMs * (1 + random() / 4), signal);
  }
}

function jittered({ atLeastMs }: NextStep, random = Math.random): number {
  return atLeastMs * (1 + random() / 4);
}

function tellOnce({ listener, log }: SessionOptions): (problem: Problem | undefined) => void {
  let told: Problem | undefined;
  return (problem) => {
    if (problem === told) return;
    told = problem;
    safely(log, () => {
      listener.problem(problem);
    });
  };
}
