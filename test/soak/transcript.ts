/** What a channel says, read as its people read it: lines of the console, and where it tells that some are missing. */
import { gunzipSync } from "node:zlib";
import type { DiscordSimulator } from "../simulators/discord/discord-simulator.ts";
import type { ChannelMessage } from "../simulators/discord/seen-message.ts";

export type Told =
  | { readonly what: "line"; readonly text: string; readonly place: string; readonly at: number }
  /** A stack trace shown before: its first line, and how many lines this one stands for. */
  | {
      readonly what: "trace";
      readonly text: string;
      readonly lines: number;
      readonly place: string;
      readonly at: number;
    }
  | { readonly what: "gap" | "note"; readonly text: string; readonly place: string; readonly at: number };

const gap = /Lines of up to .+ may be missing here|Lines may be missing here|^… [\d,]+ lines? dropped/;
const sameTrace = /^(.*) … the same ([\d,]+) lines as before \(×(\d+)(?: to ×(\d+))?\)$/;
const repeated = /^(.*) {2}\(×([\d,]+)\)$/;
const daemon = /^\[Pterodactyl Daemon\]:/;

/** All that the bot wrote into a channel or thread, oldest first; of a message with files, the files. */
export function readPlace(discord: DiscordSimulator, place: string): Told[] {
  return discord
    .messages(place)
    .filter(({ author, deleted }) => author.bot && !deleted)
    .flatMap((message) => tellingsOf(discord, message).map((told) => ({ ...told, place })));
}

type Telling = Told extends infer One ? (One extends Told ? Omit<One, "place"> : never) : never;

function tellingsOf(discord: DiscordSimulator, message: ChannelMessage): Telling[] {
  const { attachments, content, createdAt: at } = message;
  if (attachments.length === 0) return inMessage(content, at);
  return attachments.flatMap(({ id, filename }) => {
    const data = discord.attachment(id);
    if (!data) throw new Error(`a file of message ${message.id} is not there`);
    return inFile((filename.endsWith(".gz") ? gunzipSync(data) : data).toString(), at);
  });
}

function inMessage(content: string, at: number): Telling[] {
  let isInBlock = false;
  return content.split("\n").flatMap((row): Telling[] => {
    if (row === "```" || row === "```ansi") {
      isInBlock = !isInBlock;
      return [];
    }
    return isInBlock ? linesOf(row.replace(/^[🟥🟨] /u, ""), at) : [noteOf(row, at)];
  });
}

function inFile(text: string, at: number): Telling[] {
  const rows = text.replace(/\n$/, "").split("\n");
  return rows.flatMap((row) => {
    const note = /^--- (.*) ---$/.exec(row)?.[1];
    return note === undefined ? linesOf(row, at) : [noteOf(note, at)];
  });
}

function noteOf(text: string, at: number): Telling {
  return { what: gap.test(text) ? "gap" : "note", text, at };
}

/** The lines that a row stands for; none for what the daemon said. */
function linesOf(row: string, at: number): Telling[] {
  if (daemon.test(row)) return [];
  const [, first, count, from, to = from] = sameTrace.exec(row) ?? [];
  if (first !== undefined)
    return Array.from({ length: numberOf(to) - numberOf(from) + 1 }, () => ({
      what: "trace",
      text: first,
      lines: numberOf(count),
      at,
    }));
  const [, text, times] = repeated.exec(row) ?? [];
  if (text === undefined) return [{ what: "line", text: row, at }];
  return Array.from({ length: numberOf(times) }, () => ({ what: "line", text, at }));
}

const numberOf = (digits = "0"): number => Number(digits.replaceAll(",", ""));
