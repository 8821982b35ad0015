/** Discord's ids: milliseconds since 2015 in the high bits, so that they sort by time and have 17 to 19 digits. */

const DISCORD_EPOCH_MS = 1_420_070_400_000n;
const TIME_SHIFT = 22n;

export class Snowflakes {
  readonly #now: () => number;
  #last = 0n;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A fresh id, greater than every earlier one. */
  next(): string {
    const byTime = (BigInt(Math.trunc(this.#now())) - DISCORD_EPOCH_MS) << TIME_SHIFT;
    this.#last = byTime > this.#last ? byTime : this.#last + 1n;
    return String(this.#last);
  }
}

/** Milliseconds since the Unix epoch at which the id was made. */
export function snowflakeTime(id: string): number {
  return Number((BigInt(id) >> TIME_SHIFT) + DISCORD_EPOCH_MS);
}

export function isSnowflake(text: unknown): text is string {
  return typeof text === "string" && /^\d{17,19}$/u.test(text);
}
