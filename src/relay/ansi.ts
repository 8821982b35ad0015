/** Terminal colours → the few that Discord's `ansi` blocks know: 0, 1, 4, 30–37, 40–47. Phones show none of them. */

interface Look {
  isBold: boolean;
  isUnderlined: boolean;
  /** 0–7, undefined for the default. */
  foreground: number | undefined;
  /** A bright foreground is shown as the bold base colour. */
  isBright: boolean;
  background: number | undefined;
}

const plainLook: Look = {
  isBold: false,
  isUnderlined: false,
  foreground: undefined,
  isBright: false,
  background: undefined,
};

const sgr = /\u001B\[([\d;]*)m/g;

export const resetSequence = "\u001B[0m";

/** `text` without SGR sequences. Expects a sanitised line: it holds no other escape. */
export function withoutColours(text: string): string {
  return text.includes("\u001B") ? text.replace(sgr, "") : text;
}

/**
 * A sanitised line with its SGR sequences in Discord's subset: 90–97 become bold, 256 and RGB colours the nearest of
 * the eight. Each line starts plain, as in the panel's own console, and leaves no colour open.
 */
export function toDiscordColours(line: string): string {
  if (!line.includes("\u001B")) return line;
  let look = plainLook;
  let shown = "";
  let written = "";
  let end = 0;
  const write = (text: string): void => {
    if (text === "") return;
    const wanted = sequenceFor(look);
    written += wanted === shown ? text : (wanted || resetSequence) + text;
    shown = wanted;
  };
  for (const match of line.matchAll(sgr)) {
    write(line.slice(end, match.index));
    look = changed(look, (match[1] ?? "").split(";").map(Number));
    end = match.index + match[0].length;
  }
  write(line.slice(end));
  return shown === "" ? written : written + resetSequence;
}

/** The sequence that is in force at the end of `text`, `""` for none. `text` comes from `toDiscordColours`. */
export function openColour(text: string): string {
  const last = [...text.matchAll(sgr)].at(-1)?.[0] ?? "";
  return last === resetSequence ? "" : last;
}

/** Always the whole look, from a reset: so any sequence can be cut out and repeated elsewhere. `""` when plain. */
function sequenceFor(look: Look): string {
  const codes = ["0"];
  if (look.isBold || look.isBright) codes.push("1");
  if (look.isUnderlined) codes.push("4");
  if (look.foreground !== undefined) codes.push(String(30 + look.foreground));
  if (look.background !== undefined) codes.push(String(40 + look.background));
  return codes.length === 1 ? "" : `\u001B[${codes.join(";")}m`;
}

function changed(look: Look, codes: readonly number[]): Look {
  let next = look;
  for (let i = 0; i < codes.length; i += 1) {
    const code = codes[i] ?? 0;
    if (code === 38 || code === 48) {
      const { colour, length } = extendedColour(codes.slice(i + 1));
      if (code === 38) next = { ...next, foreground: colour, isBright: false };
      else next = { ...next, background: colour };
      i += length;
    } else next = { ...next, ...changeBy(code) };
  }
  return next;
}

const exactChanges: ReadonlyMap<number, Partial<Look>> = new Map<number, Partial<Look>>([
  [0, plainLook],
  [1, { isBold: true }],
  [4, { isUnderlined: true }],
  [22, { isBold: false }],
  [24, { isUnderlined: false }],
  [39, { foreground: undefined, isBright: false }],
  [49, { background: undefined }],
]);

/** What one simple SGR code changes; codes that Discord cannot show (italic, blink, inverse …) change nothing. */
function changeBy(code: number): Partial<Look> {
  const exact = exactChanges.get(code);
  if (exact) return exact;
  if (code >= 30 && code <= 37) return { foreground: code - 30, isBright: false };
  if (code >= 90 && code <= 97) return { foreground: code - 90, isBright: true };
  if (code >= 40 && code <= 47) return { background: code - 40 };
  if (code >= 100 && code <= 107) return { background: code - 100 };
  return {};
}

/** The parameters after 38 or 48: `5;index` or `2;r;g;b`. */
function extendedColour(codes: readonly number[]): { colour: number | undefined; length: number } {
  const [mode, a = 0, b = 0, c = 0] = codes;
  if (mode === 5) return { colour: nearestOfIndex(a), length: 2 };
  if (mode === 2) return { colour: nearestOfRgb([a, b, c]), length: 4 };
  return { colour: undefined, length: codes.length };
}

const cubeLevels = [0, 95, 135, 175, 215, 255] as const;

/** xterm's 256 colours: 16 named, a 6×6×6 cube, 24 greys. */
function nearestOfIndex(index: number): number {
  if (index < 16) return index % 8;
  if (index >= 232) return index >= 244 ? 7 : 0;
  const level = (divisor: number): number => cubeLevels[Math.floor((index - 16) / divisor) % 6] ?? 0;
  return nearestOfRgb([level(36), level(6), level(1)]);
}

/** By hue, as people name colours: each channel counts when it is above the middle of the strongest and the weakest. */
function nearestOfRgb(rgb: readonly [number, number, number]): number {
  const strongest = Math.max(...rgb);
  const weakest = Math.min(...rgb);
  const middle = (strongest + weakest) / 2;
  if (strongest - weakest < 48) return middle >= 128 ? 7 : 0;
  return (rgb[0] >= middle ? 1 : 0) + (rgb[1] >= middle ? 2 : 0) + (rgb[2] >= middle ? 4 : 0);
}
