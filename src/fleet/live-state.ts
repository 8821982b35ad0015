/** What is known of one server at this moment: its socket, its power state, its last stats. */
import type { Clock } from "../lib/clock.ts";
import type { Problem } from "../wings/connection-end.ts";
import type { ServerState, Stats } from "../wings/stats.ts";

/** `refused`: closed for long, for the reason in `problem`. */
export type SocketState = "connecting" | "open" | "closed" | "refused";

export interface Live {
  readonly socket: SocketState;
  /** The last one heard; an old one while the socket is not open. */
  readonly state: ServerState;
  /** Wall time at which it became so, in milliseconds; `undefined` when that was before this program looked. */
  readonly stateSince?: number;
  readonly stats?: Stats;
  /** Wall time of `stats`, in milliseconds. */
  readonly statsAt?: number;
  /** Wall time at which the socket was last open, in milliseconds, while it is not. */
  readonly heardAt?: number;
  readonly problem?: Problem;
}

export interface StateChange {
  readonly state: ServerState;
  /** The last one before it that this program has a word for; `unknown` where it is the first. */
  readonly previous: ServerState;
}

export class LiveState {
  readonly #clock: Clock;
  #live: Live = { socket: "closed", state: "unknown" };
  #known: ServerState = "unknown";
  /** How sure `state` is: stats may overrule a doubtful one at once, a confirmed one only the second time. */
  #confidence: "doubtful" | "confirmed" | "contradicted" = "doubtful";

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get now(): Live {
    return this.#live;
  }

  /** After a time without events the state in hand may be old. */
  doubt(): void {
    this.#confidence = "doubtful";
  }

  socket(socket: SocketState): void {
    const { heardAt, ...rest } = this.#live;
    const lastHeard = rest.socket === "open" ? this.#clock.now() : heardAt;
    const isKept = socket !== "open" && lastHeard !== undefined;
    this.#live = { ...rest, socket, ...(isKept && { heardAt: lastHeard }) };
  }

  problem(problem: Problem | undefined): void {
    const { problem: _, ...rest } = this.#live;
    this.#live = problem === undefined ? rest : { ...rest, problem };
  }

  status(state: ServerState): StateChange | undefined {
    this.#confidence = "confirmed";
    return this.#become(state);
  }

  /**
   * `status` events may be skipped or overtaken: the state in the stats settles it (panel-contract 9.4). Stats that
   * were on their way when the state changed contradict once; the last ones of a server that stops come only once.
   */
  stats(stats: Stats): StateChange | undefined {
    this.#live = { ...this.#live, stats, statsAt: this.#clock.now() };
    if (stats.state === "unknown") return undefined;
    if (stats.state === this.#live.state) {
      this.#confidence = "confirmed";
      return undefined;
    }
    if (this.#confidence === "confirmed" && stats.state !== "offline") {
      this.#confidence = "contradicted";
      return undefined;
    }
    return this.status(stats.state);
  }

  #become(state: ServerState): StateChange | undefined {
    const previous = this.#live.state;
    if (state === previous) return undefined;
    const known = this.#known;
    if (state !== "unknown") this.#known = state;
    // The first state heard says nothing about its beginning.
    const since = previous === "unknown" ? {} : { stateSince: this.#clock.now() };
    const { stateSince: _, ...rest } = this.#live;
    this.#live = { ...rest, state, ...since };
    return { state, previous: known };
  }
}
