/** Untrusted text made harmless in a message: no markup, no mentions, no links, no text that runs backwards. */
import { cut } from "./text.ts";

/** Controls, and the characters that turn the direction of text or hide in it. */
const invisible =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;
/** Markup anywhere, headings and lists at the start, and what would make an address a link. */
const markup = /[\\`*_~|[\]<>@]|^[#-]|:(?=\/\/)/g;

/** One line where no markup counts: a suggestion, a button's label. */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[\r\n\t]+/g, " ")
    .replaceAll(invisible, "")
    .trim();
}

/** What two people who see the same text would both type: without what cannot be seen, in one form, in small letters. */
export function asTyped(text: string): string {
  return oneLine(oneLine(text).normalize("NFKC").toLowerCase());
}

/** One line that shows as it is outside of code: a server's name, a player's, a file's. */
export function plain(text: string): string {
  return text
    .replaceAll(/[\r\n\t]+/g, " ")
    .replaceAll(invisible, "")
    .replaceAll(markup, String.raw`\$&`);
}

/** One line of inline code. Backticks become look-alikes, because nothing escapes them there. */
export function code(text: string): string {
  const clean = text
    .replaceAll(/[\r\n\t]+/g, " ")
    .replaceAll(invisible, "")
    .replaceAll("`", "ˋ")
    .trim();
  return `\`${clean || " "}\``;
}

/** As `cut`, for a line that may hold inline code: what is cut off in its midst would reach into whatever follows. */
export function cutLine(line: string, max: number): string {
  if (line.length <= max) return line;
  const short = cut(line, max - 1);
  const isOpen = (short.match(/(?<!\\)`/g) ?? []).length % 2 === 1;
  return isOpen ? `${short}\`` : short;
}

/** A code block of the whole text, whatever fences stand in it. Newlines and tabs stay. */
export function fenced(text: string, language = ""): string {
  const clean = text
    .replaceAll("\r\n", "\n")
    .replaceAll(invisible, "")
    .replaceAll(/`(?=`)/g, "`\u200B")
    .replace(/`$/, "`\u200B");
  return `\`\`\`${language}\n${clean}\n\`\`\``;
}

/** A moment as each reader's own clock shows it; `R` is relative ("in 5 minutes"), `f` date and time, `t` the time. */
export function timestamp(date: Date, style: "R" | "f" | "t"): string {
  return `<t:${Math.floor(date.getTime() / 1000)}:${style}>`;
}
