/** What stands above attached logs: how much it is, how bad, and how it ends. */
import { cutLine, timestamp } from "../lib/markdown.ts";
import { cut, durationInWords } from "../lib/text.ts";
import { breakFences } from "./break-fences.ts";
import { linesInWords } from "./entry.ts";
import type { Totals } from "./totals.ts";

const maxNotes = 5;
const maxNoteUnits = 200;
const maxLastLines = 5;
const maxLastBytes = 700;
const maxLastLineUnits = 160;

/** Two lines, then how the last file ends in a code block, then the notes among the lines. Fits a message. */
export function summarise(totals: Totals, lastFile: Buffer): string {
  return summariseAs(`Too much for messages: see ${filesInWords(totals)}.`, totals, lastFile);
}

/** The same for a channel that takes no files: what they would have held is not shown. */
export function summariseFileless(totals: Totals, lastFile: Buffer): string {
  const why = "Too much for messages, and not shown: Roost needs **Attach Files** here.";
  return summariseAs(why, totals, lastFile);
}

function summariseAs(where: string, totals: Totals, lastFile: Buffer): string {
  const span = totals.lastAt - totals.firstAt;
  const notes = totals.notes.slice(-maxNotes).map((note) => cutLine(breakFences(note), maxNoteUnits));
  const last = lastLines(lastFile);
  return [
    facts(totals, span >= 1000 ? ` in ${durationInWords(span)}` : ""),
    last === "" ? where : `${where} It ends with`,
    ...(last === "" ? [] : [`\`\`\`\n${breakFences(last)}\n\`\`\``]),
    ...notes,
  ].join("\n");
}

/** The same without a line of the console: for a channel whose rules refuse some of its words. */
export function summariseSilently(totals: Totals): string {
  return summarise({ ...totals, notes: [] }, Buffer.alloc(0));
}

/** The same of what waited on the disk: it is compressed, so how it ends stands only in the files. */
export function summariseSpooled(totals: Totals): string {
  const [from, to] = [totals.firstAt, totals.lastAt].map((at) => timestamp(new Date(at), "f"));
  return [
    facts(totals, ""),
    `They waited on Roost's disk, from ${from} to ${to}: see ${filesInWords(totals)}.`,
  ].join("\n");
}

function facts({ lines, warnings, errors }: Totals, inTime: string): string {
  const words = [
    `**${linesInWords(lines)}**${inTime}`,
    counted(warnings, "warning"),
    counted(errors, "error"),
  ];
  return `📄 ${words.filter((fact) => fact !== "").join(" · ")}`;
}

function filesInWords({ files }: Totals): string {
  return files === 1 ? "the file" : `the ${files} files`;
}

function counted(count: number, word: string): string {
  return count === 0 ? "" : `${count.toLocaleString("en-US")} ${word}${count === 1 ? "" : "s"}`;
}

/** The last whole lines that fit a few rows of a phone. */
function lastLines(data: Buffer): string {
  const from = Math.max(0, data.length - maxLastBytes);
  const lines = data.toString("utf8", from).trimEnd().split("\n");
  // The first one was cut by the byte limit, maybe within a character.
  if (from > 0) lines.shift();
  return lines
    .filter((line) => line.trim() !== "")
    .slice(-maxLastLines)
    .map((line) => cut(line, maxLastLineUnits))
    .join("\n");
}
