/**
 * A server's console in a channel: every line once, in order, soon, and within what the channel takes.
 *
 * One loop sends; whoever has lines only adds to the outbox. Where the loop stands says what it does: it waits for
 * lines, for its turn, or for an answer.
 */
import { Bell } from "./bell.ts";
import { Courier, type Trouble } from "./courier.ts";
import type { SessionMark } from "./entry.ts";
import { withoutFile } from "./fileless.ts";
import { packed } from "./log-file.ts";
import { Outbox } from "./outbox.ts";
import type { LinePreparation } from "./prepare-line.ts";
import type { RelayLine, RelayOptions, RelayStats } from "./relay-options.ts";
import type { UnderWay } from "./under-way.ts";

type Mode = "live" | "paused" | "draining" | "stopped";

export class Relay {
  readonly #options: RelayOptions;
  readonly #outbox: Outbox;
  readonly #courier: Courier;
  readonly #arrival: Bell;
  readonly #settled: Bell;
  #mode: Mode = "live";

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#outbox = new Outbox(options);
    this.#courier = new Courier({
      ...options,
      onTrouble: (trouble) => this.#onTrouble(trouble),
      onAway: () => this.#park(),
    });
    this.#arrival = new Bell(options.clock);
    this.#settled = new Bell(options.clock);
    this.#run().catch((error: unknown) => {
      options.log.error({ err: error, relay: options.name }, "a console relay ended by a defect");
    });
  }

  /** Takes lines of the console, in order. Costs no waiting; cleans, filters and redacts them. */
  push(lines: readonly RelayLine[]): void {
    this.#outbox.waiting.add(lines);
    this.#options.memory?.relieve();
    this.#arrival.ring();
  }

  /**
   * A short line outside the code block, in order with the lines: a change of state, a gap. May hold markdown; names
   * of other people's choosing must come escaped.
   */
  note(text: string): void {
    this.#outbox.waiting.note(text);
    this.#arrival.ring();
  }

  /** What comes from now on is filtered and shown like this. */
  showAs(preparation: LinePreparation): void {
    this.#outbox.waiting.showAs(preparation);
    this.cut();
  }

  /** A run of the server begins or ends here, in order with the lines: a sink may have a place for each. */
  mark(mark: SessionMark): void {
    this.#outbox.waiting.mark(mark);
    this.#arrival.ring();
  }

  /** Somebody else spoke in the channel: what comes next belongs below. */
  cut(): void {
    this.#outbox.cut();
  }

  /** Stops sending; lines are kept within a small bound. */
  pause(): void {
    if (this.#mode !== "live") return;
    this.#mode = "paused";
    this.cut();
    this.#park();
  }

  /** Sends again, what was kept first; also looks at once whether a closed channel is open again. */
  resume(): void {
    if (this.#mode === "paused") this.#mode = "live";
    this.#park();
    this.#arrival.ring();
    this.#courier.hurry();
  }

  /**
   * Brings everything pending into the channel, even when paused, in as few requests as possible.
   * Gives how many lines it did not manage in time.
   */
  async flush(deadlineMs: number): Promise<number> {
    const { clock } = this.#options;
    const until = clock.monotonic() + deadlineMs;
    const before = this.#mode;
    if (before !== "stopped") this.#mode = "draining";
    this.#arrival.ring();
    this.#courier.hurry();
    while (this.#is("draining") && this.#hasWork() && clock.monotonic() < until) {
      await this.#settled.wait(until - clock.monotonic());
    }
    if (this.#is("draining")) this.#mode = before === "paused" ? "paused" : "live";
    return this.#outbox.stats().linesPending;
  }

  /** Sends nothing more; what waits is left to the next program. A request under way is not cut off. */
  stop(): void {
    if (!this.#is("stopped")) this.#outbox.leave();
    this.#mode = "stopped";
    this.#courier.stop();
    this.#arrival.ring();
    this.#settled.ring();
  }

  /** Resolves when what went to the disk is there: before that the program must not end. */
  written(): Promise<void> {
    return this.#outbox.written();
  }

  stats(): RelayStats {
    return { ...this.#outbox.stats(), isPaused: this.#is("paused"), trouble: this.#courier.trouble };
  }

  async #run(): Promise<void> {
    while (!this.#is("stopped")) {
      if (this.#is("paused") || !this.#outbox.hasMore) await this.#arrival.wait();
      else {
        await this.#courier.ready();
        await this.#sendNext();
        this.#settled.ring();
      }
    }
  }

  /** Decides only now what goes: while it waited for its turn more came, or a pause, or the end. */
  async #sendNext(): Promise<void> {
    const fromDisk = await this.#outbox.fetch();
    if (this.#is("paused") || this.#is("stopped")) return;
    const underWay = this.#outbox.load(fromDisk, this.#is("draining"));
    if (underWay) await this.#send(underWay);
    else await this.#courier.tick();
  }

  /** Brings one message to its end: delivered, delivered in another form, or told as lost. */
  async #send(first: UnderWay): Promise<void> {
    for (let underWay: UnderWay | undefined = first; underWay;) {
      const { message, onto, mustCompress = false, firstAt, isRepeat } = underWay.shipment;
      const file = message.file && (await packed(message.file, mustCompress));
      const whole = { ...message, ...(file && { file }) };
      const fileless = withoutFile(underWay.shipment, this.#outbox.waiting.labels);
      const delivery = await this.#courier.deliver({
        message: whole,
        withoutFile: fileless?.message,
        nonce: underWay.nonce,
        ref: onto?.ref,
        since: firstAt,
        after: underWay.after,
        isRepeat,
      });
      if ("ref" in delivery) {
        const sent =
          delivery.isFileless && fileless ? { ...underWay, shipment: fileless.shipment } : underWay;
        return this.#outbox.delivered(sent, delivery.ref);
      }
      if (delivery.failure === "stopped") return;
      underWay = this.#outbox.refused(underWay, delivery.failure);
      if (underWay) await this.#courier.ready();
    }
  }

  #onTrouble(trouble: Trouble): void {
    this.#park();
    this.#options.onTrouble?.(trouble);
  }

  /** Whatever cannot be sent soon gets less memory; during an outage only if the disk takes the rest. */
  #park(): void {
    const isAway = this.#courier.isAway && this.#outbox.hasSpool;
    this.#outbox.waiting.park(this.#is("paused") || this.#courier.trouble !== undefined || isAway);
  }

  #hasWork(): boolean {
    return this.#outbox.isUnderWay || this.#outbox.hasMore;
  }

  #is(mode: Mode): boolean {
    return this.#mode === mode;
  }
}

export function createRelay(options: RelayOptions): Relay {
  return new Relay(options);
}
