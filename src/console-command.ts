/** What may be typed into a console from Discord: one line, allowed by the rules. Pure. */
import type { PowerSignal } from "./fleet/power-progress.ts";
import { code } from "./lib/markdown.ts";
import { cut } from "./lib/text.ts";
import { UserError } from "./reply.ts";

/** Patterns of first words. A line can hold several commands (`wordsOf`), and each of them counts. */
export interface ConsolePolicy {
  /** When there are any, nothing else is allowed: then chat with a `;` in it may be refused too. */
  readonly allow: readonly string[];
  /** They win over `allow`. */
  readonly deny: readonly string[];
}

/** Newer nodes close the socket over a longer frame, and no game needs more. Bytes of UTF-8. */
const maxBytes = 3500;
/** Of a word in an answer. */
const maxShown = 100;

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
  const refused = commandsIn(command).find((part) => !isAllowed(part, policy));
  if (refused !== undefined) {
    throw new UserError(
      `${code(cut(firstWord(refused), maxShown))} may not be sent from Discord here. Whoever runs Roost decides that with \`CMD_ALLOW\` and \`CMD_DENY\`.`,
    );
  }
  return command;
}

/** `/minecraft:OP Steve`, `"op" Steve` → `op`: games take all of these for the same. */
export function firstWord(command: string): string {
  return rawWord(command)
    .replace(/^[^:]*:(?=.)/, "")
    .replace(/"+$/, "")
    .toLowerCase();
}

function rawWord(command: string): string {
  const [word = ""] = command.normalize("NFKC").trim().split(/\s+/);
  return word.replace(/^["/]+/, "");
}

/** `quit:x`, `quit(x` → `quit`: for games of the Source engine a word ends at these as well. */
function wordOfSource(command: string): string {
  const [word = ""] = rawWord(command).split(/[{}()':"]/);
  return word.toLowerCase();
}

/**
 * The first words of all commands that a game may see in one line: games of the Source engine take `;` (some `&&`) for
 * the end of a command, Minecraft's `execute … run` does what follows. Other games take all of it for chat
 * (`say a; b`), which is why the line itself is sent as it is.
 */
export function wordsOf(command: string): string[] {
  return commandsIn(command).map(firstWord);
}

function commandsIn(command: string): string[] {
  const parts = command.split(/;|&&/).filter((part) => part.trim() !== "");
  return (parts.length > 0 ? parts : [command]).flatMap((part) => {
    const runs = runners.has(firstWord(part)) ? part.split(/\srun\s/i).slice(1) : [];
    return [part, ...runs];
  });
}

const runners: ReadonlySet<string> = new Set(["execute", "return"]);

function isAllowed(command: string, { allow, deny }: ConsolePolicy): boolean {
  const word = firstWord(command);
  const readings = [word, bare(word), wordOfSource(command)];
  if (deny.some((pattern) => readings.some((reading) => matches(pattern, reading)))) return false;
  return allow.length === 0 || allow.some((pattern) => matches(pattern, word));
}

/** `server.stop` → `stop`: games with such names take both for the same. */
const bare = (word: string): string => word.replace(/^(?:global|server)\./, "");

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

/** The power signal that a line amounts to, if any: it needs that access, and must not look like a crash. */
export function powerOf(command: string): Extract<PowerSignal, "stop" | "restart"> | undefined {
  const words = commandsIn(command).flatMap((part) => [bare(firstWord(part)), wordOfSource(part)]);
  if (words.some((word) => stopWords.has(word))) return "stop";
  return words.some((word) => restartWords.has(word)) ? "restart" : undefined;
}
