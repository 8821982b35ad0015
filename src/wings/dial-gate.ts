/** Lets a few servers dial at a time, so that hundreds that start together do not. One gate for the whole fleet. */

export class DialGate {
  #free: number;
  readonly #queue = new Set<() => void>();

  constructor(places: number) {
    this.#free = places;
  }

  /** Resolves, first come first served, with the function that gives the place back (twice does nothing). */
  async enter(signal: AbortSignal): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else if (!(await this.#wait(signal))) return () => undefined;
    let leave = (): void => {
      leave = () => undefined;
      this.#leave();
    };
    return () => {
      leave();
    };
  }

  /** False when `signal` ended the wait: then no place was taken. */
  #wait(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const called = (): void => {
        signal.removeEventListener("abort", left);
        resolve(true);
      };
      const left = (): void => {
        this.#queue.delete(called);
        resolve(false);
      };
      if (signal.aborted) {
        resolve(false);
        return;
      }
      this.#queue.add(called);
      signal.addEventListener("abort", left, { once: true });
    });
  }

  #leave(): void {
    const [next] = this.#queue;
    if (next === undefined) {
      this.#free += 1;
      return;
    }
    this.#queue.delete(next);
    next();
  }
}
