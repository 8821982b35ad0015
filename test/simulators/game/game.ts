/** What a game server's process is to Wings: it prints lines, reads its stdin, and ends with an exit code. */
import type { SimClock } from "./sim-clock.ts";

/** What the process is given by the machine it runs on. */
export interface GameHost {
  clock: SimClock;
  /** Virtual milliseconds from start to ready, and from the stop request to the end. */
  startMs: number;
  stopMs: number;
  print(line: string): void;
  exit(code: number): void;
}

export interface Game {
  /** `instantly`: as if it had been running for a while. */
  start(instantly: boolean): void;
  /** One line that reached stdin, without its newline. */
  input(line: string): void;
  /** A polite signal (SIGINT, SIGTERM). */
  signal(): void;
  /** Ends at once, without a word. */
  kill(): void;
  playerJoins(name: string): void;
  playerLeaves(name: string): void;
  says(name: string, text: string): void;
  players(): string[];
}

/** A kind of game: what an egg says about it, and how to make one. */
export interface GameKind {
  egg: string;
  /** The console line that turns `starting` into `running`. */
  done: RegExp;
  /** The console command that stops it, or a signal. */
  stop: { command: string } | { signal: "SIGINT" };
  invocation: string;
  image: string;
  features: string[];
  create(host: GameHost): Game;
}

/** Timers of one run of a process; `clear` ends them all. */
export class Script {
  readonly #clock: SimClock;
  readonly #cancels: (() => void)[] = [];

  constructor(clock: SimClock) {
    this.#clock = clock;
  }

  at(ms: number, run: () => void): void {
    this.#cancels.push(this.#clock.after(ms, run));
  }

  every(ms: number, run: () => void): void {
    this.#cancels.push(this.#clock.every(ms, run));
  }

  /** Runs the steps evenly spread over `ms`, the last one at the end; all of them now if `ms` is 0. */
  spread(ms: number, steps: (() => void)[]): void {
    if (ms === 0) for (const step of steps) step();
    else for (const [index, step] of steps.entries()) this.at((ms * (index + 1)) / steps.length, step);
  }

  clear(): void {
    for (const cancel of this.#cancels.splice(0)) cancel();
  }
}
