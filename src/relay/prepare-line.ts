/** The way of one raw line to the channel: sanitise → filter → redact → colours. */
import { toDiscordColours, withoutColours } from "./ansi.ts";
import { createFilter, type LineFilter } from "./filter.ts";
import { createLevelGate, type ConsoleLevel } from "./level-gate.ts";
import type { Redactor } from "./redactor.ts";
import { sanitiseLine } from "./sanitise-line.ts";

/** `ansi` keeps colours (desktop and web only); `plain` reads well everywhere. */
export type ConsoleStyle = "plain" | "ansi";

export interface LinePreparation extends LineFilter {
  style: ConsoleStyle;
  /** `all` where it is left out. */
  level?: ConsoleLevel;
  redact: Redactor;
}

/**
 * Gives a function from a raw line to what may be shown, `undefined` for a line that the filters keep out. It wants the
 * lines of one console, all of them and in order.
 */
export function createLinePreparer(options: LinePreparation): (raw: string) => string | undefined {
  const isWanted = createFilter(options);
  const isGraveEnough = createLevelGate(options.level ?? "all");
  const hasColours = options.style === "ansi";
  return (raw) => {
    const coloured = sanitiseLine(raw, hasColours).trimEnd();
    const plain = withoutColours(coloured);
    if (!isGraveEnough(plain) || !isWanted(plain)) return undefined;
    const shown = options.redact(plain);
    // Colours may stand inside of what was hidden: such a line is shown without any.
    return hasColours && shown === plain ? toDiscordColours(coloured) : shown;
  };
}
