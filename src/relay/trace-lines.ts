/** Which lines belong to one stack trace, as Java, .NET, Unity, Node and Python print them. Pure. */

/** A known trace that came again, for the time `from` up to the time `to`. */
export interface Again {
  /** Its number; this program's own. */
  readonly trace: number;
  readonly what: string;
  readonly from: number;
  readonly to: number;
}

export function againInWords({ what, from, to }: Again): string {
  return to > from ? `${what} (×${from} to ×${to})` : `${what} (×${to})`;
}

export interface TraceLine {
  readonly text: string;
  readonly at: number;
  readonly upTo: number;
  /** How many lines this one stands for, where it is more than itself. */
  readonly stands?: number;
  /** It stands for a known trace that came again. */
  readonly again?: Again;
  /** The lines that it stands for, where they are shown nowhere else. */
  readonly hides?: readonly string[];
}

/** Decides for most lines of a flood. */
const hint = /Exception|Error|Throwable|Traceback/;
const start =
  /^(?:Exception in thread "[^"]*" )?[\w$.]*(?:Exception|Error|Throwable)(?::|$)|^Traceback \(most recent call last\)/;
const part =
  /^\s+(?:at|File|Suppressed:)\s|^\s*\.\.\. \d+ more|^Caused by: |^\s*---(?:>| End of)|^Stack trace:|\(at [^()]+:\w+\)\s*$/;
/** Python prints the source of each frame below it. */
const pythonPart = /^\s+\S/;
const cause = /^\s*(?:Caused by|Suppressed): /;
/** `[12:00:01 WARN]: ` and what else in brackets a logger puts before a line; the line's own indent stays. */
const prefix = /^(?:\[[^\]]{1,80}\]:? ?){1,5}/;

/** A line of a trace without its logger's words: they hold the time. */
export function withoutPrefix(text: string): string {
  return text.startsWith("[") ? text.replace(prefix, "") : text;
}

export function startsTrace(text: string): boolean {
  return hint.test(text) && start.test(withoutPrefix(text));
}

/** Whether `text` goes on with the trace that begins with the line `first`: logged as that was, or bare. */
export function continuesTrace(text: string, first: string): boolean {
  const bareFirst = withoutPrefix(first);
  const bare = bareFirst === first ? text : withoutPrefix(text);
  return (bareFirst.startsWith("Traceback") ? pythonPart : part).test(bare);
}

/** What went wrong beneath: the line of a long trace that people look for. */
export function namesCause(text: string): boolean {
  return cause.test(withoutPrefix(text));
}
