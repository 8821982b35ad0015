/** One channel or thread, and what the bot may do in it. */
import { ChannelType, GatewayIntentBits } from "discord-api-types/v10";
import { eventFor, type Publish } from "./gateway-event.ts";
import { bitsOf, type Overwrite, type PermissionName } from "./permissions.ts";
import type { Raw } from "./raw.ts";

export interface ThreadState {
  ownerId: string;
  archived: boolean;
  locked: boolean;
  autoArchiveMinutes: number;
  archiveTimestamp: number;
  createdAt: number;
  invitable: boolean;
}

export interface ChannelInit {
  id: string;
  name: string;
  type: ChannelType;
  guildId: string | undefined;
  parentId?: string | undefined;
  thread?: ThreadState | undefined;
  /** The other person of a direct-message channel. */
  recipient?: Raw | undefined;
}

export class SimChannel {
  readonly id: string;
  readonly type: ChannelType;
  readonly guildId: string | undefined;
  readonly parentId: string | undefined;
  readonly recipient: Raw | undefined;
  name: string;
  topic: string | null = null;
  position = 0;
  overwrites: Overwrite[] = [];
  thread: ThreadState | undefined;
  lastMessageId: string | undefined;
  messageCount = 0;
  readonly #botId: string;
  readonly #publish: Publish;

  constructor(init: ChannelInit, botId: string, publish: Publish) {
    this.id = init.id;
    this.name = init.name;
    this.type = init.type;
    this.guildId = init.guildId;
    this.parentId = init.parentId;
    this.thread = init.thread;
    this.recipient = init.recipient;
    this.#botId = botId;
    this.#publish = publish;
  }

  get isThread(): boolean {
    return this.thread !== undefined;
  }

  /** Takes permissions from the bot in this channel: `deny("SendMessages")`. */
  deny(...names: PermissionName[]): void {
    const own = this.#ownOverwrite();
    own.deny |= bitsOf(...names);
    own.allow &= ~bitsOf(...names);
    this.announce();
  }

  /** Gives permissions to the bot in this channel. */
  allow(...names: PermissionName[]): void {
    const own = this.#ownOverwrite();
    own.allow |= bitsOf(...names);
    own.deny &= ~bitsOf(...names);
    this.announce();
  }

  /** Takes the channel out of the bot's sight: every call answers 50001. */
  hide(): void {
    this.deny("ViewChannel");
  }

  show(): void {
    this.allow("ViewChannel");
  }

  /** A thread is no longer archived: somebody writes in it. */
  reopen(): void {
    if (this.thread) this.thread.archived = false;
    this.announce();
  }

  /** Tells the gateway that the channel changed. */
  announce(): void {
    const t = this.isThread ? "THREAD_UPDATE" : "CHANNEL_UPDATE";
    this.#publish(eventFor(t, GatewayIntentBits.Guilds, this.toJSON()));
  }

  toJSON(): Raw {
    const base: Raw = {
      id: this.id,
      type: this.type,
      last_message_id: this.lastMessageId ?? null,
      flags: 0,
    };
    if (this.recipient) return { ...base, recipients: [this.recipient] };
    Object.assign(base, { guild_id: this.guildId, name: this.name, parent_id: this.parentId ?? null });
    return this.thread ? { ...base, ...this.#threadJSON(this.thread) } : { ...base, ...this.#textJSON() };
  }

  #textJSON(): Raw {
    return {
      position: this.position,
      topic: this.topic,
      nsfw: false,
      rate_limit_per_user: 0,
      permission_overwrites: this.overwrites.map(({ id, type, allow, deny }) => ({
        id,
        type,
        allow: String(allow),
        deny: String(deny),
      })),
    };
  }

  #threadJSON(thread: ThreadState): Raw {
    return {
      owner_id: thread.ownerId,
      rate_limit_per_user: 0,
      message_count: this.messageCount,
      total_message_sent: this.messageCount,
      member_count: 1,
      thread_metadata: {
        archived: thread.archived,
        locked: thread.locked,
        auto_archive_duration: thread.autoArchiveMinutes,
        archive_timestamp: new Date(thread.archiveTimestamp).toISOString(),
        create_timestamp: new Date(thread.createdAt).toISOString(),
        ...(this.type === ChannelType.PrivateThread && { invitable: thread.invitable }),
      },
    };
  }

  #ownOverwrite(): Overwrite {
    const existing = this.overwrites.find(({ id }) => id === this.#botId);
    if (existing) return existing;
    const fresh: Overwrite = { id: this.#botId, type: 1, allow: 0n, deny: 0n };
    this.overwrites.push(fresh);
    return fresh;
  }
}
