/** When a run of the server begins and ends, seen from its events; also one that nobody saw beginning. */
import type { ServerEvent } from "../fleet/server-event.ts";
import type { Clock } from "../lib/clock.ts";
import type { SessionMark } from "./entry.ts";

export class Sessions {
  readonly #clock: Clock;
  /** Since then a run may have begun unseen; wall time in milliseconds. */
  #unseenSince: number | undefined;

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
      return { what: "begin", at };
    }
    if (state !== "offline") return undefined;
    return { what: "end", at, ...(expectedBy !== undefined && { by: expectedBy }) };
  }

  /** The node tells how long the server has been up: a restart behind our back shows there. */
  #onStats({ stats, at }: Extract<ServerEvent, { type: "stats" }>): SessionMark | undefined {
    const since = this.#unseenSince;
    if (since === undefined || stats.uptimeMs === 0) return undefined;
    this.#unseenSince = undefined;
    const bootedAt = at - stats.uptimeMs;
    return bootedAt > since ? { what: "begin", at: bootedAt } : undefined;
  }
}
