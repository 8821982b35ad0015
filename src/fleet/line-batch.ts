/** Gathers lines for a moment, so that a flood costs one event instead of thousands. */
import type { Cancel, Clock } from "../lib/clock.ts";
import type { ConsoleLine } from "./console-line.ts";

const gatherForMs = 50;
/** More lines do not wait: what is held here stays small. */
const maxLines = 1_000;

export class LineBatch {
  readonly #clock: Clock;
  readonly #deliver: (lines: ConsoleLine[]) => void;
  #lines: ConsoleLine[] = [];
  #cancel: Cancel = () => undefined;

  constructor(clock: Clock, deliver: (lines: ConsoleLine[]) => void) {
    this.#clock = clock;
    this.#deliver = deliver;
  }

  push(line: ConsoleLine): void {
    this.#lines.push(line);
    if (this.#lines.length >= maxLines) this.flush();
    else if (this.#lines.length === 1) {
      this.#cancel = this.#clock.after(gatherForMs, () => {
        this.flush();
      });
    }
  }

  /** Delivers at once what has been gathered. */
  flush(): void {
    this.#cancel();
    const lines = this.#lines;
    if (lines.length === 0) return;
    this.#lines = [];
    this.#deliver(lines);
  }
}
