/** A message as the simulator keeps it, and the frozen copies it hands out. */
import { MessageFlags, type APIAttachment, type APIEmbed } from "discord-api-types/v10";
import type { SimChannel } from "./channel.ts";
import type { Raw } from "./raw.ts";
import type { ChannelMessage, Pings, SeenMessage } from "./seen-message.ts";
import type { User } from "./user.ts";

/** What an edit can change. */
export interface MessageBody {
  content: string;
  embeds: APIEmbed[];
  components: Raw[];
  attachments: APIAttachment[];
  flags: number;
  allowedMentions: Raw | undefined;
}

/** The interaction behind a message, as `interaction_metadata` tells it. */
export interface MessageOrigin {
  interactionId: string;
  metadata: Raw;
  /** The only person who sees it, when it is ephemeral. */
  reader: string | undefined;
}

export interface MessageRecord extends MessageBody {
  readonly id: string;
  readonly channel: SimChannel;
  readonly author: User;
  readonly createdAt: number;
  readonly type: number;
  readonly replyTo: string | undefined;
  readonly origin: MessageOrigin | undefined;
  readonly nonce: string | number | undefined;
  pings: Pings;
  /** Ids of users named in the content or pinged by the reply. */
  mentions: string[];
  editedAt: number | undefined;
  pinnedAt: number | undefined;
  deleted: boolean;
  threadId: string | undefined;
  /** States before the present one, oldest first. */
  readonly edits: SeenMessage[];
}

export function isEphemeral(record: MessageRecord): boolean {
  return (record.flags & MessageFlags.Ephemeral) !== 0;
}

export function isThinking(record: MessageRecord): boolean {
  return (record.flags & MessageFlags.Loading) !== 0;
}

/** A copy of the message as it is now. */
export function seen(record: MessageRecord, at: number): SeenMessage {
  return {
    id: record.id,
    channelId: record.channel.id,
    guildId: record.channel.guildId,
    type: record.type,
    author: { id: record.author.id, username: record.author.username, bot: record.author.bot },
    content: record.content,
    embeds: structuredClone(record.embeds),
    components: structuredClone(record.components),
    attachments: structuredClone(record.attachments),
    flags: record.flags,
    ephemeral: isEphemeral(record),
    reader: isEphemeral(record) ? record.origin?.reader : undefined,
    thinking: isThinking(record),
    deleted: record.deleted,
    pinned: record.pinnedAt !== undefined,
    replyTo: record.replyTo,
    allowedMentions: structuredClone(record.allowedMentions),
    pings: structuredClone(record.pings),
    threadId: record.threadId,
    interactionId: record.origin?.interactionId,
    createdAt: record.createdAt,
    editedAt: record.editedAt,
    at,
  };
}

export function seenWithEdits(record: MessageRecord): ChannelMessage {
  return { ...seen(record, record.editedAt ?? record.createdAt), edits: [...record.edits] };
}
