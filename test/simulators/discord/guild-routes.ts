/** Routes that read guilds, their roles, channels and members. */
import { refuse } from "./api-error.ts";
import type { Backend } from "./backend.ts";
import type { Guild } from "./guild.ts";
import { ok, type RestAnswer, type RestRequest, type Route } from "./route.ts";
import { memberJSON, roleJSON, userJSON } from "./user.ts";

export function guildRoutes({ world }: Backend): Route[] {
  const major = "guild";
  const guildOf = ({ params }: RestRequest): Guild => world.guildForBot(params["guild"] ?? "");
  const member = (guild: Guild, id: string): RestAnswer => {
    const found = guild.members.get(id);
    if (!found) throw refuse("unknownMember");
    return ok({ ...memberJSON(found), user: userJSON(found.user) });
  };
  const read = (path: string, answer: (request: RestRequest) => RestAnswer): Route => ({
    method: "GET",
    path: `/guilds/:guild${path}`,
    major,
    handle: answer,
  });
  return [
    read("", (request) => ok(guildOf(request).toJSON())),
    read("/channels", (request) => {
      const channels = [...guildOf(request).channels.values()];
      return ok(channels.filter(({ isThread }) => !isThread).map((channel) => channel.toJSON()));
    }),
    read("/threads/active", (request) => {
      const threads = [...guildOf(request).channels.values()].filter(
        ({ thread }) => thread && !thread.archived,
      );
      return ok({ threads: threads.map((thread) => thread.toJSON()), members: [] });
    }),
    read("/roles", (request) => ok(guildOf(request).roles.map(roleJSON))),
    read("/members/@me", (request) => member(guildOf(request), world.bot.id)),
    read("/members/:user", (request) => member(guildOf(request), request.params["user"] ?? "")),
  ];
}
