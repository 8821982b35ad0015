/** Raw console lines → what is to be shown of them: prepared, filtered, known stack traces folded. */
import { createLinePreparer, type LinePreparation } from "./prepare-line.ts";
import type { RelayLine } from "./relay-options.ts";
import { TraceFolder } from "./trace-folder.ts";
import type { TraceLine } from "./trace-lines.ts";

export class Intake {
  #prepare: (raw: string) => string | undefined;
  readonly #traces = new TraceFolder();
  /** Raw lines so far. */
  linesIn = 0;
  linesFiltered = 0;

  constructor(options: LinePreparation) {
    this.#prepare = createLinePreparer(options);
  }

  /** What comes from now on is prepared like this. */
  prepareAs(options: LinePreparation): void {
    this.#prepare = createLinePreparer(options);
  }

  /** Often the line itself, sometimes nothing yet. `now` is monotonic. */
  take({ text: raw, at }: RelayLine, now: number): readonly TraceLine[] {
    this.linesIn += 1;
    const text = this.#prepare(raw);
    if (text !== undefined) return this.#traces.push({ text, at, upTo: this.linesIn }, now);
    this.linesFiltered += 1;
    return [];
  }

  /** Lines that were held back for nothing; all of them when `isAll`. */
  release(now: number, isAll: boolean): readonly TraceLine[] {
    return this.#traces.release(now, isAll);
  }

  /** What comes now stands in another place. */
  moved(): void {
    this.#traces.forget();
  }

  /** How many lines are held back. */
  get holds(): number {
    return this.#traces.holds;
  }
}
