/** The simulators' time: virtual milliseconds that may run faster than real ones; what goes on the wire is real. */

/** Where real time comes from: the system, or a clock that a test moves by hand. */
export interface TimeSource {
  now(): number;
  after(ms: number, run: () => void): () => void;
}

export const systemTime: TimeSource = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};

export class SimClock {
  readonly timeScale: number;
  readonly #source: TimeSource;
  readonly #startedAt: number;
  readonly #cancels = new Set<() => void>();
  #stopped = false;

  constructor(timeScale = 1, source: TimeSource = systemTime) {
    this.timeScale = timeScale;
    this.#source = source;
    this.#startedAt = source.now();
  }

  /** Virtual milliseconds; for durations only. */
  now(): number {
    return this.#startedAt + (this.#source.now() - this.#startedAt) * this.timeScale;
  }

  /** Real milliseconds since the Unix epoch: for every timestamp that a client sees. */
  wall(): number {
    return this.#source.now();
  }

  /** Real unix seconds, whole. */
  unix(): number {
    return Math.floor(this.wall() / 1000);
  }

  /** Calls `run` once after `ms` virtual milliseconds, unless the clock was stopped. */
  after(ms: number, run: () => void): () => void {
    if (this.#stopped) return () => undefined;
    const undo = this.#source.after(ms / this.timeScale, () => {
      this.#cancels.delete(cancel);
      run();
    });
    const cancel = (): void => {
      this.#cancels.delete(cancel);
      undo();
    };
    this.#cancels.add(cancel);
    return cancel;
  }

  /** Calls `run` every `ms` virtual milliseconds until cancelled. */
  every(ms: number, run: () => void): () => void {
    let cancel = (): void => undefined;
    const next = (): void => {
      cancel = this.after(ms, () => {
        next();
        run();
      });
    };
    next();
    return () => {
      cancel();
    };
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(ms, resolve);
    });
  }

  /** How many whole real seconds a client must wait for `ms` virtual milliseconds to pass; at least 1. */
  realSeconds(ms: number): number {
    return Math.max(1, Math.ceil(ms / this.timeScale / 1000));
  }

  /** Cancels every timer, and sets none from now on. */
  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#cancels) cancel();
  }
}

/** `2024-10-24T12:04:30+00:00`: the panel's timestamps. */
export function atom(wallMs: number): string {
  return `${new Date(wallMs).toISOString().slice(0, 19)}+00:00`;
}
