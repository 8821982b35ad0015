/**
 * A server's console in a channel: every line once, in order, soon, and within what the channel takes.
 *
 * One loop sends; whoever has lines only adds to the backlog. Where the loop stands says what it does: it waits for
 * lines, for its turn, or for an answer.
 */
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import { cut } from "../lib/text.ts";
import { Backlog } from "./backlog.ts";
import { Bell } from "./bell.ts";
import { toChunk } from "./chunk.ts";
import { Courier, type Delivery, type Trouble } from "./courier.ts";
import { linesInWords, type Entry } from "./entry.ts";
import { createLinePreparer, type LinePreparation } from "./prepare-line.ts";
import { sanitiseLine } from "./sanitise-line.ts";
import { fileShipment, loadShipment, textShipment, type OpenMessage, type Shipment } from "./shipment.ts";
import type { ConsoleSink, MessageRef } from "./sink.ts";

/** Ten seconds of the worst flood (2,000 lines in 100 ms, Wings' own limit) at about 100 bytes a line, and some more. */
const maxPendingBytes = 24 * 1024 * 1024;
/** While nothing can be sent for long: paused, or no access to the channel. */
const maxParkedBytes = 2 * 1024 * 1024;

const maxNoteUnits = 300;

export interface RelayLine {
  /** One line, as it came. */
  readonly text: string;
  /** Wall time in milliseconds. */
  readonly at: number;
}

export interface RelayOptions extends LinePreparation {
  sink: ConsoleSink;
  clock: Clock;
  log: Log;
  /** Of the server, for the names of log files. */
  name: string;
  /** One gate for all relays, see `createGate`. */
  acquire?: () => Promise<void>;
  /** The channel is gone or closed to the bot; told once when it begins and once when it is over. */
  onTrouble?: (trouble: Trouble) => void;
  maxPendingBytes?: number;
  random?: () => number;
}

export interface RelayStats {
  /** Pushed, before filters. */
  linesIn: number;
  linesFiltered: number;
  /** In the channel, folded ones included. */
  linesOut: number;
  linesDropped: number;
  /** Refused by a content rule of the guild. */
  linesBlocked: number;
  linesPending: number;
  bytesPending: number;
  /** How long the oldest line waits; 0 when none does. */
  oldestAgeMs: number;
  isPaused: boolean;
  trouble: Trouble["failure"] | undefined;
}

type Mode = "live" | "paused" | "draining" | "stopped";

