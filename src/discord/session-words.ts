/** What is said of a run of the server: the name of its thread, and the message that the thread hangs on. */
import { plain, timestamp } from "../lib/markdown.ts";
import { cut } from "../lib/text.ts";
import { sanitiseLine } from "../relay/sanitise-line.ts";
import type { Session } from "./kept-threads.ts";

/** Of the server's name: a thread's name has at most 100 characters (Discord docs, resources/channel). */
const maxNameUnits = 75;

/** `survival · 2026-01-05 10:00 UTC`: Discord shows no local times in names. */
export function threadName(server: string, startedAt: number): string {
  const time = new Date(startedAt).toISOString().slice(0, 16).replace("T", " ");
  const name = cut(sanitiseLine(server, false).trim(), maxNameUnits);
  return `${name || "server"} · ${time} UTC`;
}

export function sessionInWords(server: string, { startedAt, endedAt, endedBy }: Session): string {
  const from = timestamp(new Date(startedAt), "f");
  if (endedAt === undefined) return `▶️ Console of **${plain(server)}** since ${from}`;
  const by = endedBy === undefined ? "" : `, stopped by **${plain(endedBy)}**`;
  return `⏹️ Console of **${plain(server)}** from ${from} to ${timestamp(new Date(endedAt), "t")}${by}`;
}
