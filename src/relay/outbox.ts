/** What a relay still has to say and has just said: backlog, open message, request under way, counts. Sends nothing. */
import { cut } from "../lib/text.ts";
import { Backlog } from "./backlog.ts";
import { mergeChunks } from "./chunk.ts";
import { linesInWords, type Entry, type SessionMark } from "./entry.ts";
import { Intake } from "./intake.ts";
import type { ConsoleStyle, LinePreparation } from "./prepare-line.ts";
import type { RelayLine, RelayOptions, RelayStats } from "./relay-options.ts";
import { sanitiseLine } from "./sanitise-line.ts";
import { openFiles, type ChannelEnd } from "./channel-end.ts";
import { Ledger } from "./ledger.ts";
import { loadShipment } from "./load-shipment.ts";
import {
  alternativeTo,
  bytesOf,
  endAfter,
  isFromDisk,
  spooledShipment,
  unsavedOf,
  type Shipment,
  type SpooledFile,
} from "./shipment.ts";
import type { MessageRef } from "./sink.ts";
import { isWorthSpilling, spill } from "./spill.ts";
import type { Spool } from "./disk-spool.ts";
import type { TraceLine } from "./trace-lines.ts";

/** Ten seconds of the worst flood (2,000 lines in 100 ms, Wings' own limit) at about 100 bytes a line, and some more. */
const maxPendingBytes = 24 * 1024 * 1024;
/** While nothing can be sent for long: paused, or no access to the channel. */
const maxParkedBytes = 2 * 1024 * 1024;

const maxNoteUnits = 300;

