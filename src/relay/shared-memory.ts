/** One bound on what all relays hold in memory together; whoever holds most gives up first. */

export interface Holder {
  readonly bytes: number;
  /** Gives up the oldest part of what it holds. False when there is nothing to give up. */
  shed(): boolean;
}

export class SharedMemory {
  readonly #maxBytes: number;
  readonly #holders = new Set<Holder>();

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** @returns leaves again. */
  join(holder: Holder): () => void {
    this.#holders.add(holder);
    return () => this.#holders.delete(holder);
  }

  /** To be called when somebody holds more than before. */
  relieve(): void {
    const stubborn = new Set<Holder>();
    while (this.#bytes > this.#maxBytes) {
      const [most] = [...this.#holders].filter((one) => !stubborn.has(one)).sort((a, b) => b.bytes - a.bytes);
      if (!most) return;
      if (!most.shed()) stubborn.add(most);
    }
  }

  get #bytes(): number {
    let sum = 0;
    for (const { bytes } of this.#holders) sum += bytes;
    return sum;
  }
}
