/**
 * Keeps a long stack trace readable: its head, its causes and its tail are shown, and one line stands for what is
 * between them and carries it along, so that it can go into a file.
 */
import { linesInWords } from "./entry.ts";
import { namesCause, type TraceLine } from "./trace-lines.ts";

const headLines = 12;
const tailLines = 5;
/** Fewer are not worth a look into a file. */
const leastHidden = 5;
/** Deeper than any runtime goes (Java's own limit is 1,024 frames); more are shown in parts. */
const maxHeld = 2000;

export class LongTrace {
  #shown = 0;
  #held: TraceLine[] = [];
  #since = 0;

  /** Gives what is to be shown now: the head line by line, then nothing until the end. `now` is monotonic. */
  push(line: TraceLine, now: number): readonly TraceLine[] {
    if (this.#shown < headLines) {
      this.#shown += 1;
      return [line];
    }
    if (this.#held.length === 0) this.#since = now;
    this.#held.push(line);
    return this.#held.length < maxHeld ? [] : this.end();
  }

  /** What was held back. */
  end(): readonly TraceLine[] {
    const held = this.#held;
    this.#held = [];
    return shortened(held);
  }

  get holds(): number {
    return this.#held.length;
  }

  /** Monotonic: when the oldest line that is held back came. */
  get since(): number {
    return this.#since;
  }
}

function shortened(lines: readonly TraceLine[]): TraceLine[] {
  const shown: TraceLine[] = [];
  let hidden: TraceLine[] = [];
  const close = (): void => {
    shown.push(...(hidden.length < leastHidden ? hidden : [standIn(hidden)]));
    hidden = [];
  };
  for (const [index, line] of lines.entries()) {
    const isTail = index >= lines.length - tailLines;
    // A cause says what, the frame below it says where.
    const isCause = namesCause(line.text) || namesCause(lines[index - 1]?.text ?? "");
    if (!isTail && !isCause) hidden.push(line);
    else {
      close();
      shown.push(line);
    }
  }
  close();
  return shown;
}

function standIn(hidden: readonly TraceLine[]): TraceLine {
  const last = hidden.at(-1);
  return {
    text: `    … ${linesInWords(hidden.length)} of this trace: see the file`,
    at: last?.at ?? 0,
    upTo: last?.upTo ?? 0,
    stands: hidden.length,
    hides: hidden.map(({ text }) => text),
  };
}
