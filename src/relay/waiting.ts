/** What a relay has heard and not sent yet: lines, notes and marks in order, and notices about the relay itself. */
import type { Clock } from "../lib/clock.ts";
import { cutLine } from "../lib/markdown.ts";
import { Backlog } from "./backlog.ts";
import type { Spool } from "./disk-spool.ts";
import type { Entry, SessionMark } from "./entry.ts";
import { Intake } from "./intake.ts";
import type { Ledger } from "./ledger.ts";
import type { ConsoleStyle, LinePreparation } from "./prepare-line.ts";
import type { RelayLine, RelayOptions } from "./relay-options.ts";
import { sanitiseLine } from "./sanitise-line.ts";
import { outOfTurn, type Labels } from "./shipment.ts";
import type { TraceLine } from "./trace-lines.ts";

/** Ten seconds of the worst flood (2,000 lines in 100 ms, Wings' own limit) at about 100 bytes a line, and some more. */
const maxPendingBytes = 24 * 1024 * 1024;
/** While nothing can be sent for long: paused, or no access to the channel. */
const maxParkedBytes = 2 * 1024 * 1024;

const maxNoteUnits = 300;

interface Surroundings {
  counts: Ledger["counts"];
  /** Takes the oldest lines when there are too many. */
  spool: Spool | undefined;
  /** By an earlier program: they come first. */
  left: readonly Entry[];
}

export class Waiting {
  readonly backlog: Backlog;
  readonly #options: RelayOptions;
  readonly #clock: Clock;
  readonly #maxBytes: number;
  readonly #counts: Ledger["counts"];
  readonly #intake: Intake;
  #style: ConsoleStyle;
  /** They go before all lines. */
  #notices: Entry[] = [];

  constructor(options: RelayOptions, { counts, spool, left }: Surroundings) {
    this.#options = options;
    this.#clock = options.clock;
    this.#maxBytes = options.maxPendingBytes ?? maxPendingBytes;
    this.#counts = counts;
    this.#intake = new Intake(options);
    this.#style = options.style;
    this.backlog = new Backlog(this.#maxBytes, spool && ((chunk) => spool.put(chunk)));
    this.backlog.putBack(left);
  }

  add(lines: readonly RelayLine[]): void {
    const now = this.#clock.monotonic();
    for (const line of lines) this.#addAll(this.#intake.take(line, now), now);
  }

  note(text: string): void {
    this.release(true);
    const note = this.#noteOf(text, this.#intake.linesIn);
    if (note.text !== "") this.backlog.add(note);
  }

  /** About the relay itself. It comes out of turn: the lines before it may still wait. */
  notice(text: string): void {
    this.#notices.push(this.#noteOf(text, outOfTurn));
  }

  /** A run of the server begins or ends here, between the lines. */
  mark(mark: SessionMark): void {
    this.release(true);
    this.#intake.moved();
    const { linesIn: upTo } = this.#intake;
    this.backlog.add({ kind: "mark", mark, text: "", at: mark.at, count: 1, upTo });
  }

  /** What happened to the server before everything that waits. */
  takeMarks(): readonly SessionMark[] {
    const marks: SessionMark[] = [];
    for (let mark = this.backlog.takeMark(); mark; mark = this.backlog.takeMark()) marks.push(mark);
    return marks;
  }

  /** What comes from now on is shown like this. */
  showAs(preparation: LinePreparation): void {
    this.release(true);
    this.#intake.prepareAs(preparation);
    this.#intake.moved();
    this.#style = preparation.style;
  }

  /** Lets go of lines that were held back for nothing; of all of them when `isAll`. */
  release(isAll: boolean): void {
    const now = this.#clock.monotonic();
    this.#addAll(this.#intake.release(now, isAll), now);
  }

  /** Less memory while nothing can be sent for long. */
  park(isParked: boolean): void {
    this.backlog.limit(isParked ? Math.min(this.#maxBytes, maxParkedBytes) : this.#maxBytes);
  }

  takeNotices(): readonly Entry[] {
    const taken = this.#notices;
    this.#notices = [];
    return taken;
  }

  get notices(): readonly Entry[] {
    return this.#notices;
  }

  /** What the next message is made with. */
  get labels(): Labels {
    const { name, heading } = this.#options;
    return { style: this.#style, name, heading: heading?.() };
  }

  get style(): ConsoleStyle {
    return this.#style;
  }

  /** Raw lines so far. */
  get linesIn(): number {
    return this.#intake.linesIn;
  }

  get linesFiltered(): number {
    return this.#intake.linesFiltered;
  }

  get lines(): number {
    return this.backlog.lines + this.#intake.holds;
  }

  get isEmpty(): boolean {
    return this.backlog.isEmpty && this.#intake.holds === 0;
  }

  /** Whether anything is worth a message. */
  get isWorthSending(): boolean {
    const { hasText, hasDropped, hasMark } = this.backlog;
    return this.#intake.holds > 0 || hasText || hasDropped || hasMark || this.#notices.length > 0;
  }

  /** `since` is monotonic. */
  #addAll(lines: readonly TraceLine[], since: number): void {
    for (const line of lines) {
      if (this.backlog.add({ kind: "line", count: 1, since, ...line })) this.#counts.linesFolded += 1;
      if (line.stands !== undefined) this.#counts.linesFolded += line.stands - 1;
    }
  }

  #noteOf(text: string, upTo: number): Entry {
    const clean = cutLine(sanitiseLine(text, false).trim(), maxNoteUnits);
    const since = this.#clock.monotonic();
    return { kind: "note", text: clean, at: this.#clock.now(), since, count: 1, upTo };
  }
}