export class Relay {
  readonly #options: RelayOptions;
  readonly #prepare: (raw: string) => string | undefined;
  readonly #backlog: Backlog;
  readonly #courier: Courier;
  readonly #arrival: Bell;
  readonly #settled: Bell;
  readonly #counts = { linesIn: 0, linesFiltered: 0, linesOut: 0, linesDropped: 0, linesBlocked: 0 };
  /** About the relay itself; they go before all lines. */
  #notices: Entry[] = [];
  #open: OpenMessage | undefined;
  #underWay: { shipment: Shipment; isCut: boolean } | undefined;
  #fileAt = Number.NEGATIVE_INFINITY;
  #mode: Mode = "live";

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#prepare = createLinePreparer(options);
    this.#backlog = new Backlog(options.maxPendingBytes ?? maxPendingBytes);
    this.#courier = new Courier({ ...options, onTrouble: (trouble) => this.#onTrouble(trouble) });
    this.#arrival = new Bell(options.clock);
    this.#settled = new Bell(options.clock);
    void this.#run();
  }

  /** Takes lines of the console, in order. Costs no waiting; cleans, filters and redacts them. */
  push(lines: readonly RelayLine[]): void {
    this.#counts.linesIn += lines.length;
    for (const { text: raw, at } of lines) {
      const text = this.#prepare(raw);
      if (text === undefined) this.#counts.linesFiltered += 1;
      else this.#backlog.add({ kind: "line", text, at, count: 1 });
    }
    this.#arrival.ring();
  }

  /**
   * A short line outside the code block, in order with the lines: a change of state, a gap. May hold markdown; names
   * of other people's choosing must come escaped.
   */
  note(text: string): void {
    this.#backlog.add(this.#noteOf(text));
    this.#arrival.ring();
  }

  /** Somebody else spoke in the channel: what comes next belongs below. */
  cut(): void {
    this.#open = undefined;
    if (this.#underWay) this.#underWay.isCut = true;
  }

  /** Stops sending; lines are kept within a small bound. */
  pause(): void {
    if (this.#mode !== "live") return;
    this.#mode = "paused";
    this.cut();
    this.#bound();
  }

  /** Sends again, what was kept first; also looks at once whether a closed channel is open again. */
  resume(): void {
    if (this.#mode === "paused") this.#mode = "live";
    this.#bound();
    this.#arrival.ring();
    this.#courier.hurry();
  }

  /** Brings everything pending into the channel, even when paused; gives how many lines it did not manage in time. */
  async flush(deadlineMs: number): Promise<number> {
    const { clock } = this.#options;
    const until = clock.monotonic() + deadlineMs;
    const before = this.#mode;
    if (before !== "stopped") this.#mode = "draining";
    this.#arrival.ring();
    this.#courier.hurry();
    while (this.#mode === "draining" && this.#hasWork() && clock.monotonic() < until) {
      await this.#settled.wait(until - clock.monotonic());
    }
    if (this.#mode === "draining") this.#mode = before;
    return this.stats().linesPending;
  }

  /** Sends nothing more. A request under way is not cut off. */
  stop(): void {
    this.#mode = "stopped";
    this.#courier.stop();
    this.#arrival.ring();
    this.#settled.ring();
  }

  stats(): RelayStats {
    const shipment = this.#underWay?.shipment;
    const oldestAt = shipment?.firstAt ?? this.#backlog.oldestAt;
    return {
      ...this.#counts,
      linesPending: this.#backlog.lines + (shipment?.lines ?? 0),
      bytesPending: this.#backlog.bytes + (shipment ? bytesOf(shipment) : 0),
      oldestAgeMs: oldestAt === undefined ? 0 : Math.max(0, this.#options.clock.now() - oldestAt),
      isPaused: this.#mode === "paused",
      trouble: this.#courier.trouble,
    };
  }

  async #run(): Promise<void> {
    for (;;) {
      while (this.#mode === "paused" || (this.#mode !== "stopped" && !this.#isWaiting()))
        await this.#arrival.wait();
      if (this.#mode !== "stopped") await this.#courier.ready();
      // While this waited for its turn, a pause or the end may have come.
      if (this.#isStopped()) return;
      const shipment = this.#isPaused() ? undefined : this.#load();
      if (shipment) await this.#ship(shipment);
      else if (!this.#isPaused()) await this.#courier.tick();
      this.#settled.ring();
    }
  }

  #load(): Shipment | undefined {
    const { clock, style, name } = this.#options;
    const dropped = this.#backlog.takeDropped();
    if (dropped > 0) this.#notices.push(this.#noteOf(`… ${linesInWords(dropped)} dropped`));
    this.#counts.linesDropped += dropped;
    const shipment = loadShipment({
      backlog: this.#backlog,
      notices: this.#notices,
      open: this.#open,
      style,
      name,
      now: clock.monotonic(),
      sinceFileMs: clock.monotonic() - this.#fileAt,
      isDraining: this.#mode === "draining",
    });
    if (shipment) this.#notices = [];
    return shipment;
  }

  /** Brings one shipment to its end: delivered, delivered another way, or told as lost. */
  async #ship(first: Shipment): Promise<void> {
    for (let shipment: Shipment | undefined = first; shipment;) {
      this.#underWay = { shipment, isCut: false };
      const delivery: Delivery = await this.#courier.deliver(shipment.message, shipment.onto?.ref);
      shipment =
        "ref" in delivery ? this.#delivered(shipment, delivery.ref) : this.#otherwise(shipment, delivery);
      if (shipment) await this.#courier.ready();
    }
    this.#underWay = undefined;
  }

  #delivered(shipment: Shipment, ref: MessageRef): undefined {
    const now = this.#options.clock.monotonic();
    this.#counts.linesOut += shipment.lines;
    if (shipment.message.file) this.#fileAt = now;
    const stays = shipment.content && !this.#underWay?.isCut;
    this.#open = stays
      ? { ref, body: shipment.content.body, postedAt: shipment.onto?.postedAt ?? now }
      : undefined;
  }

  /** The same lines in another message, or nothing when they cannot be delivered at all. */
  #otherwise(shipment: Shipment, { failure }: Exclude<Delivery, { ref: unknown }>): Shipment | undefined {
    const { style, name, log } = this.#options;
    const { content, onto, lines } = shipment;
    this.#open = undefined;
    if (failure === "stopped") return undefined;
    if (failure === "blocked") {
      this.#counts.linesBlocked += lines;
      if (lines > 0) this.#notices.push(this.#noteOf(`⚠️ AutoMod refused ${linesInWords(lines)}.`));
      return undefined;
    }
    // What fitted below other lines fits into a message of its own: nothing is left over.
    if (failure === "message-gone" && onto && content) return textShipment(content.entries, style).shipment;
    if (content && content.entries.length > 0) return fileShipment(toChunk(content.entries), name);
    log.warn({ lines }, "the channel took these console lines in no form");
    this.#backlog.countDropped(lines);
    return undefined;
  }

  #onTrouble(trouble: Trouble): void {
    this.#bound();
    this.#options.onTrouble?.(trouble);
  }

  /** Memory for what cannot be sent soon is smaller. */
  #bound(): void {
    const full = this.#options.maxPendingBytes ?? maxPendingBytes;
    const isParked = this.#isPaused() || this.#courier.trouble !== undefined;
    this.#backlog.limit(isParked ? Math.min(full, maxParkedBytes) : full);
  }

  #noteOf(text: string): Entry {
    const clean = cut(sanitiseLine(text, false).trim(), maxNoteUnits);
    return { kind: "note", text: clean, at: this.#options.clock.now(), count: 1 };
  }

  #isWaiting(): boolean {
    return this.#backlog.hasText || this.#backlog.hasDropped || this.#notices.length > 0;
  }

  #hasWork(): boolean {
    return this.#underWay !== undefined || this.#isWaiting();
  }

  #isPaused(): boolean {
    return this.#mode === "paused";
  }

  #isStopped(): boolean {
    return this.#mode === "stopped";
  }
}

function bytesOf({ message }: Shipment): number {
  return message.file?.data.length ?? message.text.length;
}

export function createRelay(options: RelayOptions): Relay {
  return new Relay(options);
}
