/** What stands above an attached log: how much it is, how bad, and how it ends. */
import { timestamp } from "../lib/markdown.ts";
import { cut, durationInWords } from "../lib/text.ts";
import { breakFences } from "./break-fences.ts";
import type { Chunk } from "./chunk.ts";
import { linesInWords } from "./entry.ts";
import type { Spooled } from "./spool-parts.ts";

const maxNotes = 5;
const maxNoteUnits = 200;
const maxLastLines = 5;
const maxLastBytes = 700;
const maxLastLineUnits = 160;

/** Two lines, then the notes among the lines, then the last lines in a code block. Fits a message. */
export function summarise(chunk: Chunk): string {
  const span = chunk.lastAt - chunk.firstAt;
  const facts = [
    `**${linesInWords(chunk.lines)}**${span >= 1000 ? ` in ${durationInWords(span)}` : ""}`,
    counted(chunk.warnings, "warning"),
    counted(chunk.errors, "error"),
  ];
  const notes = chunk.notes.slice(-maxNotes).map((note) => cut(breakFences(note), maxNoteUnits));
  const last = lastLines(chunk.data);
  return [
    `📄 ${facts.filter((fact) => fact !== "").join(" · ")}`,
    last === ""
      ? "Too much for messages: see the file."
      : "Too much for messages: see the file. It ends with",
    ...(last === "" ? [] : [`\`\`\`\n${breakFences(last)}\n\`\`\``]),
    ...notes,
  ].join("\n");
}

/** The same of a part that waited on the disk: it is compressed, so how it ends stands only in the file. */
export function summariseSpooled({ lines, warnings, errors, firstAt, lastAt }: Spooled): string {
  const facts = [`**${linesInWords(lines)}**`, counted(warnings, "warning"), counted(errors, "error")];
  const [from, to] = [firstAt, lastAt].map((at) => timestamp(new Date(at), "f"));
  return [
    `📄 ${facts.filter((fact) => fact !== "").join(" · ")}`,
    `They waited on Roost's disk, from ${from} to ${to}: see the file.`,
  ].join("\n");
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

/** `console-survival-20260105-100000.log`: safe on every system; UTC. */
export function logFileName(name: string, at: number): string {
  const slug =
    name
      .replaceAll(/[^A-Za-z0-9_-]+/g, "-")
      .replaceAll(/^-+|-+$/g, "")
      .slice(0, 40) || "server";
  const time = new Date(at).toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return `console-${slug}-${time}.log`;
}
