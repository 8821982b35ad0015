/** What a relay still has to say, and the one message under way: takes the one out of the other. Sends nothing. */
import { openFiles } from "./channel-end.ts";
import type { Spool } from "./disk-spool.ts";
import { linesInWords, type SessionMark } from "./entry.ts";
import { fileIsMissing } from "./fileless.ts";
import { linesOf, restored, toKept, toRepeat, type KeptMessage } from "./handover.ts";
import { keepUnderWay, keepWaiting } from "./leave.ts";
import { Ledger } from "./ledger.ts";
import { loadShipment } from "./load-shipment.ts";
import type { RelayOptions, RelayStats } from "./relay-options.ts";
import { alternativeTo, outOfTurn, partOf, spooledShipment, type Shipment } from "./shipment.ts";
import type { MessageRef, SinkFailure } from "./sink.ts";
import { Tail } from "./tail.ts";
import { bytesOf, createNonces, type UnderWay } from "./under-way.ts";
import { Waiting } from "./waiting.ts";

type Fetched = Awaited<ReturnType<Spool["first"]>>;

export class Outbox {
  readonly waiting: Waiting;
  readonly #options: RelayOptions;
  readonly #spool: Spool | undefined;
  readonly #ledger: Ledger;
  readonly #tail = new Tail();
  readonly #nextNonce = createNonces();
  /** Monotonic. */
  readonly #openedAt: number;
  readonly #leaveMemory: (() => void) | undefined;
  /** What an earlier program had under way: it goes before all else. */
  #toRepeat: KeptMessage | undefined;
  #underWay: UnderWay | undefined;
  /** The message that was delivered last. */
  #lastId: string | undefined;
  /** Lines left the memory and nothing took them: only the node's history can bring them back. */
  #hasUnsaved = false;

