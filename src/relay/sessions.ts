/** When a run of the server begins and ends, seen from its events; also one that nobody saw beginning. */
import type { ServerEvent } from "../fleet/server-event.ts";
import type { Clock } from "../lib/clock.ts";
import type { SessionMark } from "./entry.ts";

export class Sessions {
  readonly #clock: Clock;
  /** Since then a run may have begun unseen; wall time in milliseconds. */
  #unseenSince: number | undefined;
  /** Monotonic: when the run that goes on was last seen. */
  #upAt: number | undefined;

  /** @param writtenAt when something of the last run was written, before this program started. */
  constructor(clock: Clock, writtenAt: number | undefined) {
    this.#clock = clock;
    this.#unseenSince = writtenAt;
  }

  markOf(event: ServerEvent): SessionMark | undefined {
    switch (event.type) {
      case "state":
        return this.#onState(event);
      case "stats":
        return this.#onStats(event);
      case "socket":
        // From its first moment on: the node tells how long the server is up before its history is looked through.
        if (event.socket !== "open") this.#unseenSince ??= this.#clock.now();
        return undefined;
      case "resumed":
        // The line may have been dead for a while before that was noticed.
        if (this.#unseenSince !== undefined) this.#unseenSince = this.#clock.now() - event.missed.downMs;
        return undefined;
      default:
        return undefined;
    }
  }

  #onState({
    state,
    previous,
    at,
    expectedBy,
  }: Extract<ServerEvent, { type: "state" }>): SessionMark | undefined {
    // The first state heard says nothing about its beginning; and a state may be skipped (panel-contract 9.4).
    const isBegun = state === "starting" && previous !== "unknown";
    if (isBegun || (state === "running" && previous === "offline")) {
      this.#unseenSince = undefined;
      this.#upAt = undefined;
      return { what: "begin", at };
    }
    if (state !== "offline") return undefined;
    return { what: "end", at, ...(expectedBy !== undefined && { by: expectedBy }) };
  }

  /** The node tells how long the server has been up: a restart behind our back shows there. */
  #onStats({ stats, at }: Extract<ServerEvent, { type: "stats" }>): SessionMark | undefined {
    if (stats.uptimeMs === 0) return undefined;
    const unseenSince = this.#unseenSince ?? Number.POSITIVE_INFINITY;
    const now = this.#clock.monotonic();
    // A line may be dead for a while before that is noticed: what counts is when the run before was last seen.
    const sinceUpMs = now - (this.#upAt ?? now);
    this.#unseenSince = undefined;
    this.#upAt = now;
    const bootedAt = at - stats.uptimeMs;
    const isBegun = bootedAt > unseenSince || stats.uptimeMs < sinceUpMs;
    return isBegun ? { what: "begin", at: bootedAt } : undefined;
  }
}
