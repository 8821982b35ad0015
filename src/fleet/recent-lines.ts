/** The last lines of one server: bounded in number and in size, so that hundreds of servers fit. */
import type { ConsoleLine } from "./console-line.ts";

const maxLines = 200;
/** Characters of all lines together. */
const maxLength = 96 * 1024;

export class RecentLines {
  readonly #lines: ConsoleLine[] = [];
  #length = 0;

  push(line: ConsoleLine): void {
    this.#lines.push(line);
    this.#length += line.text.length;
    while (this.#lines.length > maxLines || (this.#length > maxLength && this.#lines.length > 1)) {
      this.#length -= this.#lines.shift()?.text.length ?? 0;
    }
  }

  /** Oldest first. */
  last(count: number): ConsoleLine[] {
    return count <= 0 ? [] : this.#lines.slice(-count);
  }

  /** What the game printed, oldest first: the part of it that a history replays. */
  gameTexts(): string[] {
    return this.#lines.filter((line) => line.source !== "daemon").map((line) => line.text);
  }
}
