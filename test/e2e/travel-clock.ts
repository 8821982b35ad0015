/** Real time that can be made to pass: everything goes on as usual, and `travel` lets a day go by in a moment. */
import { sleepOn, type Cancel, type Clock } from "../../src/lib/clock.ts";

interface Timer {
  dueAt: number;
  run: () => void;
  real: NodeJS.Timeout;
}

export class TravelClock implements Clock {
  readonly #timers = new Set<Timer>();
  #offset = 0;

  now(): number {
    return Date.now() + this.#offset;
  }

  monotonic(): number {
    return performance.now() + this.#offset;
  }

  after(ms: number, run: () => void): Cancel {
    const fire = (): void => {
      if (this.#timers.delete(timer)) run();
    };
    const timer: Timer = {
      dueAt: this.monotonic() + ms,
      run: fire,
      real: setTimeout(fire, Math.max(0, ms)).unref(),
    };
    this.#timers.add(timer);
    return () => {
      clearTimeout(timer.real);
      this.#timers.delete(timer);
    };
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return sleepOn(this, ms, signal);
  }

  /** Lets `ms` pass in steps, so that sockets and promises have their turns in between as they would have had. */
  async travel(ms: number, stepMs = 1000): Promise<void> {
    for (let left = ms; left > 0; left -= stepMs) {
      this.#offset += Math.min(stepMs, left);
      const now = this.monotonic();
      const due = [...this.#timers].filter(({ dueAt }) => dueAt <= now).sort((a, b) => a.dueAt - b.dueAt);
      for (const timer of due) {
        clearTimeout(timer.real);
        timer.run();
      }
      for (const timer of this.#timers) {
        clearTimeout(timer.real);
        timer.real = setTimeout(timer.run, Math.max(0, timer.dueAt - now)).unref();
      }
      await turns();
    }
  }
}

/** A few turns of the event loop: bytes that were written on loopback arrive meanwhile. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
