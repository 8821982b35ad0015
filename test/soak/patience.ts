/** discord.js waits in real time: meanwhile no other time may pass, or moments become hours. */
import { pause, type House } from "../e2e/house.ts";

/** Real milliseconds. */
const mostMs = 2000;
const lookEveryMs = 5;

export class Patience {
  readonly #house: House;
  /** How many lines of the log have been looked through. */
  #read = 0;
  /** Once is enough: the bot may have been stopped since. */
  #waitedFor: { status: number } | undefined;

  constructor(house: House) {
    this.#house = house;
  }

  async wait(): Promise<void> {
    await this.#ownLimit();
    const refused = this.#lastRequest();
    if (refused?.status !== 429 || refused === this.#waitedFor) return;
    this.#waitedFor = refused;
    for (let waitedMs = 0; waitedMs < mostMs; waitedMs += lookEveryMs) {
      if (this.#lastRequest() !== refused) return;
      await pause(lookEveryMs);
    }
  }

  /** The library's own count: 50 requests a second. */
  async #ownLimit(): Promise<void> {
    const lines = this.#house.logged.slice(this.#read);
    this.#read += lines.length;
    const line = lines.findLast((text) => text.includes("Discord makes us wait"));
    if (line !== undefined) await pause((JSON.parse(line) as { timeToReset: number }).timeToReset);
  }

  #lastRequest(): { status: number } | undefined {
    return this.#house.discord.requests.findLast(({ path }) => path.startsWith("/channels/"));
  }
}
