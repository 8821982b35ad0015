/** A schedule's tasks in words. */
import type { Task } from "../../src/panel/panel.ts";
import { code } from "../../src/lib/markdown.ts";
import { cut, durationInWords } from "../../src/lib/text.ts";
import { redact } from "../../src/relay/redact.ts";

/** Of what a task types. */
const maxPayload = 120;
/** Of a field of a card. */
const maxField = 1024;

/** `1. types say hi`, `2. after 1 min: restarts the server` */
export function taskLine(task: Task, maxShown = maxPayload): string {
  const { sequence, offsetSeconds, continuesOnFailure, isQueued } = task;
  const wait = offsetSeconds > 0 ? `after ${durationInWords(offsetSeconds * 1000)}: ` : "";
  const notes = [
    ...(continuesOnFailure ? ["goes on if it fails"] : []),
    ...(isQueued ? ["waiting to run"] : []),
  ];
  return `${sequence}. ${wait}${taskInWords(task, maxShown)}${notes.length > 0 ? ` (${notes.join(", ")})` : ""}`;
}

/** All tasks in one field of a card: what they type is shortened, and what still does not fit is counted. */
export function tasksField(tasks: readonly Task[]): string {
  for (const maxShown of [maxPayload, 60, 30]) {
    const text = tasks.map((task) => taskLine(task, maxShown)).join("\n");
    if (text.length <= maxField) return text;
  }
  const lines = tasks.map((task) => taskLine(task, 30));
  while (lines.join("\n").length > maxField - 20) lines.pop();
  return [...lines, `… and ${tasks.length - lines.length} more`].join("\n");
}

const power: Readonly<Record<string, string>> = {
  start: "starts the server",
  stop: "stops the server",
  restart: "restarts the server",
  kill: "kills the server",
};

export function taskInWords(
  { action, payload }: Pick<Task, "action" | "payload">,
  maxShown = maxPayload,
): string {
  const shown = code(cut(payload, maxShown));
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
