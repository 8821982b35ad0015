/** The bot as somebody who runs it stops and starts it: neither waits for the world, one follows the other. */
import type { House } from "../e2e/house.ts";

export class Bot {
  readonly #house: House;
  /** The last thing asked of it. */
  #done: Promise<void> = Promise.resolve();
  #isBusy = false;

  constructor(house: House) {
    this.#house = house;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  stop(): void {
    // A start may wait for Discord: it is not waited for.
    this.#then(this.#house.app.stop());
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
