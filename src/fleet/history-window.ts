/**
 * Holds back what a console says while its history is awaited. The history's lines arrive as ordinary ones, with no
 * mark at either end: it is taken to be over when it has been recognised and it becomes quiet, or after a while.
 */
import type { Clock } from "../lib/clock.ts";
import type { ConsoleLine } from "./console-line.ts";
import { historyLimit } from "./recover-gap.ts";
import type { ServerEvent } from "./server-event.ts";
import { Wake } from "./wake.ts";

/** In the order in which it came. */
export type Held = ConsoleLine | ServerEvent;

export const isLine = (held: Held): held is ConsoleLine => "source" in held;

export interface WindowOptions {
  clock: Clock;
  /** Whether the history is among these lines; as long as it is not, they may be new ones that came before it. */
  isRecognised: (lines: readonly ConsoleLine[], hasReplay: boolean) => boolean;
  /** Whether there is a history to wait for: silence before its first line is then only a slow node, and not the end. */
  isExpected: () => boolean;
}

const quietMs = 250;
/** The node sends its history in one go: after a pause as short as this, a line is hardly one of it. */
const pauseMs = 50;
/** Live lines come one by one: so many in one go are a history. */
const surelyReplayed = 3;
/** A node under load takes seconds to read a log; lines that come later would be taken for new ones. */
const maxSilenceMs = 6_000;
/** From the first line on: a console that is never quiet must not be kept back for ever. */
const maxMs = 3_000;
/** Half a second of the worst flood, in which the history must come: more must not wait here. */
const maxHeld = 10_000;
/** Characters. */
const maxHeldLength = 1024 * 1024;

export class HistoryWindow {
  readonly #options: WindowOptions;
  readonly #held: Held[] = [];
  readonly #lines: ConsoleLine[] = [];
  #length = 0;
  readonly #wake = new Wake();
  /** Monotonic; `undefined` until the history has been asked for. */
  #askedAt: number | undefined;
  /** The server stopped or started since then. */
  #hasTurnedSince = false;
  #firstAt: number | undefined;
  #lastAt = 0;
  readonly #pauses: number[] = [];
  /** Where the history ends, as far as its pace tells. */
  #replayTo: number | undefined;
  #isRecognised = false;

  constructor(options: WindowOptions) {
    this.#options = options;
  }

  /** The request for the history has left: from now on it can come. */
  asked(): void {
    this.#askedAt ??= this.#options.clock.monotonic();
    this.#wake.wake();
  }

  push(line: ConsoleLine): void {
    const now = this.#options.clock.monotonic();
    if (this.#firstAt !== undefined && now - this.#lastAt >= pauseMs) this.#endBurst();
    this.#held.push(line);
    this.#lines.push(line);
    this.#length += line.text.length;
    this.#lastAt = now;
    this.#firstAt ??= now;
    if (this.#isFull) this.#wake.wake();
  }

  /** Something else than a line, which must keep its place between them. */
  hold(event: ServerEvent): void {
    this.#held.push(event);
    if (event.type === "state" && this.#askedAt !== undefined) this.#hasTurnedSince = true;
    this.#wake.wake();
  }

  get held(): readonly Held[] {
    return this.#held;
  }

  get holdsEvents(): boolean {
    return this.#held.length > this.#lines.length;
  }

  /** How many lines came before each pause. */
  get pauses(): readonly number[] {
    return this.#pauses;
  }

  /** How many of the lines are the history or came before it, where nothing better tells than their pace. */
  get replayed(): number {
    if (this.#replayTo !== undefined) return this.#replayTo;
    return this.#isReplaying ? this.#lines.length : (this.#pauses[0] ?? this.#lines.length);
  }

  /** Resolves when everything held may be told; at once when `signal` is aborted. Never rejects. */
  async caught(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    for (;;) {
      const leftMs = Math.min(this.#endsAt() - clock.monotonic(), quietMs);
      if (signal.aborted || leftMs <= 0 || this.#isFull) return;
      await this.#wake.wait(clock, leftMs, signal);
    }
  }

  #endBurst(): void {
    if (this.#isReplaying) this.#replayTo ??= this.#lines.length;
    this.#pauses.push(this.#lines.length);
  }

  get #isReplaying(): boolean {
    return this.#lines.length - (this.#pauses.at(-1) ?? 0) >= surelyReplayed;
  }

  get #isFull(): boolean {
    return this.#held.length >= maxHeld || this.#length >= maxHeldLength;
  }

  /** If nothing more comes. */
  #endsAt(): number {
    if (this.#askedAt === undefined) return Number.POSITIVE_INFINITY;
    // Even if the server has stopped meanwhile: the node may have been reading already.
    const isExpected = this.#options.isExpected() || this.#hasTurnedSince;
    if (this.#firstAt === undefined) return this.#askedAt + (isExpected ? maxSilenceMs : quietMs);
    const last = Math.max(this.#firstAt, this.#askedAt) + maxMs;
    return this.#isComplete(isExpected) ? Math.min(this.#lastAt + quietMs, last) : last;
  }

  #isComplete(isExpected: boolean): boolean {
    return !isExpected || this.isRecognised;
  }

  /** Whether as many lines came as a history holds: with nothing known among them, all are news. */
  get isAsLongAsHistory(): boolean {
    return this.#lines.length >= historyLimit;
  }

  /** Whether the history is among the lines. */
  get isRecognised(): boolean {
    const hasReplay = this.#replayTo !== undefined || this.#isReplaying;
    this.#isRecognised ||= this.#options.isRecognised(this.#lines, hasReplay);
    return this.#isRecognised;
  }
}
