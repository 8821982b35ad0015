/** One gate for many relays, so that a flood on all of them leaves the bot's own limit (50 requests/s) to people. */
import type { Clock } from "../lib/clock.ts";

export interface GateOptions {
  clock: Clock;
  /** Over all relays together. */
  perSecond: number;
}

/** Gives `acquire`: resolves when the caller may send one request; in the order of the calls, evenly spaced. */
export function createGate({ clock, perSecond }: GateOptions): () => Promise<void> {
  const spacingMs = 1000 / perSecond;
  let nextAt = clock.monotonic();
  return async () => {
    const at = Math.max(nextAt, clock.monotonic());
    nextAt = at + spacingMs;
    await clock.sleep(at - clock.monotonic());
  };
}
