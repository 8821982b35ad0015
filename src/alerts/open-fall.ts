/** A fall that is not decided yet: what it still waits for. Pure. */
import { freshProof } from "./fall.ts";
import type { ServerMemory } from "./server-memory.ts";
import type { Change } from "./signal.ts";

/** Somebody may have stopped it: nodes skip states, and a crash is known for certain only by the daemon's words. */
export function isUnexplained({ fall, proof }: ServerMemory): boolean {
  return fall !== undefined && !fall.isTold && !fall.isGoodbye && !freshProof(proof, fall);
}

/** Leaves it open until the panel has been asked. */
export function questioned(
  memory: ServerMemory,
  at: number,
): { memory: ServerMemory; changes: readonly Change[] } {
  const { fall, upAt } = memory;
  if (!fall || fall.askedAt !== undefined) return { memory, changes: [] };
  const asks = { type: "unexplained", downAt: fall.at, upAt, isSeen: fall.isSeen } as const;
  return { memory: { ...memory, fall: { ...fall, askedAt: at } }, changes: [asks] };
}

export function withoutFall(memory: ServerMemory): ServerMemory {
  const { fall: _, ...rest } = memory;
  return rest;
}

/** Whether a fall that nobody saw and the daemon does not speak of is put down to the node, for now. */
export function isHeld({ fall, proof }: ServerMemory, { isNodeShaky }: { isNodeShaky?: boolean }): boolean {
  return isNodeShaky === true && fall !== undefined && !fall.isSeen && !freshProof(proof, fall);
}
