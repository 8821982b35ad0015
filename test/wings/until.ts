/** Lets real I/O happen under a manual clock. */
import type { ManualClock } from "../manual-clock.ts";
import { settle } from "../manual-clock.ts";

const maxTurns = 5_000;

/** Turns of the event loop, each with `stepMs` of the manual clock, until `isTrue`. Fails when it never is. */
export async function until(isTrue: () => boolean, clock?: ManualClock, stepMs = 0): Promise<void> {
  for (let turn = 0; turn < maxTurns; turn += 1) {
    if (isTrue()) return;
    if (clock && stepMs > 0) await clock.advance(stepMs);
    else await settle();
    // The other end of a socket needs a turn of the real event loop as well.
    if (turn % 5 === 4) await aMoment();
  }
  throw new Error("it did not come to pass");
}

/** Long enough for frames that are on their way over the loopback to arrive. */
export function aMoment(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 2);
  });
}

/** Advances in small steps with I/O between them: for what needs answers of the other end on its way. */
export async function pass(clock: ManualClock, ms: number, steps = 10): Promise<void> {
  for (let step = 0; step < steps; step += 1) {
    await clock.advance(ms / steps);
    await aMoment();
  }
}
