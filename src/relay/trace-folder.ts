/** Shows a stack trace that comes again within five minutes as one line that says so. Holds back no line for long. */

export interface TraceLine {
  readonly text: string;
  readonly at: number;
  readonly upTo: number;
  /** How many lines this one stands for, where it is more than itself. */
  readonly stands?: number;
}

interface Known {
  readonly texts: readonly string[];
  /** Monotonic. */
  at: number;
  times: number;
}

interface Held {
  readonly known: Known;
  readonly lines: TraceLine[];
  /** Monotonic. */
  readonly since: number;
}

const sameWithinMs = 5 * 60_000;
/** Shorter ones are hardly longer than the line that would stand for them. */
const minLines = 4;
const maxLines = 300;
const maxKnown = 20;
/** A trace comes at once: what has not come by now does not belong to it. */
const holdMs = 500;

const start = /^[\w$.]*(?:Exception|Error|Throwable)(?::|$)|^Traceback \(most recent call last\)/;
const part = /^\s+(?:at|File|Suppressed:)\s|^\s*\.\.\. \d+ more|^Caused by: /;

export class TraceFolder {
  readonly #known = new Map<string, Known>();
  /** A trace that is being shown for the first time. */
  #reading: string[] | undefined;
  /** Lines that are, so far, those of a known trace. */
  #held: Held | undefined;

  /** How many lines are held back. */
  get holds(): number {
    return this.#held?.lines.length ?? 0;
  }

  /** Gives what is to be shown now: often the line itself, sometimes nothing yet. `now` is monotonic. */
  push(line: TraceLine, now: number): readonly TraceLine[] {
    if (this.#held) return this.#compare(this.#held, line, now);
    if (start.test(line.text)) return this.#begin(line, now);
    if (this.#reading) this.#readOn(this.#reading, line.text, now);
    return [line];
  }

  /** Lines that were held back for nothing; all of them when `isAll`. */
  release(now: number, isAll: boolean): readonly TraceLine[] {
    const held = this.#held;
    if (!held || (!isAll && now - held.since < holdMs)) return [];
    this.#held = undefined;
    return held.lines;
  }

  #begin(line: TraceLine, now: number): readonly TraceLine[] {
    if (this.#reading) this.#remember(this.#reading, now);
    this.#reading = undefined;
    const known = this.#known.get(line.text);
    if (known && now - known.at < sameWithinMs) {
      this.#held = { known, lines: [line], since: now };
      return [];
    }
    this.#reading = [line.text];
    return [line];
  }

  #compare(held: Held, line: TraceLine, now: number): readonly TraceLine[] {
    const { known, lines } = held;
    if (line.text !== known.texts[lines.length]) {
      this.#held = undefined;
      return [...lines, ...this.push(line, now)];
    }
    lines.push(line);
    if (lines.length < known.texts.length) return [];
    this.#held = undefined;
    known.at = now;
    known.times += 1;
    const text = `${known.texts[0] ?? ""} … the same ${lines.length} lines as before (×${known.times})`;
    return [{ ...line, text, stands: lines.length }];
  }

  #readOn(texts: string[], text: string, now: number): void {
    if (part.test(text) && texts.length < maxLines) {
      texts.push(text);
      return;
    }
    this.#reading = undefined;
    this.#remember(texts, now);
  }

  #remember(texts: readonly string[], now: number): void {
    const [first] = texts;
    if (first === undefined || texts.length < minLines) return;
    this.#known.delete(first);
    this.#known.set(first, { texts, at: now, times: 1 });
    const [oldest] = this.#known.keys();
    if (this.#known.size > maxKnown && oldest !== undefined) this.#known.delete(oldest);
  }
}
