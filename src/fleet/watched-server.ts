/** What those who wait for an outcome on one server need: its state, its events, the panel's word as a fallback. */
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import type { ServerApi, Topic } from "../panel/panel.ts";
import type { ConsoleLine } from "./console-line.ts";
import type { Live } from "./live-state.ts";
import type { ServerEvent } from "./server-event.ts";

export interface WatchedServer {
  readonly api: ServerApi;
  /** The same at low priority: for polling. */
  readonly background: ServerApi;
  /** What the panel client remembers of this server is old. */
  readonly forget: (...topics: Topic[]) => void;
  readonly live: () => Live;
  /** Listeners must not throw. The returned function ends it. */
  readonly subscribe: (listener: (event: ServerEvent) => void) => () => void;
  /** Every new line as it comes. */
  readonly onLine: (listener: (line: ConsoleLine) => void) => () => void;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborted when the fleet stops. */
  readonly signal: AbortSignal;
}
