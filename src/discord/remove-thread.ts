/** Takes an old console thread out of the channel. */
import { Routes, type REST } from "discord.js";
import { sinkErrorOf } from "./channel-sink.ts";
import type { Session } from "./kept-threads.ts";

type Rest = Pick<REST, "patch" | "delete">;

/** Deletes it with its message, or archives it where that is not allowed. @returns false when it may work later. */
export async function removeThread(rest: Rest, channelId: string, session: Session): Promise<boolean> {
  try {
    await remove(rest, channelId, session);
    return true;
  } catch {
    return false;
  }
}

async function remove(rest: Rest, channelId: string, session: Session): Promise<void> {
  const { threadId, starterId } = session;
  if (threadId !== undefined && !(await isDone(rest.delete(Routes.channel(threadId))))) {
    // Deleting needs Manage Threads; its owner may always archive it.
    await isDone(rest.patch(Routes.channel(threadId), { body: { archived: true } }));
    return;
  }
  if (starterId !== undefined) await isDone(rest.delete(Routes.channelMessage(channelId, starterId)));
}

/** False when it is not allowed; what is gone already is done. */
async function isDone(request: Promise<unknown>): Promise<boolean> {
  try {
    await request;
    return true;
  } catch (error) {
    const failure = sinkErrorOf(error, "edit", "remove thread");
    if (failure.failure === "unavailable" || failure.failure === "rate-limited") throw failure;
    return failure.failure === "channel-gone" || failure.failure === "message-gone";
  }
}
