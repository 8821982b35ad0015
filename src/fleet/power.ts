/** Sends power signals to one server, one at a time, and watches what becomes of them. */
import {
  beginProgress,
  isAlready,
  judge,
  observe,
  type Observation,
  type PowerOutcome,
  type PowerProgress,
  type PowerSignal,
} from "./power-progress.ts";
import type { ServerState } from "../wings/stats.ts";
import { Wake } from "./wake.ts";
import type { WatchedServer } from "./watched-server.ts";

export interface PowerOptions {
  /** Who asks, in words that may be shown: the next one who asks is told. */
  by?: string;
  /** Each state on the way. Must not throw. */
  onProgress?: (state: ServerState) => void;
}

export interface PendingOutcome {
  /** False: there was nothing to send, and the outcome says why. */
  sent: boolean;
  /** Never rejects. */
  outcome: Promise<PowerOutcome>;
}

interface Action {
  signal: PowerSignal;
  by: string;
  startedAt: number;
  supersededBy?: string;
  /** A kill is being sent: who overtook this, or nobody when the panel refuses it. */
  overtaking?: Promise<string | undefined>;
  /** The server has been seen starting since: what goes down now goes down by itself. */
  wasStarting: boolean;
  isOver: boolean;
  wake: Wake;
}

/** Between two looks at deadlines; what happens on the socket is noticed at once. */
const lookEveryMs = 5_000;
/** The panel keeps a reading for so long. */
const pollEveryMs = 20_000;

export class Power {
  readonly #server: WatchedServer;
  #action: Action | undefined;

  constructor(server: WatchedServer) {
    this.#server = server;
  }

  /** Who asked for the stop that is under way; of a restart, its first half. */
  get stopExpectedBy(): string | undefined {
    const action = this.#action;
    if (!action || action.signal === "start") return undefined;
    return action.signal === "restart" && action.wasStarting ? undefined : action.by;
  }

  /**
   * Sends `signal` once and resolves when the panel has taken it. A `kill` may overtake another signal.
   * @throws {PanelError} what the panel answers; nothing is watched then, and nothing is sent again.
   */
  async send(signal: PowerSignal, { by = "somebody", onProgress }: PowerOptions): Promise<PendingOutcome> {
    const { api, clock, live } = this.#server;
    const busy = this.#refuseBusy(signal);
    if (busy) return { sent: false, outcome: Promise.resolve(busy) };
    const { socket, state } = live();
    if (socket === "open" && isAlready(signal, state))
      return { sent: false, outcome: Promise.resolve({ kind: "already", state }) };
    const overtaken = this.#action;
    const taken = Promise.withResolvers<string | undefined>();
    if (overtaken) overtaken.overtaking = taken.promise;
    const begun = { startedAt: clock.monotonic(), wasStarting: false, isOver: false };
    const action: Action = { signal, by, ...begun, wake: new Wake() };
    this.#action = action;
    const watch = new PowerWatch(this.#server, action, onProgress);
    try {
      await api.power(signal);
    } catch (error) {
      taken.resolve(undefined);
      this.#finish(action);
      // Nothing was overtaken: the earlier signal is still under way.
      if (overtaken && !overtaken.isOver) this.#action = overtaken;
      watch.stop();
      throw error;
    }
    taken.resolve(by);
    if (overtaken) supersede(overtaken, by);
    const outcome = watch.outcome().finally(() => {
      this.#finish(action);
    });
    return { sent: true, outcome };
  }

  #refuseBusy(signal: PowerSignal): PowerOutcome | undefined {
    const action = this.#action;
    if (!action || (signal === "kill" && action.signal !== "kill")) return undefined;
    const sinceMs = this.#server.clock.monotonic() - action.startedAt;
    return { kind: "refused-busy", signal: action.signal, by: action.by, sinceMs };
  }

  #finish(action: Action): void {
    action.isOver = true;
    if (this.#action === action) this.#action = undefined;
  }
}

function supersede(action: Action, by: string): void {
  action.supersededBy = by;
  action.wake.wake();
}

/** Watches one action from before it is sent: the first state change may be quicker than the panel's answer. */
class PowerWatch {
  readonly #server: WatchedServer;
  readonly #action: Action;
  #progress: PowerProgress;
  readonly stop: () => void;

  constructor(server: WatchedServer, action: Action, onProgress: PowerOptions["onProgress"]) {
    this.#server = server;
    this.#action = action;
    const { state, stats, socket } = server.live();
    this.#progress = beginProgress(action.signal, {
      at: server.clock.monotonic(),
      ...(socket === "open" && { state }),
      ...(socket === "open" && stats && { uptimeMs: stats.uptimeMs }),
    });
    const unsubscribe = server.subscribe((event) => {
      if (event.type === "state") onProgress?.(event.state);
      if (event.type === "state") this.#see({ state: event.state });
      if (event.type === "stats") this.#see({ uptimeMs: event.stats.uptimeMs });
      if (event.type === "socket" && event.socket === "open") this.#see({ state: server.live().state });
    });
    const offLine = server.onLine((line) => {
      if (line.source === "daemon") this.#see({ daemonSpoke: true });
    });
    this.stop = () => {
      unsubscribe();
      offLine();
    };
  }

  async outcome(): Promise<PowerOutcome> {
    const { clock, signal } = this.#server;
    let polledAt = clock.monotonic();
    try {
      for (;;) {
        if (this.#action.supersededBy !== undefined)
          return { kind: "superseded", by: this.#action.supersededBy };
        const outcome = judge(this.#progress, clock.monotonic());
        if (outcome) return await this.#unlessOvertaken(outcome);
        await this.#action.wake.wait(clock, lookEveryMs, signal);
        if (signal.aborted) return { kind: "unwatched" };
        if (this.#server.live().socket === "open" || clock.monotonic() - polledAt < pollEveryMs) continue;
        polledAt = clock.monotonic();
        await this.#poll();
      }
    } finally {
      this.stop();
    }
  }

  /** What a kill did may be seen before the panel has answered it. */
  async #unlessOvertaken(outcome: PowerOutcome): Promise<PowerOutcome> {
    const by = await this.#action.overtaking;
    return by === undefined ? outcome : { kind: "superseded", by };
  }

  async #poll(): Promise<void> {
    const { background, signal, log } = this.#server;
    try {
      const { value } = await background.resources({ fresh: true, signal });
      this.#see({ state: value.state, uptimeMs: value.uptimeMs });
    } catch (error) {
      log.debug({ err: error }, "no reading while waiting for a power signal");
    }
  }

  #see(observation: Omit<Observation, "at">): void {
    this.#progress = observe(this.#progress, { ...observation, at: this.#server.clock.monotonic() });
    this.#action.wasStarting = this.#progress.wasStarting;
    this.#action.wake.wake();
  }
}
