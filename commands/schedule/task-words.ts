/** A schedule's tasks in words. */
import type { Task } from "../../src/panel/panel.ts";
import { code } from "../../src/lib/markdown.ts";
import { cut, durationInWords } from "../../src/lib/text.ts";
import { redact } from "../../src/relay/redact.ts";

const maxPayload = 120;

/** `1. types say hi`, `2. after 1 min: restarts the server` */
export function taskLine(task: Task): string {
  const { sequence, offsetSeconds, continuesOnFailure, isQueued } = task;
  const wait = offsetSeconds > 0 ? `after ${durationInWords(offsetSeconds * 1000)}: ` : "";
  const notes = [
    ...(continuesOnFailure ? ["goes on if it fails"] : []),
    ...(isQueued ? ["waiting to run"] : []),
  ];
  return `${sequence}. ${wait}${taskInWords(task)}${notes.length > 0 ? ` (${notes.join(", ")})` : ""}`;
}

const power: Readonly<Record<string, string>> = {
  start: "starts the server",
  stop: "stops the server",
  restart: "restarts the server",
  kill: "kills the server",
};

export function taskInWords({ action, payload }: Pick<Task, "action" | "payload">): string {
  const shown = code(cut(payload, maxPayload));
  if (action === "command") return `types ${shown}`;
  if (action === "power") return power[payload] ?? `sends ${shown}`;
  if (action === "backup")
    return payload.trim() === "" ? "makes a backup" : `makes a backup without ${shown}`;
  return `${code(action)} ${payload === "" ? "" : shown}`.trim();
}

/** The same for a record, which hides passwords and addresses as the console's stream does. */
export function taskForRecord({ action, payload }: Pick<Task, "action" | "payload">): string {
  return taskInWords({ action, payload: redact(payload) });
}
