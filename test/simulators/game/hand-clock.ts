/** Time that a test moves by hand: timers fire in order while it moves, on the spot. */
import type { TimeSource } from "./sim-clock.ts";

export class HandClock implements TimeSource {
  #now = Date.UTC(2026, 0, 5, 10, 0, 0);
  readonly #timers = new Set<{ dueAt: number; run: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { dueAt: this.#now + ms, run };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** Real milliseconds. What runs inside may set further timers; those that fall due run too. */
  advance(ms: number): void {
    const target = this.#now + ms;
    for (let next = this.#next(target); next; next = this.#next(target)) {
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.dueAt);
      next.run();
    }
    this.#now = target;
  }

  #next(target: number): { dueAt: number; run: () => void } | undefined {
    return [...this.#timers].filter(({ dueAt }) => dueAt <= target).sort((a, b) => a.dueAt - b.dueAt)[0];
  }
}
