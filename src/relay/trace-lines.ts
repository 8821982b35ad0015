/** Which lines belong to one stack trace, as Java, .NET, Unity, Node and Python print them. Pure. */

export interface TraceLine {
  readonly text: string;
  readonly at: number;
  readonly upTo: number;
  /** How many lines this one stands for, where it is more than itself. */
  readonly stands?: number;
  /** The lines that it stands for, where they are shown nowhere else. */
  readonly hides?: readonly string[];
}

const start = /^[\w$.]*(?:Exception|Error|Throwable)(?::|$)|^Traceback \(most recent call last\)/;
const part = /^\s+(?:at|File|Suppressed:)\s|^\s*\.\.\. \d+ more|^Caused by: /;
/** Python prints the source of each frame below it. */
const pythonPart = /^\s+\S/;
const cause = /^\s*(?:Caused by|Suppressed): /;

export function startsTrace(text: string): boolean {
  return start.test(text);
}

/** Whether `text` goes on with the trace that begins with the line `first`. */
export function continuesTrace(text: string, first: string): boolean {
  return (first.startsWith("Traceback") ? pythonPart : part).test(text);
}

/** What went wrong beneath: the line of a long trace that people look for. */
export function namesCause(text: string): boolean {
  return cause.test(text);
}
