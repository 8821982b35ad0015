/** What a message in a console channel asks for, and why it may not be sent on as it is. Pure. */
import { MessageType, SnowflakeUtil, type GatewayMessageCreateDispatchData } from "discord.js";
import type { Hearing } from "./client.ts";

/** `off`: nobody types; `reply`: answers to the bot's console messages; `typed`: every message. */
export type ConsoleInputMode = "off" | "reply" | "typed";

/** What has to be heard of the guild. Also before any console streams: `/console here` may be used at any time. */
export function hearingFor(mode: ConsoleInputMode, isAnyStream: boolean): Hearing {
  if (mode === "typed") return "everything";
  // With nobody typing, people's words still part the lines.
  return mode === "reply" || isAnyStream ? "replies" : "nothing";
}

export type Written = GatewayMessageCreateDispatchData;

/** After a lost connection Discord hands over what was missed: what was meant for then may do harm now. */
const maxAgeMs = 60_000;

/** How a message speaks to the console, if it does. */
export function wayOf(
  message: Written,
  mode: ConsoleInputMode,
  ownId: string | undefined,
): "reply" | "typed" | undefined {
  if (mode === "off") return undefined;
  if (message.type === MessageType.Reply) {
    const answered = message.referenced_message;
    const isConsole = answered?.author.id === ownId && answered?.interaction_metadata === undefined;
    return isConsole ? "reply" : undefined;
  }
  const isPlain = message.type === MessageType.Default && message.content.trim() !== "";
  return mode === "typed" && isPlain ? "typed" : undefined;
}

/** What the message says of itself and what its id says are one; a proxy or a bridge may make ids of its own. */
function writtenAt({ id, timestamp }: Written): number {
  return Math.max(SnowflakeUtil.timestampFrom(id), Date.parse(timestamp) || 0);
}

/** A sentence that says why nothing was sent and what to do instead; nothing when there is a command for one console. */
export function hintFor(
  message: Written,
  { consoles, now }: { consoles: number; now: number },
): string | undefined {
  if (consoles > 1) return "More than one console streams here: use `/cmd` and name the server.";
  if (now - writtenAt(message) > maxAgeMs)
    return "Roost was not connected when you wrote this, so it was not sent. If you still want it, send it again.";
  if (message.content.trim() !== "") return undefined;
  const hasMore = message.attachments.length > 0 || (message.sticker_items ?? []).length > 0;
  return hasMore
    ? "Nothing was sent: a console takes only text."
    : "Roost cannot read that: leave the **@ ON** beside your reply, or use `/cmd`.";
}
