/**
 * What one server's events mean: crashed, back again, stuck, too full. A reducer: no time of its own, no effects.
 *
 * A crash is a fall from `running` or `starting` to `offline` that nobody asked for. The proof, the daemon's own lines,
 * comes a moment later; an end in good order (exit code 0 after the game said goodbye) was somebody's wish inside the game.
 */
import type { ServerState } from "../wings/stats.ts";
import { crashWordOf } from "./crash-words.ts";
import type { Change, Signal } from "./signal.ts";
import { wellBelow, type Fullness } from "./threshold.ts";
import { measureUsage } from "./usage-watch.ts";

interface Proof {
  readonly at: number;
  readonly exitCode?: number;
  readonly isOutOfMemory?: boolean;
  readonly isGivenUp?: boolean;
}

interface Fall {
  readonly at: number;
  readonly isSeen: boolean;
  readonly isGoodbye: boolean;
  readonly isTold: boolean;
}

export interface ServerMemory {
  readonly state: ServerState;
  readonly stateAt: number;
  /** It went down unasked and is not back yet. */
  readonly fall?: Fall;
  readonly proof?: Proof;
  readonly crashes: number;
  readonly crashedAt: number;
  readonly stuck?: "told";
  /** Some games never say that they are ready: once told is enough until they have been seen running. */
  readonly isSlowStartTold: boolean;
  readonly disk: Fullness;
  readonly memory: Fullness;
}

export const nothingKnown: ServerMemory = {
  state: "unknown",
  stateAt: 0,
  crashes: 0,
  crashedAt: Number.NEGATIVE_INFINITY,
  isSlowStartTold: false,
  disk: wellBelow,
  memory: wellBelow,
};

/** The daemon's words come right after the fall; a node that counts no clean exit as a crash says nothing. */
const proofWithinMs = 3_000;
/** A crash sooner than this after the last belongs to the same loop. */
export const loopWithinMs = 10 * 60_000;
const stuckAfterMs = { starting: 10 * 60_000, stopping: 5 * 60_000 } as const;

export interface Watched {
  readonly memory: ServerMemory;
  readonly changes: readonly Change[];
}

export function watchServer(memory: ServerMemory, signal: Signal): Watched {
  switch (signal.type) {
    case "state":
      return onState(memory, signal);
    case "daemon":
      return onDaemon(memory, signal);
    case "usage":
      return onUsage(memory, signal);
    case "tick":
      return onTick(memory, signal);
  }
}

function onState(before: ServerMemory, signal: Extract<Signal, { type: "state" }>): Watched {
  const { state, previous, at } = signal;
  const unstuck: Change[] =
    before.stuck && state !== before.state ? [{ type: "unstuck", afterMs: at - before.stateAt }] : [];
  const memory = inState(before, state, at);
  const isFall = state === "offline" && (previous === "running" || previous === "starting");
  if (isFall && !signal.isExpected) {
    const fall: Fall = { at, isSeen: signal.isSeen, isGoodbye: signal.isGoodbye, isTold: false };
    const known = freshProof(memory, at);
    const fallen = { ...memory, fall, ...(known && { proof: known }) };
    return withChanges(
      unstuck,
      known?.isOutOfMemory === undefined ? { memory: fallen, changes: [] } : judged(fallen, at),
    );
  }
  if (state === "offline") return { memory, changes: unstuck };
  // It is coming up again: if the last fall was a crash, that is settled now.
  const settled =
    memory.fall && !memory.fall.isTold ? settledOnRise(memory, signal) : { memory, changes: [] };
  // What the daemon said belongs to the fall before this start.
  const { proof: _proof, ...clean } = settled.memory;
  const risen = { ...settled, memory: clean };
  return withChanges(unstuck, state === "running" ? recovered(risen, at) : risen);
}

/** The state that is there already, told by the node again after a restart of this program, changes nothing. */
function inState(before: ServerMemory, state: ServerState, at: number): ServerMemory {
  if (state === before.state) return before;
  const { stuck: _, ...rest } = before;
  return { ...rest, state, stateAt: at };
}

