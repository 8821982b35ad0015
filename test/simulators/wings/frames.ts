/** Frames of the console socket: what a client's text means, and what a permission covers. */
import { randomUUID } from "node:crypto";
import type { RawData } from "ws";

/** The text of an error as Wings numbers it. */
export function errorEvent(text: string): string {
  return `Error Event [${randomUUID()}]: ${text}`;
}

/** `*` covers everything that does not start with `admin`. */
export function holds(permissions: string[], permission: string): boolean {
  return permissions.includes(permission) || (permissions.includes("*") && !permission.startsWith("admin"));
}

/** Text of a frame as Wings reads it; anything odd is no frame. `[null]` is tolerated. */
export function parseFrame(data: RawData): { event: string; args: string[] } | undefined {
  let frame: unknown;
  try {
    frame = JSON.parse(Buffer.from(data as Buffer).toString("utf8"));
  } catch {
    // Invalid JSON is ignored silently, as on the real node.
    return undefined;
  }
  if (typeof frame !== "object" || frame === null || !("event" in frame)) return undefined;
  if (typeof frame.event !== "string") return undefined;
  const args = "args" in frame && Array.isArray(frame.args) ? (frame.args as unknown[]) : [];
  const texts = args.map((arg) => arg ?? "");
  if (!texts.every((arg) => typeof arg === "string")) return undefined;
  return { event: frame.event, args: texts };
}
