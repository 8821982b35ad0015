/** One line of a server's console, and how console output becomes lines. */
import { daemonText } from "../wings/daemon-line.ts";

export interface ConsoleLine {
  /** One line, no newline; may hold ANSI sequences and anything a player can type. */
  readonly text: string;
  /** Wall time of its arrival, in milliseconds: Wings sends none. */
  readonly at: number;
  /** `history`: printed before this program looked. `daemon`: said by Wings, not by the game. */
  readonly source: "game" | "daemon" | "history";
  /** It came in one piece with the line before it: a node counts pieces, not lines. */
  readonly isContinued?: true;
}

/** Output may hold several lines; the return at the end of a line is not part of it. */
export function toLines(output: string, at: number): ConsoleLine[] {
  if (!output.includes("\n")) return [toLine(output, at)];
  const texts = output.split("\n");
  if (texts.at(-1) === "") texts.pop();
  return texts.map((text, index) => ({
    ...toLine(text, at),
    ...(index > 0 && { isContinued: true as const }),
  }));
}

function toLine(text: string, at: number): ConsoleLine {
  const line = text.endsWith("\r") ? text.slice(0, -1) : text;
  return { text: line, at, source: daemonText(line) === undefined ? "game" : "daemon" };
}
