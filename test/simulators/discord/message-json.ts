/** A message as JSON for the bot: with the Message Content rule, which empties what the bot has no right to read. */
import { ChannelType, GatewayIntentBits, MessageType } from "discord-api-types/v10";
import { isEphemeral, type MessageRecord } from "./message-record.ts";
import { isRaw, type Raw } from "./raw.ts";
import { memberJSON, userJSON } from "./user.ts";
import type { World } from "./world.ts";

const THREAD_CREATED: number = MessageType.ThreadCreated;

/** May an app with these intents read what this message says? docs events/gateway#message-content-intent */
export function mayReadContent(record: MessageRecord, botId: string, intents: number): boolean {
  if ((intents & GatewayIntentBits.MessageContent) !== 0) return true;
  if (record.author.id === botId || record.mentions.includes(botId)) return true;
  return record.channel.type === ChannelType.DM;
}

export interface MessageView {
  world: World;
  /** Of the session, or of the portal for REST. */
  intents: number;
  /** The message replied to: `null` when it is gone. */
  referenced?: MessageRecord | null | undefined;
}

export function messageJSON(record: MessageRecord, view: MessageView): Raw {
  const { world, intents } = view;
  const readable = mayReadContent(record, world.bot.id, intents);
  const { pings } = record;
  return {
    id: record.id,
    channel_id: record.channel.id,
    type: record.type,
    author: userJSON(record.author),
    content: readable ? record.content : "",
    embeds: readable ? resolved(record.embeds, record) : [],
    components: readable ? resolved(record.components, record) : [],
    attachments: readable ? record.attachments : [],
    flags: record.flags,
    timestamp: new Date(record.createdAt).toISOString(),
    edited_timestamp: record.editedAt === undefined ? null : new Date(record.editedAt).toISOString(),
    mentions: record.mentions
      .map((id) => world.users.get(id))
      .filter((user) => user !== undefined)
      .map(userJSON),
    mention_roles: pings.roles,
    mention_everyone: pings.everyone,
    pinned: record.pinnedAt !== undefined,
    tts: false,
    ...(record.nonce !== undefined && { nonce: record.nonce }),
    ...referenceJSON(record, view),
    ...originJSON(record, world),
  };
}

/** As it stands in MESSAGE_CREATE: with the guild and the author's membership. */
export function messageEventJSON(record: MessageRecord, view: MessageView): Raw {
  const guild = view.world.guildOf(record.channel);
  const member = guild?.members.get(record.author.id);
  return {
    ...messageJSON(record, view),
    channel_type: record.channel.type,
    ...(guild && { guild_id: guild.id }),
    ...(member && { member: memberJSON(member) }),
  };
}

function referenceJSON(record: MessageRecord, view: MessageView): Raw {
  const { channel } = record;
  // A note that a thread was started refers to the thread, not to a message in it.
  if (record.type === THREAD_CREATED)
    return { message_reference: { type: 0, channel_id: record.threadId, guild_id: channel.guildId } };
  if (record.replyTo === undefined) return {};
  const reference = {
    type: 0,
    message_id: record.replyTo,
    channel_id: channel.id,
    guild_id: channel.guildId,
  };
  const { world, intents, referenced } = view;
  return {
    message_reference: reference,
    referenced_message:
      referenced && !referenced.deleted ? messageJSON(referenced, { world, intents }) : null,
  };
}

function originJSON(record: MessageRecord, world: World): Raw {
  const byBot = record.author.id === world.bot.id;
  return {
    ...(byBot && { application_id: world.applicationId }),
    ...(record.origin && { webhook_id: world.applicationId, interaction_metadata: record.origin.metadata }),
    ...(isEphemeral(record) && { position: 0 }),
  };
}

/** Replaces `attachment://name` by the address of that file, as Discord's answers do. */
function resolved(value: unknown, record: MessageRecord): unknown {
  if (Array.isArray(value)) return value.map((item) => resolved(item, record));
  if (isRaw(value))
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, resolved(v, record)]));
  if (typeof value !== "string" || !value.startsWith("attachment://")) return value;
  const name = value.slice("attachment://".length);
  return record.attachments.find(({ filename }) => filename === name)?.url ?? value;
}
