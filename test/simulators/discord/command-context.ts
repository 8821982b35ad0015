/** Is a command offered to this person in this place? The client hides what is not. */
import { InteractionContextType } from "discord-api-types/v10";
import type { Guild } from "./guild.ts";
import { has } from "./permissions.ts";
import { textOf, type Raw } from "./raw.ts";
import type { SimChannel } from "./channel.ts";
import type { User } from "./user.ts";

/** @throws {Error} when the client would not show it */
export function requireOffered(
  command: Raw,
  { guild, user, channel }: { guild: Guild | undefined; user: User; channel: SimChannel },
): void {
  const name = `/${textOf(command["name"])}`;
  const { contexts } = command;
  const here = guild ? InteractionContextType.Guild : InteractionContextType.BotDM;
  if (Array.isArray(contexts) && !contexts.includes(here)) {
    throw new Error(`${name} is not offered ${guild ? "in a guild" : "in direct messages"}`);
  }
  if (!guild) return;
  const bits = guild.permissionsOf(user.id, channel);
  if (!has(bits, "ViewChannel") || !has(bits, "UseApplicationCommands")) {
    throw new Error(`${user.username} cannot use commands in #${channel.name}`);
  }
  const needed = command["default_member_permissions"];
  if (needed === null || needed === undefined || has(bits, "Administrator")) return;
  const wanted = BigInt(textOf(needed));
  if (wanted === 0n || (bits & wanted) !== wanted)
    throw new Error(`${name} is not offered to ${user.username}`);
}
