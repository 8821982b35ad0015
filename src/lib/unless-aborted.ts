/** Waits for work that may be slow, but not after being told to stop. */

/**
 * What `work` gives, or `undefined` as soon as `signal` is aborted: the work goes on, and nobody hears how it ends.
 * @throws whatever `work` rejects with before that.
 */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      resolve(undefined);
    };
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    const done = (): void => {
      signal.removeEventListener("abort", stop);
    };
    work.then(resolve, reject).finally(done);
  });
}
