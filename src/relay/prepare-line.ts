/** The way of one raw line to the channel: sanitise → filter → redact → colours. */
import { toDiscordColours, withoutColours } from "./ansi.ts";
import { createFilter, type LineFilter } from "./filter.ts";
import { redact } from "./redact.ts";
import { sanitiseLine } from "./sanitise-line.ts";

/** `ansi` keeps colours (desktop and web only); `plain` reads well everywhere. */
export type ConsoleStyle = "plain" | "ansi";

export interface LinePreparation extends LineFilter {
  style: ConsoleStyle;
  redact: boolean;
}

/** Gives a function from a raw line to what may be shown, `undefined` for a line that the filters keep out. */
export function createLinePreparer(options: LinePreparation): (raw: string) => string | undefined {
  const isWanted = createFilter(options);
  const hasColours = options.style === "ansi";
  return (raw) => {
    const coloured = sanitiseLine(raw, hasColours).trimEnd();
    const plain = withoutColours(coloured);
    if (!isWanted(plain)) return undefined;
    const shown = options.redact ? redact(plain) : plain;
    // Colours may stand inside of what was hidden: such a line is shown without any.
    return hasColours && shown === plain ? toDiscordColours(coloured) : shown;
  };
}
