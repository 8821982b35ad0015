/** One interaction from the moment a person caused it: who, where, and what the bot has answered so far. */
import { InteractionType } from "discord-api-types/v10";
import type { SimChannel } from "./channel.ts";
import type { Guild } from "./guild.ts";
import type { MessageRecord } from "./message-record.ts";
import type { Raw } from "./raw.ts";
import { userJSON, type User } from "./user.ts";

export interface Acknowledgement {
  /** Callback type: 4 reply, 5 deferred, 6 deferred update, 7 update, 8 choices, 9 modal. */
  type: number;
  afterMs: number;
  ephemeral: boolean;
}

export interface InteractionInit {
  type: InteractionType;
  user: User;
  channel: SimChannel;
  guild: Guild | undefined;
  /** Discord's `data`. */
  data: Raw;
  /** The message a component sits on, or the modal came from. */
  source?: MessageRecord | undefined;
  /** The interaction whose answer was the modal submitted now. */
  trigger?: InteractionRecord | undefined;
}

export interface InteractionRecord extends InteractionInit {
  id: string;
  token: string;
  createdAt: number;
  state: "waiting" | "acknowledged" | "expired";
  acknowledgement: Acknowledgement | undefined;
  /** What `@original` means: the reply, or the message that was updated. */
  original: MessageRecord | undefined;
  followUps: MessageRecord[];
  modal: Raw | undefined;
  choices: Raw[] | undefined;
}

/** Keys are installation kinds: 0 in a guild, 1 by a user. */
export function integrationOwners({ guild, user }: InteractionInit): Raw {
  if (!guild) return { "0": "0" };
  return guild.hasBot ? { "0": guild.id } : { "1": user.id };
}

/** `interaction_metadata` of the messages it makes. */
export function metadataOf(record: InteractionRecord): Raw {
  const isComponent = record.type === InteractionType.MessageComponent;
  return {
    id: record.id,
    type: record.type,
    user: userJSON(record.user),
    authorizing_integration_owners: integrationOwners(record),
    ...(record.original && { original_response_message_id: record.original.id }),
    ...(isComponent && record.source && { interacted_message_id: record.source.id }),
    ...(record.trigger && { triggering_interaction_metadata: metadataOf(record.trigger) }),
  };
}