  constructor(options: RelayOptions) {
    const { clock, style, handover = {}, memory } = options;
    this.#options = options;
    this.#openedAt = clock.monotonic();
    this.#toRepeat = handover.underWay;
    const left = restored(handover.waiting ?? [], style, this.#openedAt);
    this.#ledger = new Ledger(options.onSettled, { ...handover, waiting: left });
    this.#spool = options.openSpool?.((lines) => {
      this.waiting.backlog.countDropped(lines);
    });
    this.waiting = new Waiting(options, { counts: this.#ledger.counts, spool: this.#spool, left });
    this.#leaveMemory = memory?.join(this);
  }

  /** In memory, what is under way included. */
  get bytes(): number {
    return this.waiting.backlog.bytes + bytesOf(this.#underWay);
  }

  /** Gives up the oldest lines that wait: to the disk, or they are dropped. */
  shed(): boolean {
    return this.waiting.backlog.shed();
  }

  /** Nothing is added to the last message any more, nor to the one under way. */
  cut(): void {
    this.#tail.cut();
    if (this.#underWay) this.#underWay.isCut = true;
  }

  /** Whether there is anything to send. */
  get hasMore(): boolean {
    return this.#toRepeat !== undefined || this.#spool?.isEmpty === false || this.waiting.isWorthSending;
  }

  get isUnderWay(): boolean {
    return this.#underWay !== undefined;
  }

  /** Whether the disk takes what the memory must not. */
  get hasSpool(): boolean {
    return this.#spool !== undefined;
  }

  /** The oldest spooled part, if there is one: it goes before everything in the memory. */
  async fetch(): Promise<Fetched> {
    return this.#spool?.first();
  }

  /** Resolves when the disk has all that was given to it. */
  async written(): Promise<void> {
    await this.#spool?.written();
  }

  /** Takes what the next request carries, which is then under way; `undefined` when nothing should be sent now. */
  load(fromDisk: Fetched, isDraining: boolean): UnderWay | undefined {
    this.waiting.release(isDraining);
    const dropped = this.waiting.backlog.takeDropped();
    if (dropped > 0) this.waiting.notice(`… ${linesInWords(dropped)} dropped`);
    this.#ledger.counts.linesDropped += dropped;
    const now = this.#options.clock.monotonic();
    const repeat = this.#takeRepeat(fromDisk);
    if (repeat) return repeat;
    if (fromDisk) {
      if (this.#turnAll(fromDisk.part.marks)) this.#tail.turn();
      const onto = openFiles(this.#tail.end, { now, isSpooled: true });
      return this.#start(spooledShipment(fromDisk, this.waiting.labels, onto));
    }
    // Everything before the marks is in the channel.
    if (this.#turnAll(this.waiting.takeMarks())) this.#tail.turn();
    const shipment = loadShipment({ waiting: this.waiting, tail: this.#tail, now, isDraining });
    return shipment && this.#start(shipment);
  }

  delivered({ shipment, isCut, part }: UnderWay, ref: MessageRef): void {
    this.#ledger.delivered(shipment);
    if (shipment.lost && shipment.content) this.waiting.notice(fileIsMissing);
    this.#tail.delivered(shipment, ref, this.#options.clock.monotonic());
    this.#lastId = ref.id;
    if (isCut) this.#tail.cut();
    this.#underWay = undefined;
    this.#settle(shipment.upTo);
    if (part !== undefined) this.#spool?.dropFirst();
  }

  /** The same lines in another message, which is then under way; `undefined` when the channel takes them in no form. */
  refused(
    refused: UnderWay,
    failure: Extract<SinkFailure, "message-gone" | "rejected" | "blocked">,
  ): UnderWay | undefined {
    this.#tail.cut();
    const { shipment, part } = refused;
    const other = alternativeTo(shipment, failure, this.waiting.labels);
    if (other) return this.#start(other, refused);
    const isBlocked = failure === "blocked";
    const { lines } = shipment;
    if (isBlocked) this.#ledger.counts.linesBlocked += lines;
    else this.waiting.backlog.countDropped(lines);
    if (isBlocked && lines > 0) this.waiting.notice(`⚠️ AutoMod refused ${linesInWords(lines)}.`);
    this.#underWay = undefined;
    this.#settle(isBlocked ? shipment.upTo : outOfTurn);
    if (part !== undefined && (isBlocked || partOf(shipment) === part)) this.#spool?.dropFirst();
    return undefined;
  }

  /** Before the program ends: the next one is given what is not in the channel. */
  leave(): void {
    this.#leaveMemory?.();
    this.waiting.release(true);
    const isUnderWaySafe = !this.#underWay || keepUnderWay(this.#underWay, this.#spool);
    const left = keepWaiting(this.waiting.backlog, this.#spool);
    this.#hasUnsaved = !isUnderWaySafe || !left;
    const kept = this.#underWay?.kept ?? this.#toRepeat;
    if (isUnderWaySafe && left) this.#ledger.leave(this.waiting.linesIn, kept, left);
    else if (isUnderWaySafe && this.#underWay) this.#settle(this.#underWay.shipment.upTo);
  }

  stats(): Omit<RelayStats, "isPaused" | "trouble"> {
    const { linesIn, linesFiltered, lines, backlog } = this.waiting;
    const shipment = this.#underWay?.shipment;
    const underWay = shipment && this.#underWay?.part === undefined ? shipment.lines : 0;
    const toRepeat = this.#toRepeat ? linesOf(this.#toRepeat) : 0;
    const since = (shipment ? shipment.since : backlog.oldestSince) ?? this.#openedAt;
    const isWaiting = shipment !== undefined || lines > 0;
    return {
      linesIn,
      linesFiltered,
      ...this.#ledger.counts,
      linesPending: lines + (this.#spool?.lines ?? 0) + toRepeat + underWay,
      bytesPending: this.bytes,
      oldestAgeMs: isWaiting ? this.#options.clock.monotonic() - since : 0,
    };
  }

  /** Tells the sink what happened to the server. @returns whether it goes on elsewhere. */
  #turnAll(marks: readonly SessionMark[]): boolean {
    return marks.map((mark) => this.#options.sink.turn?.(mark) ?? false).includes(true);
  }

  #takeRepeat(fromDisk: Fetched): UnderWay | undefined {
    const kept = this.#toRepeat;
    this.#toRepeat = undefined;
    const shipment = kept && toRepeat(kept, { name: this.#options.name, fromDisk });
    return shipment && this.#start(shipment, { kept, nonce: kept.nonce, after: kept.after });
  }

  /** From now on the next program would repeat it, if it can be kept. @param before the same lines, as they were sent. */
  #start(shipment: Shipment, before: Partial<UnderWay> = {}): UnderWay {
    const nonce = shipment.isRepeat ? (before.nonce ?? this.#nextNonce()) : this.#nextNonce();
    const part = partOf(shipment) ?? before.part;
    const after = before.after ?? this.#lastId;
    const kept = shipment.isRepeat ? before.kept : (toKept(shipment, { nonce, after }, part) ?? before.kept);
    const underWay = { shipment, nonce, after, isCut: false, part, kept };
    this.#underWay = underWay;
    if (kept) this.#settle(shipment.upTo);
    return underWay;
  }

  /** Where nothing else is left, what was kept out on purpose has been dealt with as well. */
  #settle(upTo: number): void {
    const isNothingLeft = this.waiting.isEmpty && !this.#hasUnsaved;
    this.#ledger.settle(isNothingLeft ? this.waiting.linesIn : upTo, this.#underWay?.kept);
  }
}
