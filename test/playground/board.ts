/** What hangs in the channels: every message as it is now, for everybody or for one reader, kept up by the simulator's changes. */
import type { DiscordSimulator } from "../simulators/discord/discord-simulator.ts";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";
import type { PageMessage } from "./protocol.ts";

const pageSize = 100;

export interface Page {
  /** Oldest first. */
  messages: PageMessage[];
  hasMore: boolean;
}

export class Board {
  readonly #channels = new Map<string, Map<string, PageMessage>>();
  readonly #used = new Map<string, { userId: string; what: string }>();

  /** What was said before counts too; ephemeral messages of before are nobody's any more. */
  constructor(discord: DiscordSimulator) {
    for (const { id } of discord.guild.channels.values()) {
      for (const message of discord.messages(id)) this.put(message);
    }
  }

  /** Takes the message as it is now. @returns how the page sees it */
  put(seen: SeenMessage): PageMessage {
    const used = seen.interactionId === undefined ? undefined : this.#used.get(seen.interactionId);
    const message = { ...seen, ...(used && { used }) };
    const channel = this.#channels.get(seen.channelId) ?? new Map<string, PageMessage>();
    this.#channels.set(seen.channelId, channel);
    if (seen.deleted) channel.delete(seen.id);
    else channel.set(seen.id, message);
    return message;
  }

  /** Who did what: shown above what the bot answers to it. */
  noteUse(interactionId: string, used: { userId: string; what: string }): void {
    this.#used.set(interactionId, used);
  }

  /** The last messages that `readerId` sees, or the last before one of them. */
  page(channelId: string, readerId: string, before?: string): Page {
    const all = [...(this.#channels.get(channelId)?.values() ?? [])].filter((message) =>
      isVisible(message, readerId),
    );
    const end = before === undefined ? all.length : all.findIndex(({ id }) => id === before);
    const start = Math.max(0, end - pageSize);
    return { messages: all.slice(start, Math.max(0, end)), hasMore: start > 0 };
  }
}

export function isVisible({ ephemeral, reader }: PageMessage, readerId: string): boolean {
  return !ephemeral || reader === readerId;
}
