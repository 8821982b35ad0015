/** Which lines pass by how grave they are: `CONSOLE_LEVEL`. A stack trace passes, or not, as one. */
import { levelOf } from "./level.ts";
import { continuesTrace, startsTrace } from "./trace-lines.ts";

/** `warning`: warnings and errors; `error`: errors only. */
export const consoleLevels = ["all", "warning", "error"] as const;
export type ConsoleLevel = (typeof consoleLevels)[number];

/** Gives a predicate on sanitised lines; it wants all of them, in order. */
export function createLevelGate(least: ConsoleLevel): (text: string) => boolean {
  if (least === "all") return () => true;
  let first: string | undefined;
  let passes = false;
  return (text) => {
    if (first !== undefined && continuesTrace(text, first)) return passes;
    first = startsTrace(text) ? text : undefined;
    const level = levelOf(text);
    passes = first !== undefined || level === "error" || (level === "warning" && least === "warning");
    return passes;
  };
}
