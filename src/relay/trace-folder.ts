/** Shows a stack trace that comes again within five minutes as one line that says so. Holds back no line for long. */
import { LongTrace } from "./long-trace.ts";
import { againInWords, continuesTrace, startsTrace, withoutPrefix, type TraceLine } from "./trace-lines.ts";

interface Known {
  /** Without what a logger puts before each line. */
  readonly texts: readonly string[];
  readonly number: number;
  /** Monotonic. */
  at: number;
  times: number;
}

/** A trace that is being shown for the first time. */
interface Reading {
  /** As it came. */
  readonly first: string;
  /** As they are known, if they come again. */
  readonly texts: string[];
  /** UTF-16 units of them. */
  units: number;
  readonly long: LongTrace;
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
/** More than the deepest trace of Java, 1,024 frames. */
const maxLines = 1200;
/** What is kept of one, in UTF-16 units: that deep, with lines longer than any trace has. */
const maxUnits = 512 * 1024;
const maxKnown = 20;
/** A trace comes at once: what has not come by now does not belong to it. */
const holdMs = 500;

export class TraceFolder {
  readonly #known = new Map<string, Known>();
  #count = 0;
  #reading: Reading | undefined;
  /** Lines that are, so far, those of a known trace. */
  #held: Held | undefined;

  /** How many lines are held back. */
  get holds(): number {
    return (this.#held?.lines.length ?? 0) + (this.#reading?.long.holds ?? 0);
  }

  /** Gives what is to be shown now: often the line itself, sometimes nothing yet. `now` is monotonic. */
  push(line: TraceLine, now: number): readonly TraceLine[] {
    if (this.#held) return this.#compare(this.#held, line, now);
    if (startsTrace(line.text)) return [...this.#endReading(now), ...this.#begin(line, now)];
    if (!this.#reading) return [line];
    return this.#readOn(this.#reading, line, now);
  }

  /** Lines that were held back for nothing; all of them when `isAll`. */
  release(now: number, isAll: boolean): readonly TraceLine[] {
    const isDue = (since: number): boolean => isAll || now - since >= holdMs;
    const lines = this.#held && isDue(this.#held.since) ? this.#readAnew(this.#held, now) : [];
    const long = this.#reading?.long;
    return long && long.holds > 0 && isDue(long.since) ? [...lines, ...long.end()] : lines;
  }

  /** What comes now stands in another place: nothing of before can be pointed to. */
  forget(): void {
    this.#known.clear();
  }

  #begin(line: TraceLine, now: number): readonly TraceLine[] {
    const known = this.#known.get(withoutPrefix(line.text));
    if (known && now - known.at < sameWithinMs) {
      this.#held = { known, lines: [line], since: now };
      return [];
    }
    return this.#readAnew({ lines: [line] }, now);
  }

  /** What was held back is another trace than the known one, or as much of it as there is. */
  #readAnew({ lines }: Pick<Held, "lines">, now: number): readonly TraceLine[] {
    const long = new LongTrace();
    this.#held = undefined;
    const texts = lines.map(({ text }) => withoutPrefix(text));
    const units = texts.reduce((sum, text) => sum + text.length, 0);
    this.#reading = { first: lines[0]?.text ?? "", texts, units, long };
    return lines.flatMap((line) => long.push(line, now));
  }

  #compare(held: Held, line: TraceLine, now: number): readonly TraceLine[] {
    const { known, lines } = held;
    if (withoutPrefix(line.text) !== known.texts[lines.length])
      return [...this.#readAnew(held, now), ...this.push(line, now)];
    lines.push(line);
    if (lines.length < known.texts.length) return [];
    this.#held = undefined;
    known.at = now;
    known.times += 1;
    const what = `${lines[0]?.text ?? ""} … the same ${lines.length} lines as before`;
    const again = { trace: known.number, what, from: known.times, to: known.times };
    return [{ ...line, text: againInWords(again), stands: lines.length, again }];
  }

  #readOn(reading: Reading, line: TraceLine, now: number): readonly TraceLine[] {
    const { first, texts, long } = reading;
    const hasRoom = texts.length < maxLines && reading.units + line.text.length <= maxUnits;
    if (hasRoom && continuesTrace(line.text, first)) {
      texts.push(withoutPrefix(line.text));
      reading.units += line.text.length;
      return long.push(line, now);
    }
    return [...this.#endReading(now), line];
  }

  #endReading(now: number): readonly TraceLine[] {
    if (!this.#reading) return [];
    const { texts, long } = this.#reading;
    this.#reading = undefined;
    this.#remember(texts, now);
    return long.end();
  }

  #remember(texts: readonly string[], now: number): void {
    const [first] = texts;
    if (first === undefined || texts.length < minLines) return;
    this.#known.delete(first);
    this.#count += 1;
    this.#known.set(first, { texts, number: this.#count, at: now, times: 1 });
    const [oldest] = this.#known.keys();
    if (this.#known.size > maxKnown && oldest !== undefined) this.#known.delete(oldest);
  }
}
