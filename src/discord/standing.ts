/** Who stands behind an interaction and with which roles, read from its own payload, cached guild or not. */
import { PermissionFlagsBits, type Interaction } from "discord.js";
import type { Actor } from "../command.ts";
import type { Standing } from "./access.ts";

/** Anything that is not a readable member has no roles. */
export function standingOf(interaction: Interaction): Standing {
  return {
    roleIds: roleIdsOf(interaction.member, interaction.guildId),
    isAdministrator: interaction.memberPermissions?.has(PermissionFlagsBits.Administrator) ?? false,
    everyoneRoleId: interaction.guildId ?? "",
  };
}

export function actorOf(interaction: Interaction): Actor {
  return {
    id: interaction.user.id,
    name: nicknameOf(interaction.member) ?? interaction.user.displayName,
    guildId: interaction.guildId ?? "",
    channelId: interaction.channelId ?? "",
  };
}

/**
 * A cached guild gives a `GuildMember` with a role manager, any other a plain object with role ids. discord.js counts
 * @everyone, whose id is the guild's, among the roles: it must never stand in for one that was given.
 */
function roleIdsOf(member: Interaction["member"], everyoneRoleId: string | null): ReadonlySet<string> {
  if (!member) return new Set();
  const { roles } = member;
  const ids = Array.isArray(roles) ? roles : [...roles.cache.keys()];
  return new Set(ids.filter((id) => id !== everyoneRoleId));
}

function nicknameOf(member: Interaction["member"]): string | undefined {
  if (!member) return undefined;
  return ("nickname" in member ? member.nickname : member.nick) ?? undefined;
}
