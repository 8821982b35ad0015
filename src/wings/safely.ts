/** A listener's failure is the listener's own: it is logged, and whoever called goes on. */
import type { Log } from "../lib/logger.ts";

export function safely(log: Log, run: () => void): void {
  try {
    run();
  } catch (error) {
    log.error({ err: error }, "a listener failed");
  }
}
