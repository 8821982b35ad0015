/** Everything one person sees at one moment: the guild, its channels with their last messages, the commands they are offered. */
import { requireOffered } from "../simulators/discord/command-context.ts";
import type { User } from "../simulators/discord/user.ts";
import type { Raw } from "../simulators/discord/raw.ts";
import type { Board } from "./board.ts";
import { lifeOf } from "./life.ts";
import type { Scene } from "./protocol.ts";
import { pageVerbs, type WorldVerbs } from "./verbs.ts";
import type { World } from "./world.ts";

export interface Stage {
  world: World;
  board: Board;
  verbs: WorldVerbs;
}

export function sceneFor(user: User, { world, board, verbs }: Stage): Scene {
  const { discord, people } = world;
  const { guild } = discord;
  const channels = [...guild.channels.values()].map(({ id, name, parentId }) => ({ id, name, parentId }));
  const pages = channels.map(({ id }) => [id, board.page(id, user.id)] as const);
  return {
    type: "scene",
    me: user.id,
    guild: { id: guild.id, name: guild.name },
    channels,
    roles: guild.roles.map(({ id, name }) => ({ id, name })),
    users: [...guild.members.values()].map(({ user: { id, username, globalName, bot }, roleIds }) => ({
      id,
      name: globalName ?? username,
      bot,
      roleIds,
      may: people.find(({ name }) => name === username)?.may,
    })),
    commands: commandsFor(user, world),
    messages: Object.fromEntries(pages.map(([id, page]) => [id, page.messages])),
    hasMore: Object.fromEntries(pages.map(([id, page]) => [id, page.hasMore])),
    verbs: [...pageVerbs],
    life: lifeOf(world, verbs.active),
  };
}

/** The client hides what is not offered. */
function commandsFor(user: User, { discord }: World): Raw[] {
  const { guild } = discord;
  const [channel] = guild.channels.values();
  if (!channel) return [];
  return [...discord.commands(guild.name), ...discord.commands()].filter((command) => {
    try {
      requireOffered(command, { guild, user, channel });
      return true;
    } catch {
      // The reason is for whoever types the command's name all the same.
      return false;
    }
  });
}
