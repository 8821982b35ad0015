/** How long a frame must wait so that Wings drops none (panel-contract 9.7). */
import type { OutgoingEvent } from "./protocol.ts";

/** Milliseconds between two frames of one kind: above what Wings refills, without using its bursts. */
const gapMs: Record<OutgoingEvent, number> = { auth: 6_000, "send logs": 6_000, "send stats": 2_000 };

/** One per connection: the node counts per connection. */
export class Pacer {
  readonly #freeAt = new Map<OutgoingEvent, number>();

  /** Books the next free moment for `event`; tells how far away it is, in milliseconds. */
  book(event: OutgoingEvent, now: number): number {
    const at = Math.max(now, this.#freeAt.get(event) ?? now);
    this.#freeAt.set(event, at + gapMs[event]);
    return at - now;
  }
}
