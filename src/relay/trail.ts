/**
 * The last lines that a relay has dealt with, as fingerprints: what is kept over a restart, so that the node's history
 * tells what was missed meanwhile.
 */
import type { RelayLine } from "./relay-options.ts";

/** More than a history holds: what a flood leaves behind for longer is not looked for. */
const maxSteps = 400;
/** Enough to find the place again, even where lines repeat. */
const keptSteps = 60;

export interface TrailLine extends RelayLine {
  readonly source: "game" | "daemon" | "history";
}

/** Numbers in two arrays: an object for each step would take four times the memory, and every relay has a trail. */
export class Trail {
  readonly #prints: number[] = [];
  /** Of each print: how many lines had been pushed with it. */
  readonly #upTo: number[] = [];
  #count = 0;

  /** What was dealt with before this program started, oldest first. */
  seed(prints: readonly string[]): void {
    this.#prints.unshift(...prints.map((print) => Number.parseInt(print, 36)));
    this.#upTo.unshift(...prints.map(() => 0));
  }

  /** Lines as they are pushed into the relay, in order. The daemon's own are in no history. */
  push(lines: readonly TrailLine[]): void {
    const firstKept = lines.length - maxSteps;
    for (const [index, { text, source }] of lines.entries()) {
      this.#count += 1;
      if (index < firstKept || source === "daemon") continue;
      this.#prints.push(hashOf(text));
      this.#upTo.push(this.#count);
    }
    const tooMany = Math.max(0, this.#prints.length - maxSteps);
    this.#prints.splice(0, tooMany);
    this.#upTo.splice(0, tooMany);
  }

  /**
   * Fingerprints of the last lines among the first `settled`, oldest first; `undefined` when none is at hand any more,
   * because so many came after them.
   */
  before(settled: number): string[] | undefined {
    const end = this.#upTo.findLastIndex((upTo) => upTo <= settled) + 1;
    const prints = this.#prints.slice(Math.max(0, end - keptSteps), end);
    return prints.length > 0 ? prints.map((print) => print.toString(36)) : undefined;
  }
}

/** As kept: the lines themselves may hold what nobody should find on a disk. */
export function fingerprint(text: string): string {
  return hashOf(text).toString(36);
}

/** 53 bits: cyrb53, a public-domain hash by bryc. */
function hashOf(text: string): number {
  let high = 0xde_ad_be_ef;
  let low = 0x41_c6_ce_57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 2_654_435_761);
    low = Math.imul(low ^ unit, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & low) + (high >>> 0);
}
