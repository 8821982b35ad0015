/** Gets one message into the channel, however long it takes: pace, repeats and trouble; it does not know what it carries. */
import { backoffMs } from "../lib/backoff.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import { Bell } from "./bell.ts";
import { filelessOf, isFinal, type Delivery, type Parcel } from "./parcel.ts";
import { SinkError, type ConsoleSink, type MessageRef } from "./sink.ts";

/** Between two requests to one channel. Discord takes 5 posts and 5 edits in 5 s; evenly spaced, nobody waits 5 s. */
const tickMs = { least: 1100, most: 1500 };

/** Discord is away, or we are. */
const awayBackoff = { firstMs: 2000, maxMs: 60_000 };
/** Somebody has to mend it; every refusal counts towards Discord's ban of an address (10,000 in 10 min). */
const troubleBackoff = { firstMs: 60_000, maxMs: 30 * 60_000 };

/** Discord remembers a nonce for "a few minutes": after this, look before posting again. */
const nonceLivesMs = 60_000;

/** A single failure is no outage. */
const triesUntilAway = 3;

export interface Trouble {
  failure: "channel-gone" | "forbidden";
  /** Told twice: once when it begins, once when a message went through again. */
  isOver: boolean;
}

export interface CourierOptions {
  sink: ConsoleSink;
  clock: Clock;
  log: Log;
  /** Resolves when this relay may send one more request; shared by all relays. */
  acquire?: (() => Promise<void>) | undefined;
  onTrouble: (trouble: Trouble) => void;
  /** The sink is away, or back again: see `isAway`. */
  onAway?: () => void;
  random?: (() => number) | undefined;
}

export class Courier {
  readonly #options: CourierOptions;
  readonly #hurry: Bell;
  #nextAt = 0;
  #trouble: Trouble["failure"] | undefined;
  #isStopped = false;
  #isAway = false;

  constructor(options: CourierOptions) {
    this.#options = options;
    this.#hurry = new Bell(options.clock);
  }

  /** Why nothing can be sent until somebody mends it. */
  get trouble(): Trouble["failure"] | undefined {
    return this.#trouble;
  }

  /** Several tries of one message have failed for no reason that anybody here can mend. */
  get isAway(): boolean {
    return this.#isAway;
  }

  /** Resolves when the next request may go. Decide only then what it carries. */
  async ready(): Promise<void> {
    const { clock, acquire } = this.#options;
    const waitMs = this.#nextAt - clock.monotonic();
    if (waitMs > 0) await clock.sleep(waitMs);
    await acquire?.();
  }

  /** A tick: the wait before looking again. */
  tick(): Promise<void> {
    return this.#hurry.wait(this.#tickMs());
  }

  /** Sends after `ready`; repeats what may be repeated, as long as it takes. */
  async deliver(parcel: Parcel): Promise<Delivery> {
    const { clock } = this.#options;
    /** Monotonic: since when it may be there all the same. */
    let unclearAt = parcel.isRepeat ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    let isFileless = false;
    for (let attempt = 1; ;) {
      if (this.#isStopped) return { failure: "stopped" };
      const mustLook = clock.monotonic() - unclearAt >= nonceLivesMs;
      const error = await this.#send(isFileless ? filelessOf(parcel) : parcel, mustLook);
      if (!(error instanceof SinkError)) return { ...error, isFileless };
      const { failure } = error;
      if (failure === "unavailable") unclearAt = Math.min(unclearAt, clock.monotonic());
      if (isFinal(failure)) return { failure };
      // Discord does not say which permission is missing: that of files, or of all messages.
      const isClear = mustLook || unclearAt === Number.POSITIVE_INFINITY;
      const mayLackFiles: boolean =
        failure === "forbidden" && !isFileless && parcel.withoutFile !== undefined;
      if (isClear) isFileless = mayLackFiles;
      if (!isClear || !mayLackFiles) {
        await this.#waitFor(error, attempt);
        attempt += 1;
      }
      await this.ready();
    }
  }

  /** Ends a long wait between two tries now. */
  hurry(): void {
    this.#hurry.ring();
  }

  /** Nothing is sent any more; a request under way is not cut off. */
  stop(): void {
    this.#isStopped = true;
    this.#hurry.ring();
  }

  /** @param mustLook its nonce may be forgotten: a repeat would stand twice. */
  async #send(
    { message, nonce, ref, since, after }: Parcel,
    mustLook: boolean,
  ): Promise<{ ref: MessageRef } | SinkError> {
    const { sink, clock, log } = this.#options;
    this.#nextAt = clock.monotonic() + this.#tickMs();
    try {
      const found = mustLook && !ref ? await sink.find?.(message, since, after) : undefined;
      const delivered = { ref: found ?? (await (ref ? sink.edit(ref, message) : sink.post(message, nonce))) };
      this.#endTrouble();
      this.#setAway(false);
      return delivered;
    } catch (error) {
      log.debug({ err: error, verb: ref ? "edit" : "post" }, "console message not delivered");
      return error instanceof SinkError
        ? error
        : new SinkError("console sink", "unavailable", { cause: error });
    }
  }

  #setAway(isAway: boolean): void {
    if (this.#isAway === isAway) return;
    this.#isAway = isAway;
    this.#options.onAway?.();
  }

  #beginTrouble(failure: Trouble["failure"]): void {
    const isNew = this.#trouble === undefined;
    this.#trouble = failure;
    if (isNew) this.#tell({ failure, isOver: false });
  }

  #endTrouble(): void {
    const failure = this.#trouble;
    this.#trouble = undefined;
    if (failure) this.#tell({ failure, isOver: true });
  }

  #tell(trouble: Trouble): void {
    try {
      this.#options.onTrouble(trouble);
    } catch (error) {
      this.#options.log.error({ err: error }, "trouble of a console relay could not be told");
    }
  }

  async #waitFor({ failure, retryAfterMs }: SinkError, attempt: number): Promise<void> {
    const { clock, random } = this.#options;
    const isTrouble = failure === "channel-gone" || failure === "forbidden";
    if (isTrouble) this.#beginTrouble(failure);
    else if (attempt >= triesUntilAway) this.#setAway(true);
    // Nobody's hurry makes a rate limit shorter.
    if (failure === "rate-limited")
      return clock.sleep(retryAfterMs ?? backoffMs(awayBackoff, attempt, random));
    return this.#hurry.wait(backoffMs(isTrouble ? troubleBackoff : awayBackoff, attempt, random));
  }

  #tickMs(): number {
    const random = this.#options.random ?? Math.random;
    return tickMs.least + (tickMs.most - tickMs.least) * random();
  }
}
