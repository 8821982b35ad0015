/** Everything that a game printed, in order, and which of it the node could still show to whoever asked later. */
import type { ConsoleWitness } from "../simulators/wings/console.ts";

export interface TapedLine {
  readonly text: string;
  /** Wall time in milliseconds. */
  readonly at: number;
  /** Which run of the container it belongs to, from 0. */
  readonly run: number;
}

/** The node answered `send logs` with the lines from `from` up to, not including, `to`. */
export interface Replay {
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

export class Tape implements ConsoleWitness {
  readonly lines: TapedLine[] = [];
  readonly replays: Replay[] = [];
  readonly #now: () => number;
  #run = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  printed(lines: readonly string[]): void {
    const at = this.#now();
    for (const text of lines) this.lines.push({ text, at, run: this.#run });
  }

  replayed(lines: number): void {
    this.replays.push({ from: this.lines.length - lines, to: this.lines.length, at: this.#now() });
  }

  cleared(): void {
    this.#run += 1;
  }
}
