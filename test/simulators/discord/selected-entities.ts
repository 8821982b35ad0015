/** Users, roles and channels chosen in a select, by name or id, and what Discord tells about them. */
import { ComponentType } from "discord-api-types/v10";
import type { CallPlace } from "./command-call.ts";
import { numbers } from "./numbers.ts";
import type { Raw } from "./raw.ts";
import { memberJSON, roleJSON, userJSON } from "./user.ts";

const T = numbers(ComponentType);

/** `undefined` for a select whose options are texts. */
export function selectedEntities(
  type: number,
  names: readonly string[],
  place: CallPlace,
): { ids: string[]; resolved: Record<string, Raw> } | undefined {
  if (type === T.StringSelect) return undefined;
  const resolved: Record<string, Raw> = {};
  const note = (kind: string, id: string, value: unknown): string => {
    resolved[kind] = { ...resolved[kind], [id]: value };
    return id;
  };
  const { guild } = place;
  const ids = names.map((name) => {
    if (guild && type === T.ChannelSelect) {
      const channel = guild.channel(name);
      return note("channels", channel.id, channel.toJSON());
    }
    const role = guild?.roles.find((one) => one.id === name || one.name === name);
    if (role && type !== T.UserSelect) return note("roles", role.id, roleJSON(role));
    const user = place.findUser(name);
    const member = guild?.members.get(user.id);
    if (member) note("members", user.id, memberJSON(member));
    return note("users", user.id, userJSON(user));
  });
  return { ids, resolved };
}
