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

  /** An earlier program saw it last then: wall time. */
  recall(uuid: string, at: number): void {
    this.#lostAt.set(uuid, this.#clock.monotonic() - Math.max(0, this.#clock.now() - at));
  }

  /** When the last gap began; now when there was none. */
  gapBegan(uuid: string): number {
    const at = this.#clock.monotonic();
    return this.#clock.now() - (at - (this.#lostAt.get(uuid) ?? at));
  }

  /** When it could be seen: now, or when the gap that goes on began. */
  seenAt(uuid: string): number {
    return this.#open.has(uuid) ? this.#clock.now() : this.gapBegan(uuid);
  }
}
