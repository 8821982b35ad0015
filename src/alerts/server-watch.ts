/**
 * What one server's events mean: crashed, back again, stuck, too full. A reducer: no time of its own, no effects.
 *
 * A crash is a fall from `running` or `starting` to `offline` that nobody asked for. The proof, the daemon's own lines,
 * comes a moment later; an end in good order (exit code 0 after the game said goodbye) was somebody's wish inside the game.
 */
import type { ServerState } from "../wings/stats.ts";
import { crashWordOf, saysDiskIsFull } from "./crash-words.ts";
import { crashOf, freshProof, isDue, proofWithinMs, type Fall, type Proof } from "./fall.ts";
import { isHeld, isUnexplained, questioned, withoutFall } from "./open-fall.ts";
import { inState, isUp, type ServerMemory } from "./server-memory.ts";
import type { Change, Signal } from "./signal.ts";
import { measureUsage } from "./usage-watch.ts";

/** A crash sooner than this after the last belongs to the same loop. */
export const loopWithinMs = 10 * 60_000;
/** Nodes kill what has not stopped by then: a later end has nothing to do with a full disk. */
const stoppedWithinMs = 10 * 60_000;
const stuckAfterMs = { starting: 10 * 60_000, stopping: 5 * 60_000 } as const;

export interface Watched {
  readonly memory: ServerMemory;
  readonly changes: readonly Change[];
}

export function watchServer(memory: ServerMemory, signal: Signal): Watched {
  switch (signal.type) {
    case "state":
      return onState(memory, signal);
    case "answer":
      return onAnswer(memory, signal);
    case "daemon":
      return onDaemon(memory, signal);
    case "usage":
      return onUsage(memory, signal);
    case "tick":
      return onTick(memory, signal);
  }
}

type StateSignal = Extract<Signal, { type: "state" }>;

function onState(before: ServerMemory, signal: StateSignal): Watched {
  const { state, at } = signal;
  const previous = signal.previous === "unknown" ? before.knownState : signal.previous;
  const unstuck: Change[] =
    before.stuck && state !== before.state ? [{ type: "unstuck", afterMs: at - before.stateAt }] : [];
  const memory = inState(before, state, at);
  if (state === "offline") return withChanges(unstuck, wentDown(before, memory, { ...signal, previous }));
  // States may be skipped: the daemon tells of a crash, and the next that is heard is that it starts again.
  const wasDown = state === "starting" && previous === "running" && freshProof(memory.proof, signal);
  if (!wasDown) return withChanges(unstuck, risen(memory, signal));
  const down = fallen(memory, signal);
  return withChanges([...unstuck, ...down.changes], risen(down.memory, signal));
}

type Down = Omit<StateSignal, "previous"> & { previous: ServerState | undefined };

function wentDown(before: ServerMemory, memory: ServerMemory, signal: Down): Watched {
  if (signal.isExpected) return { memory, changes: [] };
  if (signal.at - (memory.diskFullAt ?? Number.NEGATIVE_INFINITY) < stoppedWithinMs)
    return stoppedByNode(memory, signal);
  if (!isUp(signal.previous)) return { memory, changes: [] };
  // States may overtake one another: this one was before it started again, unless the daemon says otherwise.
  const isOvertaken =
    signal.isSeen && before.isDownSkipped === true && signal.at - before.upAt < proofWithinMs;
  return fallen(memory, { ...signal, isGoodbye: signal.isGoodbye || isOvertaken });
}

/** Told at once when the daemon has said all it says. What nobody saw may have been somebody's wish in the panel. */
function fallen(memory: ServerMemory, signal: Omit<StateSignal, "previous">): Watched {
  const { at, isSeen, isGoodbye } = signal;
  const fall: Fall = { at, isSeen, isGoodbye, isTold: false };
  const next = { ...memory, fall };
  // Nothing more will be heard of what is over already.
  if (!isSeen && isUnexplained(next) && !isHeld(next, signal)) return questioned(next, at);
  return freshProof(memory.proof, fall)?.isOutOfMemory === undefined
    ? { memory: next, changes: [] }
    : judged(next, at);
}

/** The node stops what takes too much room in good order, through `stopping`: nobody asked for it all the same. */
function stoppedByNode(before: ServerMemory, { at, isSeen }: Pick<StateSignal, "at" | "isSeen">): Watched {
  const { diskFullAt: _, ...memory } = before;
  const fall: Fall = { at, isSeen, isGoodbye: false, isTold: false, isDiskFull: true };
  return judged({ ...memory, fall }, at);
}

function onAnswer(memory: ServerMemory, answer: Extract<Signal, { type: "answer" }>): Watched {
  const { fall } = memory;
  if (!fall || fall.askedAt === undefined || fall.isTold || fall.at !== answer.downAt)
    return { memory, changes: [] };
  if (answer.isWished) return upBySince({ memory: withoutFall(memory), changes: [] });
  const answered = { ...fall, isAnswered: true } as const;
  const next = { ...memory, fall: answered };
  return isDue(answered, answer.at) || memory.state !== "offline"
    ? judgedLate(next, answer.at)
    : { memory: next, changes: [] };
}

