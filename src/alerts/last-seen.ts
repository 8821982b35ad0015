/** When each server's console could be seen last. A wall clock that jumps makes no gap longer or shorter. */
import type { SocketState } from "../fleet/live-state.ts";
import type { Clock } from "../lib/clock.ts";

export class LastSeen {
  readonly #clock: Clock;
  /** Monotonic: when the console that was open went away last. */
  readonly #lostAt = new Map<string, number>();
  readonly #open = new Set<string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note(uuid: string, socket: SocketState): void {
    if (socket === "open") this.#open.add(uuid);
    else if (this.#open.delete(uuid)) this.#lostAt.set(uuid, this.#clock.monotonic());
  }

  /** When the last gap began; now when there was none. */
  wallTime(uuid: string): number {
    const at = this.#clock.monotonic();
    return this.#clock.now() - (at - (this.#lostAt.get(uuid) ?? at));
  }
}
