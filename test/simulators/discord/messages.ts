/** The message store: sends, edits, deletes, pins; tells the gateway and whoever watches. Checks nothing about sizes. */
import { GatewayIntentBits, MessageFlags, MessageType } from "discord-api-types/v10";
import { refuse } from "./api-error.ts";
import type { Changes } from "./changes.ts";
import type { SimChannel } from "./channel.ts";
import type { GatewayEvent, Publish } from "./gateway-event.ts";
import { mentionableText, pingsOf, type MentionContext } from "./mentions.ts";
import { messageEventJSON, messageJSON } from "./message-json.ts";
import {
  isEphemeral,
  seen,
  seenWithEdits,
  type MessageBody,
  type MessageOrigin,
  type MessageRecord,
} from "./message-record.ts";
import { has } from "./permissions.ts";
import type { Raw } from "./raw.ts";
import type { ChannelMessage } from "./seen-message.ts";
import type { User } from "./user.ts";
import type { World } from "./world.ts";

const NOBODY = { users: [], roles: [], everyone: false };

export interface Draft extends Partial<MessageBody> {
  channel: SimChannel;
  author: User;
  id?: string;
  type?: number | undefined;
  replyTo?: string | undefined;
  origin?: MessageOrigin | undefined;
  /** Of a note that a thread was started. */
  threadId?: string;
  nonce?: string | number | undefined;
}

export interface MessagesInit {
  world: World;
  changes: Changes;
  publish: Publish;
  nextId: () => string;
  now: () => number;
}

export class Messages {
  readonly #init: MessagesInit;
  readonly #byId = new Map<string, MessageRecord>();

  constructor(init: MessagesInit) {
    this.#init = init;
  }

  send(draft: Draft): MessageRecord {
    const { channel } = draft;
    const record: MessageRecord = {
      id: draft.id ?? this.#init.nextId(),
      channel,
      author: draft.author,
      type: draft.type ?? (draft.replyTo === undefined ? MessageType.Default : MessageType.Reply),
      content: draft.content ?? "",
      embeds: draft.embeds ?? [],
      components: draft.components ?? [],
      attachments: draft.attachments ?? [],
      flags: draft.flags ?? 0,
      allowedMentions: draft.allowedMentions,
      replyTo: draft.replyTo,
      origin: draft.origin,
      nonce: draft.nonce,
      createdAt: this.#init.now(),
      editedAt: undefined,
      pinnedAt: undefined,
      deleted: false,
      threadId: draft.threadId,
      pings: NOBODY,
      mentions: [],
      edits: [],
    };
    this.#readMentions(record);
    if (isEphemeral(record)) record.pings = NOBODY;
    this.#byId.set(record.id, record);
    if (!isEphemeral(record)) this.#place(record);
    this.#tell("MESSAGE_CREATE", "created", record);
    return record;
  }

  edit(record: MessageRecord, change: Partial<MessageBody>): void {
    const now = this.#init.now();
    record.edits.push(seen(record, record.editedAt ?? record.createdAt));
    const wasThinking = (record.flags & MessageFlags.Loading) !== 0;
    Object.assign(record, change);
    if (!wasThinking) record.editedAt = now;
    const { pings } = record;
    this.#readMentions(record);
    record.pings = pings;
    this.#tell("MESSAGE_UPDATE", "edited", record);
  }

  delete(record: MessageRecord): void {
    record.deleted = true;
    const { channel } = record;
    const payload = { id: record.id, channel_id: channel.id, guild_id: channel.guildId };
    if (!isEphemeral(record)) this.#init.publish(this.#event("MESSAGE_DELETE", record, () => payload));
    this.#init.changes.emit({ type: "message", what: "deleted", message: seen(record, this.#init.now()) });
  }

  setPinned(record: MessageRecord, pinned: boolean): void {
    record.pinnedAt = pinned ? this.#init.now() : undefined;
    this.#tell("MESSAGE_UPDATE", "edited", record);
  }

  /** A thread was started from it. */
  setThread(record: MessageRecord, threadId: string): void {
    record.threadId = threadId;
    record.flags |= MessageFlags.HasThread;
    this.#tell("MESSAGE_UPDATE", "edited", record);
  }

  /** Without what was deleted, and in that channel when one is told. @throws {ApiError} 10008 */
  get(id: string, channel?: SimChannel): MessageRecord {
    const record = this.#byId.get(id);
    if (!record || record.deleted || (channel && record.channel !== channel)) throw refuse("unknownMessage");
    return record;
  }

  find(id: string): MessageRecord | undefined {
    return this.#byId.get(id);
  }

  /** What everybody sees in the channel, oldest first. */
  in(channel: SimChannel): MessageRecord[] {
    return [...this.#byId.values()].filter(
      (record) => record.channel === channel && !record.deleted && !isEphemeral(record),
    );
  }

  seenIn(channel: SimChannel): ChannelMessage[] {
    return this.in(channel).map(seenWithEdits);
  }

  json(record: MessageRecord, intents: number): Raw {
    return messageJSON(record, { world: this.#init.world, intents, referenced: this.#referenced(record) });
  }

  #place(record: MessageRecord): void {
    record.channel.lastMessageId = record.id;
    record.channel.messageCount += 1;
  }

  #readMentions(record: MessageRecord): void {
    const text = mentionableText(record.content, record.components);
    const context = this.#mentionContext(record);
    record.pings = pingsOf(text, record.allowedMentions, context);
    record.mentions = record.pings.users;
  }

  #mentionContext(record: MessageRecord): MentionContext {
    const { world } = this.#init;
    const guild = world.guildOf(record.channel);
    const bits = guild?.permissionsOf(record.author.id, record.channel) ?? 0n;
    return {
      repliedUser: this.#referenced(record)?.author.id,
      userIds: new Set(world.users.keys()),
      roles: new Map(guild?.roles.map(({ id, mentionable }) => [id, mentionable])),
      mayMentionEveryone: has(bits, "MentionEveryone"),
    };
  }

  #referenced(record: MessageRecord): MessageRecord | null | undefined {
    return record.replyTo === undefined ? undefined : (this.#byId.get(record.replyTo) ?? null);
  }

  #tell(t: string, what: "created" | "edited", record: MessageRecord): void {
    if (!isEphemeral(record)) {
      const { world } = this.#init;
      const view = { world, referenced: this.#referenced(record) };
      this.#init.publish(this.#event(t, record, (intents) => messageEventJSON(record, { ...view, intents })));
    }
    this.#init.changes.emit({ type: "message", what, message: seen(record, this.#init.now()) });
  }

  #event(t: string, { channel }: MessageRecord, payload: (intents: number) => unknown): GatewayEvent {
    const { GuildMessages, DirectMessages } = GatewayIntentBits;
    const intent = channel.guildId === undefined ? DirectMessages : GuildMessages;
    const guild = this.#init.world.guildOf(channel);
    const visible =
      guild === undefined || (guild.hasBot && has(this.#init.world.botPermissions(channel), "ViewChannel"));
    return { t, build: (own) => (visible && (own & intent) !== 0 ? payload(own) : undefined) };
  }
}
