/** What stands last in the channel: whether something may be added to it, and how long ago a file came. */
import { endAfter, type Shipment } from "./shipment.ts";
import type { ChannelEnd } from "./channel-end.ts";
import type { MessageRef } from "./sink.ts";

export class Tail {
  #end: ChannelEnd | undefined;
  /** Monotonic. */
  #fileAt = Number.NEGATIVE_INFINITY;
  #isFlooding = false;

  get end(): ChannelEnd | undefined {
    return this.#end;
  }

  /** What was sent last was a file of lines that were too many for messages. */
  get isFlooding(): boolean {
    return this.#isFlooding;
  }

  /** Infinity when there was no file. `now` is monotonic. */
  sinceFileMs(now: number): number {
    return now - this.#fileAt;
  }

  /** Nothing is added to the last message any more. */
  cut(): void {
    this.#end = undefined;
  }

  /** What comes now stands elsewhere. */
  turn(): void {
    this.#end = undefined;
    this.#isFlooding = false;
  }

  delivered(shipment: Shipment, ref: MessageRef, now: number): void {
    if (shipment.message.file) this.#fileAt = now;
    this.#isFlooding = shipment.file !== undefined;
    this.#end = endAfter(shipment, ref, now);
  }
}
