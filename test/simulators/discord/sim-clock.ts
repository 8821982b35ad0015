/** The simulator's time: an injected clock, and how much shorter Discord's windows and deadlines are than in real life. */

export interface TimeSource {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `run` once after `ms` milliseconds; the returned function stops it. */
  after(ms: number, run: () => void): () => void;
}

export const realTime: TimeSource = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};

export class SimClock implements TimeSource {
  readonly #source: TimeSource;
  readonly #windowScale: number;
  readonly #deadlineScale: number;

  /** `windowScale` 50 makes rate-limit windows 50 times shorter; `deadlineScale` does so for the 3 s and the 15 min. */
  constructor(source: TimeSource, windowScale: number, deadlineScale: number) {
    this.#source = source;
    this.#windowScale = windowScale;
    this.#deadlineScale = deadlineScale;
  }

  now(): number {
    return this.#source.now();
  }

  after(ms: number, run: () => void): () => void {
    return this.#source.after(ms, run);
  }

  /** Real milliseconds of a window that lasts `ms` at Discord. */
  window(ms: number): number {
    return ms / this.#windowScale;
  }

  /** Real milliseconds of a deadline that lasts `ms` at Discord. */
  deadline(ms: number): number {
    return ms / this.#deadlineScale;
  }

  get isScaled(): boolean {
    return this.#windowScale !== 1;
  }
}
