/** The bot as somebody who runs it stops and starts it: neither waits for the world, one follows the other. */
import type { House } from "../e2e/house.ts";

export class Bot {
  readonly #house: House;
  /** The last thing asked of it. */
  #done: Promise<void> = Promise.resolve();
  #isBusy = false;
  #isStopping = false;

  constructor(house: House) {
    this.#house = house;
  }

  /** The few seconds in which it delivers what it has. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  stop(): void {
    // A start may wait for Discord: it is not waited for.
    this.#isStopping = true;
    const stopped = this.#house.app.stop();
    void stopped.then(() => {
      this.#isStopping = false;
    });
    this.#then(stopped);
  }

  start(): void {
    this.#then(this.#done.then(() => this.#house.restart()));
  }

  #then(work: Promise<void>): void {
    this.#isBusy = true;
    const done = work.then(() => {
      if (this.#done === done) this.#isBusy = false;
    });
    this.#done = done;
  }
}
