/** What the daemon and the games say when a server goes down (panel-contract 9.5). Pure. */

/** What the daemon adds to the proof of a crash, line by line. */
export interface CrashWord {
  readonly isProof?: true;
  readonly exitCode?: number;
  readonly isOutOfMemory?: boolean;
  /** The daemon will not start the server again by itself. */
  readonly isGivenUp?: true;
}

/** Expects the text of a daemon line, without prefix; `undefined` when it says nothing about a crash. */
export function crashWordOf(text: string): CrashWord | undefined {
  if (text.includes("Detected server process in a crashed state")) return { isProof: true };
  const [, code] = /^Exit code: (-?\d+)/.exec(text) ?? [];
  if (code !== undefined) return { exitCode: Number(code) };
  const [, memory] = /^Out of memory: (true|false)/.exec(text) ?? [];
  if (memory !== undefined) return { isOutOfMemory: memory === "true" };
  return text.startsWith("Aborting automatic restart") ? { isGivenUp: true } : undefined;
}

/** Whether the daemon stops the server because its files take more room than they may. */
export function saysDiskIsFull(text: string): boolean {
  return text.includes("exceeding the assigned disk space limit");
}

/** How games say goodbye when somebody tells them to from inside. */
const goodbye =
  /\bstopping (?:the )?server\b|\bshutting down\b|\bserver (?:is )?(?:stopping|closed|shutdown)\b|\bquitting\b/i;

/** What Minecraft says before its goodbye when it breaks: it may still end with code 0. */
const isBroken = /\bencountered an unexpected exception\b|\bcrash report has been saved\b/i;

/** `<Ann> is the server shutting down?`: players may ask for hours before a crash. */
const chat = /<[^<>\s]{1,40}> /;

/** Whether the lines of a run are those of an orderly end. Many plugins may have their say after the goodbye. */
export function saysGoodbye(lines: readonly string[]): boolean {
  const isSaid = lines.some((line) => goodbye.test(line) && !chat.test(line));
  return isSaid && !lines.some((line) => isBroken.test(line));
}
