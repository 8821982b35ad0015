/** INTERACTION_CREATE as Discord sends it; discord.js throws when one of these lists is missing. */
import { InteractionContextType } from "discord-api-types/v10";
import { integrationOwners, type InteractionRecord } from "./interaction.ts";
import type { Messages } from "./messages.ts";
import { MAX_FILE_BYTES } from "./message-writer.ts";
import type { Raw } from "./raw.ts";
import { memberJSON, userJSON } from "./user.ts";
import type { World } from "./world.ts";

/** Messages in interactions are always delivered whole. */
const EVERY_INTENT = 0x7f_ff_ff_ff;

export function interactionJSON(record: InteractionRecord, world: World, messages: Messages): Raw {
  const { channel, source } = record;
  return {
    version: 1,
    id: record.id,
    application_id: world.applicationId,
    type: record.type,
    token: record.token,
    data: record.data,
    channel_id: channel.id,
    locale: "en-US",
    entitlements: [],
    entitlement_sku_ids: [],
    authorizing_integration_owners: integrationOwners(record),
    attachment_size_limit: MAX_FILE_BYTES,
    app_permissions: String(world.botPermissions(channel)),
    ...(source && { message: messages.json(source, EVERY_INTENT) }),
    ...placeJSON(record),
  };
}

function placeJSON({ guild, channel, user }: InteractionRecord): Raw {
  if (!guild) {
    return { context: InteractionContextType.BotDM, user: userJSON(user), channel: channel.toJSON() };
  }
  const permissions = String(guild.permissionsOf(user.id, channel));
  const member = guild.member(user.id);
  return {
    context: InteractionContextType.Guild,
    guild_id: guild.id,
    guild: { id: guild.id, locale: "en-US", features: [] },
    guild_locale: "en-US",
    channel: { ...channel.toJSON(), permissions },
    member: { ...memberJSON(member), user: userJSON(user), permissions },
  };
}