/** It went down with its node and comes up with it: the node's alert has said all. */
function settledOnRise(memory: ServerMemory, signal: { at: number; isNodeShaky?: boolean }): Watched {
  if (!isHeld(memory, signal)) return judged(memory, signal.at);
  const { fall: _, ...rest } = memory;
  return { memory: rest, changes: [] };
}

/** Whether a fall that nobody saw and the daemon does not speak of is put down to the node, for now. */
function isHeld({ fall, proof }: ServerMemory, { isNodeShaky }: { isNodeShaky?: boolean }): boolean {
  const hasProof = fall !== undefined && proof !== undefined && isFresh(proof, fall.at);
  return isNodeShaky === true && fall !== undefined && !fall.isSeen && !hasProof;
}

function recovered({ memory, changes }: Watched, at: number): Watched {
  const { fall, ...rest } = memory;
  const up: ServerMemory = { ...rest, isSlowStartTold: false };
  if (!fall?.isTold) return { memory: up, changes };
  return { memory: up, changes: [...changes, { type: "recovered", downMs: at - fall.at }] };
}

function onDaemon(memory: ServerMemory, { text, at }: Extract<Signal, { type: "daemon" }>): Watched {
  const word = crashWordOf(text);
  if (!word) return { memory, changes: [] };
  const { isProof, ...facts } = word;
  const proof: Proof = isProof ? { at } : { ...(memory.proof ?? { at }), ...facts };
  const next = { ...memory, proof };
  // The words about memory are the last that every crash has; that the node gives up may follow.
  const isWhole = facts.isOutOfMemory !== undefined || facts.isGivenUp === true;
  return isWhole && next.fall ? judged(next, at) : { memory: next, changes: [] };
}

function onTick(before: ServerMemory, signal: Extract<Signal, { type: "tick" }>): Watched {
  const { at, isLive } = signal;
  const isOld = before.fall && !before.fall.isTold && at - before.fall.at >= proofWithinMs;
  const isDue = isOld && !isHeld(before, signal);
  const { memory, changes } = isDue ? judged(before, at) : { memory: before, changes: [] };
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

function onUsage(memory: ServerMemory, signal: Extract<Signal, { type: "usage" }>): Watched {
  const { fullness, changes } = measureUsage(memory, signal);
  return { memory: fullness === memory ? memory : { ...memory, ...fullness }, changes };
}

/** Decides on a fall: a crash, told with all that is known by now, or an end in good order. */
function judged(memory: ServerMemory, at: number): Watched {
  const { fall, ...rest } = memory;
  if (!fall) return { memory, changes: [] };
  const proof = freshProof(memory, fall.at);
  const isOrderly = fall.isGoodbye && (proof?.exitCode ?? 0) === 0 && proof?.isOutOfMemory !== true;
  if (isOrderly) return { memory: rest, changes: [] };
  const isSameLoop = at - memory.crashedAt < loopWithinMs;
  const count = fall.isTold ? memory.crashes : (isSameLoop ? memory.crashes : 0) + 1;
  const told = { ...memory, fall: { ...fall, isTold: true }, crashes: count, crashedAt: fall.at };
  return { memory: told, changes: [crashOf(fall, proof, count)] };
}

function crashOf(fall: Fall, proof: Proof | undefined, count: number): Change {
  return {
    type: "crashed",
    count,
    downAt: fall.at,
    ...(proof?.exitCode === undefined ? {} : { exitCode: proof.exitCode }),
    isOutOfMemory: proof?.isOutOfMemory ?? false,
    isGivenUp: proof?.isGivenUp ?? false,
    isSeen: fall.isSeen || proof !== undefined,
  };
}

function freshProof({ proof }: ServerMemory, fellAt: number): Proof | undefined {
  return proof && isFresh(proof, fellAt) ? proof : undefined;
}

function isFresh(proof: Proof, fellAt: number): boolean {
  return Math.abs(fellAt - proof.at) < 2 * proofWithinMs;
}

function withChanges(changes: readonly Change[], watched: Watched): Watched {
  return changes.length === 0 ? watched : { ...watched, changes: [...changes, ...watched.changes] };
}
