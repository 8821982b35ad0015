/** What may be typed into a console from Discord: one line, allowed by the rules. Pure. */
import type { PowerSignal } from "./fleet/power-progress.ts";
import { code } from "./lib/markdown.ts";
import { UserError } from "./reply.ts";

export interface ConsolePolicy {
  /** Patterns; when there are any, nothing else is allowed. */
  readonly allow: readonly string[];
  /** Patterns; they win over `allow`. */
  readonly deny: readonly string[];
}

/** Newer nodes close the socket over a longer frame, and no game needs more. Bytes of UTF-8. */
const maxBytes = 3500;

/** Wings writes the text and a newline to the game: a newline inside would be a second command. */
// Controls, line and paragraph separators, and the marks that make text run backwards.
const forbidden = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/;

/**
 * The command as it is to be sent: trimmed, as the panel would.
 * @throws {UserError} when it is empty, has more than one line, is too long, or is not allowed.
 */
export function checkConsoleCommand(typed: string, policy: ConsolePolicy): string {
  const command = typed.trim();
  if (command === "") throw new UserError("There was nothing to send. Type a command, such as `list`.");
  if (forbidden.test(command)) {
    throw new UserError(
      "Nothing was sent: a command must be one line without hidden characters. Send each line on its own.",
    );
  }
  if (Buffer.byteLength(command) > maxBytes)
    throw new UserError("Nothing was sent: the command is too long for a console.");
  if (!isAllowed(command, policy)) {
    throw new UserError(
      `${code(firstWord(command))} may not be sent from Discord here. Whoever runs Roost decides that with \`CMD_ALLOW\` and \`CMD_DENY\`.`,
    );
  }
  return command;
}

/** `/minecraft:OP Steve` → `op`: games take all of these for the same. */
export function firstWord(command: string): string {
  const [word = ""] = command.normalize("NFKC").trim().split(/\s+/);
  return word
    .replace(/^\/+/, "")
    .replace(/^[^:]*:(?=.)/, "")
    .toLowerCase();
}

function isAllowed(command: string, { allow, deny }: ConsolePolicy): boolean {
  const word = firstWord(command);
  if (deny.some((pattern) => matches(pattern, word))) return false;
  return allow.length === 0 || allow.some((pattern) => matches(pattern, word));
}

/** The first word of a pattern decides, `*` stands for anything: `ban*`, `whitelist *`. */
function matches(pattern: string, word: string): boolean {
  const parts = firstWord(pattern)
    .split("*")
    .map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(word);
}

const stopWords: ReadonlySet<string> = new Set([
  "stop",
  "end",
  "quit",
  "exit",
  "exit-nosave",
  "shutdown",
  "shutdownserver",
  "doexit",
  "saveandquit",
  "halt",
]);

const restartWords: ReadonlySet<string> = new Set(["restart", "reboot"]);

/** The power signal that a command amounts to, if any: it needs that access, and must not look like a crash. */
export function powerOf(command: string): Extract<PowerSignal, "stop" | "restart"> | undefined {
  const word = firstWord(command);
  if (stopWords.has(word)) return "stop";
  return restartWords.has(word) ? "restart" : undefined;
}
