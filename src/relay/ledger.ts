/** The account of a relay: what became of its lines, and up to which one everything has been dealt with. */

export class Ledger {
  readonly counts = {
    linesFolded: 0,
    linesOut: 0,
    linesDropped: 0,
    linesBlocked: 0,
  };
  readonly #onSettled: ((lines: number) => void) | undefined;
  #settled = 0;

  constructor(onSettled: ((lines: number) => void) | undefined) {
    this.#onSettled = onSettled;
  }

  /** Raw lines that have been dealt with, counted from the first. */
  get settled(): number {
    return this.#settled;
  }

  /** Raw lines up to this one, counted from the first, have been dealt with. Told only where it is further than before. */
  settle(upTo: number): void {
    if (upTo <= this.#settled) return;
    this.#settled = upTo;
    this.#onSettled?.(upTo);
  }
}
