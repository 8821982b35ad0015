/** The last lines of one server: bounded in number and in size, so that hundreds of servers fit. */
import type { ConsoleLine } from "./console-line.ts";

const maxLines = 200;
/** Characters of all lines together. */
const maxLength = 96 * 1024;

export class RecentLines {
  readonly #lines: ConsoleLine[] = [];
  #length = 0;
  /** So many of them are of earlier runs, as far as that was seen. */
  #ofEarlierRuns = 0;

  push(line: ConsoleLine): void {
    this.#lines.push(line);
    this.#length += line.text.length;
    while (this.#lines.length > maxLines || (this.#length > maxLength && this.#lines.length > 1)) {
      this.#length -= this.#lines.shift()?.text.length ?? 0;
      this.#ofEarlierRuns = Math.max(0, this.#ofEarlierRuns - 1);
    }
  }

  /** The server starts: what came before is in no history any more. */
  runBegins(): void {
    this.#ofEarlierRuns = this.#lines.length;
  }

  /** Oldest first. */
  last(count: number): ConsoleLine[] {
    return count <= 0 ? [] : this.#lines.slice(-count);
  }

  /** What was printed in this run, oldest first, as far as it is kept. */
  ofRun(): ConsoleLine[] {
    return this.#lines.slice(this.#ofEarlierRuns);
  }

  /** What the game printed in this run, oldest first, or before it: the part of it that a history replays. */
  gameTexts(): string[] {
    const ofRun = textsOfGame(this.#lines.slice(this.#ofEarlierRuns));
    return ofRun.length > 0 ? ofRun : textsOfGame(this.#lines);
  }
}

const textsOfGame = (lines: readonly ConsoleLine[]): string[] =>
  lines.filter(({ source }) => source !== "daemon").map(({ text }) => text);