export class Outbox {
  readonly #options: RelayOptions;
  readonly #intake: Intake;
  readonly #backlog: Backlog;
  #style: ConsoleStyle;
  readonly #maxBytes: number;
  readonly #spool: Spool | undefined;
  /** The oldest part of the spool, brought back from the disk. */
  #fromDisk: SpooledFile | undefined;
  readonly #ledger: Ledger;
  /** About the relay itself; they go before all lines. */
  #notices: Entry[] = [];
  #end: ChannelEnd | undefined;
  #underWay: { shipment: Shipment; isCut: boolean; isSpilled?: true } | undefined;
  /** Lines left the backlog for a disk that did not take them: only the node's history can bring them back. */
  #hasUnsaved = false;
  readonly #leaveMemory: (() => void) | undefined;
  /** So many of the raw lines are in no history any more. */
  #forgottenUpTo = 0;
  /** Monotonic: when the last file went out. */
  #fileAt = Number.NEGATIVE_INFINITY;
  #isFlooding = false;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#intake = new Intake(options);
    this.#style = options.style;
    this.#ledger = new Ledger(options.onSettled);
    this.#maxBytes = options.maxPendingBytes ?? maxPendingBytes;
    this.#spool = options.openSpool?.((lines) => {
      this.#backlog.countDropped(lines);
    });
    this.#backlog = new Backlog(this.#maxBytes, this.#spool && ((chunk) => this.#spool?.put(chunk) ?? false));
    this.#leaveMemory = options.memory?.join(this);
  }

  /** In memory, what is under way included. */
  get bytes(): number {
    const shipment = this.#underWay?.shipment;
    return this.#backlog.bytes + (shipment ? bytesOf(shipment) : 0);
  }

  /** Gives up the oldest lines that wait: to the disk, or they are dropped. */
  shed(): boolean {
    return this.#backlog.shed();
  }

  add(lines: readonly RelayLine[]): void {
    const now = this.#options.clock.monotonic();
    for (const line of lines) this.#addAll(this.#intake.take(line, now));
    this.#options.memory?.relieve();
  }

  #addAll(lines: readonly TraceLine[]): void {
    for (const line of lines) {
      if (this.#backlog.add({ kind: "line", count: 1, ...line })) this.#ledger.counts.linesFolded += 1;
      if (line.stands !== undefined) this.#ledger.counts.linesFolded += line.stands - 1;
    }
  }

  #releaseTraces(isAll: boolean): void {
    this.#addAll(this.#intake.release(this.#options.clock.monotonic(), isAll));
  }

  note(text: string): void {
    this.#releaseTraces(true);
    const note = this.#noteOf(text);
    if (note.text !== "") this.#backlog.add(note);
  }

  /** A run of the server begins or ends here, between the lines. */
  mark(mark: SessionMark): void {
    this.#releaseTraces(true);
    const { linesIn: upTo } = this.#intake;
    this.#backlog.add({ kind: "mark", mark, text: "", at: mark.at, count: 1, upTo });
  }

  /** Nothing is added to the last message any more, nor to the one under way. */
  cut(): void {
    this.#end = undefined;
    if (this.#underWay) this.#underWay.isCut = true;
  }

  /** What comes from now on is shown like this. */
  showAs(preparation: LinePreparation): void {
    this.#releaseTraces(true);
    this.#intake.prepareAs(preparation);
    this.#style = preparation.style;
  }

  /** Less memory while nothing can be sent for long. */
  park(isParked: boolean): void {
    this.#backlog.limit(isParked ? Math.min(this.#maxBytes, maxParkedBytes) : this.#maxBytes);
  }

  /** Whether anything waits that is worth a message. */
  get isWaiting(): boolean {
    const hasSpooled = this.#spool !== undefined && !this.#spool.isEmpty;
    return (
      hasSpooled ||
      this.#intake.holds > 0 ||
      this.#backlog.hasText ||
      this.#backlog.hasDropped ||
      this.#backlog.hasMark ||
      this.#notices.length > 0
    );
  }

  /** Whether the disk takes what the memory must not. */
  get hasSpool(): boolean {
    return this.#spool !== undefined;
  }

  /** Brings the oldest spooled part back, if there is one: it goes before everything in the memory. */
  async fetch(): Promise<void> {
    this.#fromDisk = await this.#spool?.first();
  }

  /** Before the program ends: what could not be delivered, and no history would bring back, goes to the disk. */
  spill(): void {
    this.#leaveMemory?.();
    if (!this.#spool) return;
    this.#releaseTraces(true);
    const underWay = this.#underWay && unsavedOf(this.#underWay.shipment);
    const lines = this.#backlog.lines + (underWay?.lines ?? 0);
    const isInHistory = this.#ledger.settled >= this.#forgottenUpTo;
    if (!isWorthSpilling(this.#spool, { lines, isInHistory })) return;
    const chunks = this.#backlog.takeAll();
    const rest = chunks.length > 0 ? mergeChunks(chunks) : undefined;
    const { isUnderWaySafe, isRestSafe, upTo } = spill(this.#spool, { underWay, rest });
    if (this.#underWay && underWay && isUnderWaySafe) this.#underWay.isSpilled = true;
    this.#hasUnsaved = !isUnderWaySafe || !isRestSafe;
    if (upTo !== undefined) this.#settle(upTo);
  }

  /** The node has forgotten what came until now: the server has stopped. */
  historyEnds(): void {
    this.#forgottenUpTo = this.#intake.linesIn;
  }

  /** Resolves when the disk has all that was given to it. */
  async written(): Promise<void> {
    await this.#spool?.written();
  }

  get isUnderWay(): boolean {
    return this.#underWay !== undefined;
  }

  /** Takes what the next request carries, which is then under way; `undefined` when nothing should be sent now. */
  load(isDraining: boolean): Shipment | undefined {
    this.#releaseTraces(isDraining);
    const { clock, name } = this.#options;
    const now = clock.monotonic();
    const dropped = this.#backlog.takeDropped();
    if (dropped > 0) this.#notice(`… ${linesInWords(dropped)} dropped`);
    this.#ledger.counts.linesDropped += dropped;
    const fromDisk = this.#fromDisk;
    this.#fromDisk = undefined;
    if (!fromDisk) this.#passMarks();
    if (fromDisk)
      return this.#start(spooledShipment(fromDisk, name, openFiles(this.#end, { now, isSpooled: true })));
    const shipment = loadShipment({
      backlog: this.#backlog,
      notices: this.#notices,
      end: this.#end,
      style: this.#style,
      name,
      now,
      sinceFileMs: now - this.#fileAt,
      isFlooding: this.#isFlooding,
      isDraining,
    });
    if (shipment) this.#notices = [];
    return this.#start(shipment);
  }

  /** Everything before them is in the channel. */
  #passMarks(): void {
    for (let mark = this.#backlog.takeMark(); mark; mark = this.#backlog.takeMark()) {
      if (!this.#options.sink.turn?.(mark)) continue;
      this.#end = undefined;
      this.#isFlooding = false;
    }
  }

  delivered(shipment: Shipment, ref: MessageRef): void {
    const now = this.#options.clock.monotonic();
    this.#ledger.counts.linesOut += shipment.lines;
    if (shipment.message.file) this.#fileAt = now;
    this.#isFlooding = shipment.file !== undefined;
    if (isFromDisk(shipment) || this.#underWay?.isSpilled) this.#spool?.dropFirst();
    this.#end = this.#underWay?.isCut ? undefined : endAfter(shipment, ref, now);
    this.#underWay = undefined;
    this.#settle(shipment.upTo);
  }

  /** The same lines in another message, which is then under way; `undefined` when the channel takes them in no form. */
  refused(shipment: Shipment, failure: "message-gone" | "rejected" | "blocked"): Shipment | undefined {
    this.#end = undefined;
    const other = alternativeTo(shipment, failure, { name: this.#options.name, style: this.#style });
    if (other) return this.#start(other);
    const { lines } = shipment;
    const isSpilled = this.#underWay?.isSpilled && failure === "blocked";
    if (isFromDisk(shipment) || isSpilled) this.#spool?.dropFirst();
    if (failure !== "blocked") this.#backlog.countDropped(lines);
    else {
      this.#ledger.counts.linesBlocked += lines;
      if (lines > 0) this.#notice(`⚠️ AutoMod refused ${linesInWords(lines)}.`);
    }
    this.#start(undefined);
    if (failure === "blocked") this.#settle(shipment.upTo);
    return undefined;
  }

  #settle(upTo: number): void {
    const isNothingLeft = this.#backlog.isEmpty && this.#intake.holds === 0 && !this.#hasUnsaved;
    this.#ledger.settle(isNothingLeft ? this.#intake.linesIn : upTo);
  }

  stats(): Omit<RelayStats, "isPaused" | "trouble"> {
    const shipment = this.#underWay?.shipment;
    const oldestAt = shipment?.firstAt ?? this.#backlog.oldestAt;
    return {
      linesIn: this.#intake.linesIn,
      linesFiltered: this.#intake.linesFiltered,
      ...this.#ledger.counts,
      linesPending:
        this.#backlog.lines +
        this.#intake.holds +
        (this.#spool?.lines ?? 0) +
        (!shipment || isFromDisk(shipment) || this.#underWay?.isSpilled ? 0 : shipment.lines),
      bytesPending: this.bytes,
      oldestAgeMs: oldestAt === undefined ? 0 : Math.max(0, this.#options.clock.now() - oldestAt),
    };
  }

  #start(shipment: Shipment | undefined): Shipment | undefined {
    this.#underWay = shipment && { shipment, isCut: false };
    return shipment;
  }

  #notice(text: string): void {
    // It comes out of turn: the lines before it may still wait.
    this.#notices.push({ ...this.#noteOf(text), upTo: 0 });
  }

  #noteOf(text: string): Entry {
    const clean = cut(sanitiseLine(text, false).trim(), maxNoteUnits);
    return { kind: "note", text: clean, at: this.#options.clock.now(), count: 1, upTo: this.#intake.linesIn };
  }
}
