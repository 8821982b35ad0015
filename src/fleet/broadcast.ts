/** Tells many; none of them can keep the others from being told. */
import type { Log } from "../lib/logger.ts";
import { safely } from "../wings/safely.ts";

export class Broadcast<Value> {
  readonly #log: Log;
  readonly #listeners = new Set<{ hear: (value: Value) => void }>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** The returned function ends it; calling it twice does nothing. */
  readonly subscribe = (hear: (value: Value) => void): (() => void) => {
    const listener = { hear };
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  readonly tell = (value: Value): void => {
    for (const { hear } of this.#listeners) {
      safely(this.#log, () => {
        hear(value);
      });
    }
  };
}
