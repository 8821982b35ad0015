/** The vocabulary of the console socket: frames in, frames out (panel-contract 9.2 to 9.4). Pure. */
import { z } from "zod";
import { toJwtErrorKind, type JwtErrorKind } from "./jwt-error.ts";
import { parseJson, parseStats, toServerState, type ServerState, type Stats } from "./stats.ts";

export type WingsEvent =
  | { type: "auth-success" }
  | { type: "status"; state: ServerState }
  | { type: "stats"; stats: Stats }
  /** May hold several lines, ANSI sequences, and up to 64 KiB. */
  | { type: "line"; text: string }
  | { type: "daemon-message"; text: string }
  | { type: "daemon-error"; text: string }
  /** `completed` comes after a failed installation as well. */
  | { type: "install"; phase: "started" | "completed" }
  | { type: "install-output"; text: string }
  | { type: "backup-completed"; uuid: string; isSuccessful: boolean; bytes: number; checksum?: string }
  /** Comes after a failed restore as well. */
  | { type: "restore-completed" }
  | { type: "transfer"; status: string }
  | { type: "transfer-output"; text: string }
  | { type: "deleted" }
  /** Frames of this kind (or `global`: all) that were sent here are being dropped by Wings. */
  | { type: "throttled"; event: string }
  | { type: "token-expiring" }
  | { type: "token-expired" }
  | { type: "jwt-error"; kind: JwtErrorKind };

/** What this program sends. Commands and power signals go over REST, which answers. */
export type OutgoingEvent = "auth" | "send logs" | "send stats";

export function encodeFrame(event: OutgoingEvent, arg?: string): string {
  return JSON.stringify({ event, args: arg === undefined ? [] : [arg] });
}

/** The event in a text frame; `undefined` when it is unknown or broken: both are ignored. */
export function parseFrame(frame: string): WingsEvent | undefined {
  const line = plainLine(frame);
  if (line !== undefined) return { type: "line", text: line };
  const parsed = parseJson(frame);
  if (typeof parsed !== "object" || parsed === null) return undefined;
  const { event, args } = parsed as { event?: unknown; args?: unknown };
  if (typeof event !== "string") return undefined;
  const first: unknown = Array.isArray(args) ? args[0] : undefined;
  return toEvent(event, typeof first === "string" ? first : "");
}

const lineStart = '{"event":"console output","args":["';
const lineEnd = '"]}';

/** The way of a flood: a console line without any escape needs no JSON parser. */
function plainLine(frame: string): string | undefined {
  if (!frame.startsWith(lineStart) || !frame.endsWith(lineEnd)) return undefined;
  const text = frame.slice(lineStart.length, -lineEnd.length);
  return text.includes("\\") || text.includes('"') ? undefined : text;
}

/** Events that carry a text, or nothing, and no more. */
const simple: Record<string, ((text: string) => WingsEvent) | undefined> = {
  "auth success": () => ({ type: "auth-success" }),
  "console output": (text) => ({ type: "line", text }),
  status: (text) => ({ type: "status", state: toServerState(text) }),
  "daemon message": (text) => ({ type: "daemon-message", text }),
  "daemon error": (text) => ({ type: "daemon-error", text }),
  "install started": () => ({ type: "install", phase: "started" }),
  "install completed": () => ({ type: "install", phase: "completed" }),
  "install output": (text) => ({ type: "install-output", text }),
  "backup restore completed": () => ({ type: "restore-completed" }),
  "transfer status": (status) => ({ type: "transfer", status }),
  "transfer logs": (text) => ({ type: "transfer-output", text }),
  deleted: () => ({ type: "deleted" }),
  throttled: (event) => ({ type: "throttled", event }),
  "token expiring": () => ({ type: "token-expiring" }),
  "token expired": () => ({ type: "token-expired" }),
  "jwt error": (text) => ({ type: "jwt-error", kind: toJwtErrorKind(text) }),
};

function toEvent(event: string, arg: string): WingsEvent | undefined {
  if (event === "stats") {
    const stats = parseStats(arg);
    return stats && { type: "stats", stats };
  }
  if (event === "backup completed" || event.startsWith("backup completed:")) return toBackupEvent(arg);
  return Object.hasOwn(simple, event) ? simple[event]?.(arg) : undefined;
}

const wireBackup = z.object({
  uuid: z.string().min(1),
  is_successful: z.boolean(),
  file_size: z.number().nonnegative().catch(0),
  checksum: z.string().min(1).optional().catch(undefined),
});

/** Older Wings append the uuid to the event's name; the one in the JSON is always there. */
function toBackupEvent(json: string): WingsEvent | undefined {
  const parsed = wireBackup.safeParse(parseJson(json));
  if (!parsed.success) return undefined;
  const { uuid, is_successful: isSuccessful, file_size: bytes, checksum } = parsed.data;
  const event = { type: "backup-completed", uuid, isSuccessful, bytes } as const;
  return checksum === undefined ? event : { ...event, checksum };
}
