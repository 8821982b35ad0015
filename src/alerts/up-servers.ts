/** Which servers were up when each was last seen, kept over restarts: a fall while the program was away shows afterwards. */
import type { FleetEvent } from "../fleet/server.ts";
import type { Clock } from "../lib/clock.ts";

/** When each server that was up was last seen so, by uuid: wall time in milliseconds. */
export type SeenUp = Readonly<Record<string, number>>;

export interface KeptSeenUp {
  loadSeenUp(): SeenUp;
  saveSeenUp(seen: SeenUp): void;
}

/** Nobody wonders about what fell so long ago. */
const worthAskingMs = 24 * 60 * 60_000;
const saveEveryMs = 60_000;

export class UpServers {
  readonly #clock: Clock;
  readonly #kept: KeptSeenUp;
  readonly #up = new Set<string>();
  /** Monotonic. */
  #savedAt: number;

  constructor(clock: Clock, kept: KeptSeenUp) {
    this.#clock = clock;
    this.#kept = kept;
    this.#savedAt = clock.monotonic();
  }

  /** Those that an earlier program saw up not long ago, with the wall time of that. */
  recall(): (readonly [uuid: string, at: number])[] {
    const now = this.#clock.now();
    const seen = Object.entries(this.#kept.loadSeenUp()).filter(([, at]) => now - at < worthAskingMs);
    for (const [uuid] of seen) this.#up.add(uuid);
    return seen;
  }

  /** Expects every event. */
  note(event: FleetEvent): void {
    if (event.type !== "state" || event.state === "unknown") return;
    const { uuid } = event.server;
    if (event.state === "running" || event.state === "starting") this.#up.add(uuid);
    else this.#up.delete(uuid);
  }

  /** Now and then: a program that is killed has no time to. @param lastSeen when a server was, in wall time. */
  saveSometimes(lastSeen: (uuid: string) => number): void {
    if (this.#clock.monotonic() - this.#savedAt >= saveEveryMs) this.save(lastSeen);
  }

  save(lastSeen: (uuid: string) => number): void {
    this.#savedAt = this.#clock.monotonic();
    this.#kept.saveSeenUp(Object.fromEntries([...this.#up].map((uuid) => [uuid, lastSeen(uuid)])));
  }
}
