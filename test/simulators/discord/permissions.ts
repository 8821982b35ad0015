/** What a member may do in a channel, computed from roles and overwrites as Discord's docs topics/permissions tell it. */
import { PermissionFlagsBits } from "discord-api-types/v10";

export type PermissionName = keyof typeof PermissionFlagsBits;

export interface Overwrite {
  id: string;
  /** 0 a role, 1 a member. */
  type: 0 | 1;
  allow: bigint;
  deny: bigint;
}

export const EVERYTHING = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n);

export function bitsOf(...names: PermissionName[]): bigint {
  return names.reduce((bits, name) => bits | PermissionFlagsBits[name], 0n);
}

export function has(bits: bigint, name: PermissionName): boolean {
  return (bits & PermissionFlagsBits[name]) !== 0n;
}

export interface Holder {
  userId: string;
  isOwner: boolean;
  /** The guild's id, which is also the id of @everyone. */
  guildId: string;
  roles: readonly { id: string; permissions: bigint }[];
  everyone: bigint;
}

/** The member's permissions in the whole guild. */
export function guildPermissions(holder: Holder): bigint {
  if (holder.isOwner) return EVERYTHING;
  const bits = holder.roles.reduce((sum, role) => sum | role.permissions, holder.everyone);
  return has(bits, "Administrator") ? EVERYTHING : bits;
}

/** The member's permissions in a channel with these overwrites (a thread passes its parent's). */
export function channelPermissions(holder: Holder, overwrites: readonly Overwrite[]): bigint {
  const base = guildPermissions(holder);
  if (base === EVERYTHING) return base;
  const roleIds = new Set(holder.roles.map(({ id }) => id));
  const everyone = overwrites.filter(({ id, type }) => type === 0 && id === holder.guildId);
  const roles = overwrites.filter(({ id, type }) => type === 0 && roleIds.has(id));
  const own = overwrites.filter(({ id, type }) => type === 1 && id === holder.userId);
  return [everyone, roles, own].reduce(applyAll, base);
}

function applyAll(bits: bigint, overwrites: readonly Overwrite[]): bigint {
  const deny = overwrites.reduce((sum, overwrite) => sum | overwrite.deny, 0n);
  const allow = overwrites.reduce((sum, overwrite) => sum | overwrite.allow, 0n);
  return (bits & ~deny) | allow;
}
