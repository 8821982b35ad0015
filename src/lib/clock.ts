/** Time as an argument: what the system clock tells, and timers on it. Tests pass a clock that they move by hand. */

/** Stops a timer. Calling it twice, or after the timer has fired, does nothing. */
export type Cancel = () => void;

export interface Clock {
  /** Wall time in milliseconds since the Unix epoch. May jump; never use it for durations. */
  now(): number;
  /** Milliseconds since an arbitrary start; never goes back. For durations and deadlines. */
  monotonic(): number;
  /** Calls `run` once after `ms` milliseconds, soon where they are over already. The timer does not keep the process alive. */
  after(ms: number, run: () => void): Cancel;
  /** Resolves after `ms` milliseconds, or at once when `signal` is aborted. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, Math.max(0, ms));
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
  sleep: (ms, signal) => sleepOn(systemClock, ms, signal),
};

/** `Clock.sleep` in terms of `Clock.after`; shared by every clock. */
export function sleepOn(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      cancel();
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const cancel = clock.after(ms, done);
    signal?.addEventListener("abort", done, { once: true });
  });
}
