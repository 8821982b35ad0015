/** Makes one raw console line safe to show: escapes, control and invisible characters out; colours kept on request. */

/** Printable ASCII and tabs only: nothing to clean. Most lines of a flood end here. */
const needsCleaning = /[^\t -~]/;

/** Characters that only escape sequences and progress bars bring. */
const needsParsing = /[\u001B\u0080-\u009F\r]/;

/**
 * A terminal escape (ECMA-48), 7-bit or 8-bit: a control sequence, a string (title, device control …), or a short one.
 * One that is never ended reaches as far as a terminal would swallow; but an 8-bit one may be the rest of a letter that
 * was encoded twice, and then the line goes on.
 */
const escapeSequence =
  /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]?|\u001B[\]PX^_][^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)?|[\u009D\u0090\u0098\u009E\u009F][^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)|\u001B[ -/]*[0-Z\\`-~]?/g;

/** Written with colons, an RGB colour may name its space first: `38:2::255:0:0`. */
const colourSpace = /([34]8:2):\d*((?::\d+){3})(?![:\d])/g;

const colourSequence = /^(?:\u001B\[|\u009B)([\d;:]*)m$/;

/** What would break the line in two. */
const lineBreaks = /[\n\v\f\u0085\u2028\u2029]/g;

/** Control characters but tab and the escape that opens a kept colour. */
const controls = /[\u0000-\u0008\u000E-\u001A\u001C-\u001F\u007F-\u009F]|\u001B(?!\[[\d;]*m)/g;

/** Turns the reading direction round, hides text, or takes no room: U+200C and U+200D stay, scripts and emoji need them. */
const invisible =
  /[\u00AD\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB]|\u034F|\u17B4|\u17B5|[\u{E0000}-\u{E0FFF}]/gu;

/** More marks on one letter than any script uses: they run over the neighbouring lines. */
const stackedMarks = /(\p{M}{4})\p{M}+/gu;

/**
 * One line, no newline. With `keepColours` it may hold SGR sequences (`ESC[…m`) and no other escape, else none at all.
 * A progress line rewritten with `\r` is what it showed last. Halves of surrogate pairs become U+FFFD.
 */
export function sanitiseLine(raw: string, keepColours: boolean): string {
  if (!needsCleaning.test(raw)) return raw;
  const text = needsParsing.test(raw) ? lastRewrite(withoutEscapes(raw, keepColours)) : raw;
  return text
    .replace(lineBreaks, " ")
    .replace(controls, "")
    .toWellFormed()
    .replace(invisible, "")
    .replace(stackedMarks, "$1");
}

function withoutEscapes(raw: string, keepColours: boolean): string {
  return raw.replace(escapeSequence, (sequence) => {
    const parameters = keepColours ? colourSequence.exec(sequence)?.[1] : undefined;
    if (parameters === undefined) return "";
    return `\u001B[${parameters.replace(colourSpace, "$1$2").replaceAll(":", ";")}m`;
  });
}

/** The last segment between carriage returns that shows anything. */
function lastRewrite(text: string): string {
  if (!text.includes("\r")) return text;
  return text.split("\r").findLast((segment) => segment.trim() !== "") ?? "";
}
