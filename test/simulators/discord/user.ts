/** A person or the bot, and the JSON Discord makes of them. */
import type { Raw } from "./raw.ts";

export interface User {
  id: string;
  username: string;
  globalName: string | null;
  bot: boolean;
}

export interface Role {
  id: string;
  name: string;
  permissions: bigint;
  position: number;
  color: number;
  managed: boolean;
  mentionable: boolean;
}

export interface Member {
  user: User;
  /** Without @everyone. */
  roleIds: string[];
  joinedAt: number;
}

export function userJSON(user: User): Raw {
  return {
    id: user.id,
    username: user.username,
    global_name: user.globalName,
    discriminator: user.bot ? "0001" : "0",
    avatar: null,
    bot: user.bot,
    system: false,
    public_flags: 0,
    flags: 0,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
  };
}

/** Without `user`, as it stands in message events. */
export function memberJSON(member: Member): Raw {
  return {
    roles: [...member.roleIds],
    joined_at: new Date(member.joinedAt).toISOString(),
    nick: null,
    avatar: null,
    banner: null,
    premium_since: null,
    communication_disabled_until: null,
    pending: false,
    deaf: false,
    mute: false,
    flags: 0,
  };
}

export function roleJSON(role: Role): Raw {
  return {
    id: role.id,
    name: role.name,
    permissions: String(role.permissions),
    position: role.position,
    color: role.color,
    colors: { primary_color: role.color, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    managed: role.managed,
    mentionable: role.mentionable,
    flags: 0,
  };
}
