/** A message as a reader sees it at one moment: a frozen copy, in Discord's own JSON where it has one. */
import type { APIAttachment, APIEmbed } from "discord-api-types/v10";
import type { Raw } from "./raw.ts";

/** Whom a message would have pinged when it was sent, after `allowed_mentions` and permissions. Edits never ping. */
export interface Pings {
  users: string[];
  roles: string[];
  everyone: boolean;
}

export interface SeenMessage {
  id: string;
  channelId: string;
  guildId: string | undefined;
  /** Discord's `MessageType`: what somebody wrote, a reply, or a note of Discord's own. */
  type: number;
  author: { id: string; username: string; bot: boolean };
  content: string;
  embeds: APIEmbed[];
  components: Raw[];
  attachments: APIAttachment[];
  flags: number;
  /** Seen only by `reader`. */
  ephemeral: boolean;
  reader: string | undefined;
  /** "… is thinking": deferred and not yet edited. */
  thinking: boolean;
  deleted: boolean;
  pinned: boolean;
  /** Id of the message it answers. */
  replyTo: string | undefined;
  /** `allowed_mentions` exactly as last sent; `undefined` when it was left out. */
  allowedMentions: Raw | undefined;
  pings: Pings;
  /** Id of the thread that was started from it, or that it tells of. */
  threadId: string | undefined;
  /** Id of the interaction that made it. */
  interactionId: string | undefined;
  /** Milliseconds since the Unix epoch: sent, last edited, and when this copy was taken. */
  createdAt: number;
  editedAt: number | undefined;
  at: number;
}

/** A message in a channel with the states it had before this one, oldest first. */
export interface ChannelMessage extends SeenMessage {
  edits: SeenMessage[];
}
