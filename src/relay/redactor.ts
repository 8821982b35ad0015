/** What a console's text is shown without: the built-in rules of `redact`, and patterns of the owner's own. */
import { redact } from "./redact.ts";

/** `text` (sanitised, without colours) with everything private replaced by a word in brackets. */
export type Redactor = (text: string) => string;

export interface Redaction {
  /** Whether the built-in rules hold. */
  isOn: boolean;
  /** Holds whether or not the built-in rules do. */
  own: RegExp | undefined;
}

/** A pattern sees so much at once (UTF-16 units), so that a slow one stays cheap on a line of 64 KiB. */
const maxPieceUnits = 4000;
const hidden = "[hidden]";

export function createRedactor({ isOn, own }: Redaction): Redactor {
  const builtIn = isOn ? redact : (text: string): string => text;
  if (!own) return builtIn;
  const pattern = new RegExp(own.source, own.flags.includes("g") ? own.flags : `${own.flags}g`);
  // An empty match hides nothing.
  const hide = (text: string): string => text.replace(pattern, (match) => (match === "" ? "" : hidden));
  return (text) => builtIn(piecesOf(text).map(hide).join(""));
}

/** Cut at blanks where there are any: what is to be hidden rarely holds one. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > maxPieceUnits) {
    const blank = rest.lastIndexOf(" ", maxPieceUnits);
    const end = blank > 0 ? blank : maxPieceUnits;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...pieces, rest];
}
