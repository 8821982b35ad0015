/** A file as text: what can be shown and edited, and how an edited text goes back without changing what was not edited. */
import { diffArrays } from "diff";

const byteOrderMark = "\uFEFF";
/** Two texts of thousands of different lines are not matched line by line: it would take seconds. */
const maxEdits = 600;

/** The text of a file, every line ending with `\n`; nothing when it is none: not UTF-8, or with characters that no text has. */
export function textOf(data: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(data);
    return /[\u0000-\u0008\u000E-\u001A\u001C-\u001F]/.test(text) ? undefined : text.replaceAll("\r\n", "\n");
  } catch {
    // Not UTF-8 is the answer, not an error.
    return undefined;
  }
}

/** `text` in place of what `original` held, with the byte order mark and the line endings that it had. */
export function withText(original: Uint8Array, text: string): Uint8Array {
  const before = new TextDecoder("utf-8", { ignoreBOM: true }).decode(original);
  const mark = before.startsWith(byteOrderMark) ? byteOrderMark : "";
  const after = text.toWellFormed().replaceAll("\r\n", "\n");
  return Buffer.from(mark + withEndings(before.slice(mark.length), after.replace(byteOrderMark, "")));
}

/** A form drops the last line break, which most programs want to see. */
export function withLastBreak(original: string, text: string): string {
  const isDropped = original.endsWith("\n") && text !== "" && !text.endsWith("\n");
  return isDropped ? `${text}\n` : text;
}

function withEndings(before: string, after: string): string {
  const windows = before.split("\r\n").length - 1;
  const all = before.split("\n").length - 1;
  if (windows === 0) return after;
  if (windows === all) return after.replaceAll("\n", "\r\n");
  return withMixedEndings(before, after, windows * 2 > all ? "\r\n" : "\n");
}

/** Lines that stay keep their own ending; new ones get the one that most have. */
function withMixedEndings(before: string, after: string, usual: string): string {
  const old = before.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  const endings = before.split("\n").map((line) => (line.endsWith("\r") ? "\r\n" : "\n"));
  const lines = after.split("\n");
  const changes = diffArrays(old, lines, { maxEditLength: maxEdits });
  if (!changes) return after.replaceAll("\n", usual);
  const kept: string[] = [];
  let at = 0;
  for (const { added, removed, count } of changes) {
    if (!removed)
      for (let line = 0; line < count; line += 1) kept.push(added ? usual : (endings[at + line] ?? usual));
    if (!added) at += count;
  }
  return lines.map((line, index) => (index === lines.length - 1 ? line : line + kept[index])).join("");
}
