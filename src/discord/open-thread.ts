/** Makes a public thread that hangs on a message of the bot's own. */
import { DiscordAPIError, Routes, type REST } from "discord.js";
import { sinkErrorOf } from "./channel-sink.ts";

/** Discord's JSON error codes (docs: topics/opcodes-and-status-codes). */
const codes = { wrongChannelType: 50_024, threadExists: 160_004, threadsFull: 160_006 } as const;

/** Minutes without a message until Discord archives it; the next message opens it again. */
const archiveAfterMinutes = 1440;

/**
 * - `open`: also when an earlier try got through. The thread's id is the message's (Discord docs, topics/threads).
 * - `impossible`: not allowed, not in such a channel, or too many threads.
 * - `no-message`: the message it should hang on is gone.
 */
export type Opened = "open" | "impossible" | "no-message";

/** @throws {SinkError} when it may work later. */
export async function openThread(
  rest: Pick<REST, "post">,
  { channelId, messageId, name }: { channelId: string; messageId: string; name: string },
): Promise<Opened> {
  try {
    const body = { name, auto_archive_duration: archiveAfterMinutes };
    await rest.post(Routes.threads(channelId, messageId), { body });
    return "open";
  } catch (error) {
    return outcomeOf(error);
  }
}

function outcomeOf(error: unknown): Opened {
  const code = error instanceof DiscordAPIError ? error.code : undefined;
  if (code === codes.threadExists) return "open";
  if (code === codes.wrongChannelType || code === codes.threadsFull) return "impossible";
  const failure = sinkErrorOf(error, "post", "start thread");
  if (failure.failure === "forbidden") return "impossible";
  if (failure.failure === "message-gone") return "no-message";
  throw failure;
}
