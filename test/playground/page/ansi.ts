/** Text with SGR escapes → spans, in what Discord's `ansi` blocks know: bold, underline, 8 colours, 8 backgrounds. */

export interface Span {
  text: string;
  /** CSS classes: `bold`, `underline`, `fg-31`, `bg-42`. */
  classes: string[];
}

interface Style {
  isBold: boolean;
  isUnderlined: boolean;
  /** 30–37 and 40–47. */
  colour: number | undefined;
  background: number | undefined;
}

const plain: Style = { isBold: false, isUnderlined: false, colour: undefined, background: undefined };
const escape = /\u001B\[([\d;]*)m/g;

export function parseAnsi(text: string): Span[] {
  const spans: Span[] = [];
  let style = plain;
  let at = 0;
  const push = (end: number): void => {
    if (end > at) spans.push({ text: text.slice(at, end), classes: classesOf(style) });
  };
  for (const match of text.matchAll(escape)) {
    push(match.index);
    for (const code of (match[1] ?? "").split(";")) style = apply(style, Number(code));
    at = match.index + match[0].length;
  }
  push(text.length);
  return spans;
}

function apply(style: Style, code: number): Style {
  if (code === 0) return plain;
  if (code === 1) return { ...style, isBold: true };
  if (code === 4) return { ...style, isUnderlined: true };
  if (code === 22) return { ...style, isBold: false };
  if (code === 24) return { ...style, isUnderlined: false };
  if (code >= 30 && code <= 37) return { ...style, colour: code };
  if (code === 39) return { ...style, colour: undefined };
  if (code >= 40 && code <= 47) return { ...style, background: code };
  return code === 49 ? { ...style, background: undefined } : style;
}

function classesOf({ isBold, isUnderlined, colour, background }: Style): string[] {
  return [
    ...(isBold ? ["bold"] : []),
    ...(isUnderlined ? ["underline"] : []),
    ...(colour === undefined ? [] : [`fg-${colour}`]),
    ...(background === undefined ? [] : [`bg-${background}`]),
  ];
}