function judgedLate(memory: ServerMemory, at: number): Watched {
  return upBySince(judged(memory, at));
}

/** What is decided late may be over already. */
function upBySince(watched: Watched): Watched {
  const { state, stateAt } = watched.memory;
  return state === "running" ? recovered(watched, stateAt) : watched;
}

/** It is coming up again, or it is told to stop: if the last fall was a crash, that is settled now. */
function risen(memory: ServerMemory, signal: StateSignal): Watched {
  const { fall } = memory;
  const isOpen = fall !== undefined && !fall.isTold;
  // Events may overtake one another: it was told to stop before it went down.
  if (isOpen && signal.state === "stopping" && !freshProof(memory.proof, fall))
    return { memory: withoutFall(memory), changes: [] };
  if (isUnexplained(memory) && !isHeld(memory, signal)) return questioned(memory, signal.at);
  const settled = isOpen ? settledOnRise(memory, signal) : { memory, changes: [] };
  // What the daemon said belongs to the fall before this start.
  const { proof: _proof, ...rest } = settled.memory;
  const { diskFullAt: _diskFullAt, ...fresh } = rest;
  const clean = signal.state === "stopping" ? rest : fresh;
  const after = { ...settled, memory: clean };
  return signal.state === "running" ? recovered(after, signal.at) : after;
}

/** It went down with its node and comes up with it: the node's alert has said all. */
function settledOnRise(memory: ServerMemory, signal: { at: number; isNodeShaky?: boolean }): Watched {
  return isHeld(memory, signal) ? { memory: withoutFall(memory), changes: [] } : judged(memory, signal.at);
}

function recovered({ memory, changes }: Watched, at: number): Watched {
  const { fall: _, openSince, ...rest } = memory;
  const up: ServerMemory = { ...rest, isSlowStartTold: false };
  if (openSince === undefined) return { memory: up, changes };
  return { memory: up, changes: [...changes, { type: "recovered", downMs: at - openSince }] };
}

function onDaemon(memory: ServerMemory, { text, at }: Extract<Signal, { type: "daemon" }>): Watched {
  if (saysDiskIsFull(text)) return { memory: { ...memory, diskFullAt: at }, changes: [] };
  const word = crashWordOf(text);
  if (!word) return { memory, changes: [] };
  const { isProof, ...facts } = word;
  const proof: Proof = isProof ? { at } : { ...(memory.proof ?? { at }), ...facts };
  const next = { ...memory, proof };
  // The words about memory are the last that every crash has; that the node gives up may follow.
  const isWhole = facts.isOutOfMemory !== undefined || facts.isGivenUp === true;
  return isWhole && next.fall ? judgedLate(next, at) : { memory: next, changes: [] };
}

function onTick(before: ServerMemory, signal: Extract<Signal, { type: "tick" }>): Watched {
  const { at, isLive } = signal;
  const { memory, changes } = onDue(before, signal);
  const { state, stuck } = memory;
  if (!isLive || stuck || (state !== "starting" && state !== "stopping")) return { memory, changes };
  const forMs = at - memory.stateAt;
  if (forMs < stuckAfterMs[state]) return { memory, changes };
  if (state === "starting" && memory.isSlowStartTold) return { memory, changes };
  return {
    memory: { ...memory, stuck: "told", isSlowStartTold: memory.isSlowStartTold || state === "starting" },
    changes: [...changes, { type: "stuck", state, forMs }],
  };
}

/** What is still open is decided when it is time; the panel is asked before that. */
function onDue(memory: ServerMemory, signal: { at: number; isNodeShaky?: boolean }): Watched {
  const { fall } = memory;
  if (!fall || !isDue(fall, signal.at) || isHeld(memory, signal)) return { memory, changes: [] };
  const isToAsk = isUnexplained(memory) && fall.askedAt === undefined;
  return isToAsk ? questioned(memory, signal.at) : judgedLate(memory, signal.at);
}

function onUsage(memory: ServerMemory, signal: Extract<Signal, { type: "usage" }>): Watched {
  const { fullness, changes } = measureUsage(memory, signal);
  return { memory: fullness === memory ? memory : { ...memory, ...fullness }, changes };
}

/** Decides on a fall: a crash, told with all that is known by now, or an end in good order. */
function judged(memory: ServerMemory, at: number): Watched {
  const { fall } = memory;
  if (!fall) return { memory, changes: [] };
  const proof = freshProof(memory.proof, fall);
  const isOrderly = fall.isGoodbye && (proof?.exitCode ?? 0) === 0 && proof?.isOutOfMemory !== true;
  if (isOrderly) return { memory: withoutFall(memory), changes: [] };
  const isSameLoop = at - memory.crashedAt < loopWithinMs;
  const count = fall.isTold ? memory.crashes : (isSameLoop ? memory.crashes : 0) + 1;
  const told = { ...fall, isTold: true };
  return {
    memory: { ...memory, fall: told, openSince: fall.at, crashes: count, crashedAt: fall.at },
    changes: [crashOf(fall, proof, count)],
  };
}

function withChanges(changes: readonly Change[], watched: Watched): Watched {
  return changes.length === 0 ? watched : { ...watched, changes: [...changes, ...watched.changes] };
}
