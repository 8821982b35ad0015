/** The account of a relay: what became of its lines, how far it has come, and what the next program must be given. */
import type { Entry } from "./entry.ts";
import type { Handover, KeptMessage } from "./handover.ts";
import type { Shipment } from "./shipment.ts";
import type { RelayOptions } from "./relay-options.ts";

export class Ledger {
  readonly counts = {
    linesFolded: 0,
    linesOut: 0,
    linesDropped: 0,
    linesBlocked: 0,
  };
  readonly #onSettled: RelayOptions["onSettled"];
  #settled: number;
  #underWay: KeptMessage | undefined;
  #waiting: readonly Entry[];

  /** @param left what an earlier program left, its entries numbered up to 0. */
  constructor(onSettled: RelayOptions["onSettled"], { underWay, waiting = [] }: Handover) {
    this.#onSettled = onSettled;
    this.#underWay = underWay;
    this.#waiting = waiting;
    this.#settled = -waiting.length;
  }

  delivered({ lines, folded = 0, lost = 0 }: Pick<Shipment, "lines" | "folded" | "lost">): void {
    this.counts.linesOut += lines - lost;
    this.counts.linesDropped += lost;
    this.counts.linesFolded += folded;
  }

  /** Raw lines up to this one have been dealt with, once what is `underWay` has been. Told only where it is news. */
  settle(upTo: number, underWay: KeptMessage | undefined): void {
    if (upTo <= this.#settled && underWay === this.#underWay) return;
    if (upTo > this.#settled) {
      this.#settled = upTo;
      this.#waiting = this.#waiting.filter((entry) => entry.upTo > upTo);
    }
    this.#underWay = underWay;
    this.#tell();
  }

  /** The same before the program ends: `waiting` is left to the next one, whatever its numbers. */
  leave(upTo: number, underWay: KeptMessage | undefined, waiting: readonly Entry[]): void {
    this.#settled = Math.max(this.#settled, upTo);
    this.#underWay = underWay;
    this.#waiting = waiting;
    this.#tell();
  }

  #tell(): void {
    this.#onSettled?.(Math.max(0, this.#settled), {
      ...(this.#underWay && { underWay: this.#underWay }),
      ...(this.#waiting.length > 0 && { waiting: this.#waiting }),
    });
  }
}
