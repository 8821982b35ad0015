/** Everything one person sees at one moment: the guild, its channels with their last messages, the commands they are offered. */
import { requireOffered } from "../simulators/discord/command-context.ts";
import type { Guild } from "../simulators/discord/guild.ts";
import type { User } from "../simulators/discord/user.ts";
import type { Raw } from "../simulators/discord/raw.ts";
import type { Board } from "./board.ts";
import { lifeOf } from "./life.ts";
import type { PageChannel, Scene } from "./protocol.ts";
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
  const channels = channelsOf(guild);
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

/** Each followed by its threads, the newest first. */
function channelsOf(guild: Guild): PageChannel[] {
  const all = [...guild.channels.values()].map(({ id, name, type, parentId, thread }) => ({
    id,
    name,
    type,
    ...(thread && { parentId, isArchived: thread.archived, isLocked: thread.locked }),
  }));
  const threadsOf = (channel: PageChannel): PageChannel[] =>
    all.filter(({ parentId }) => parentId === channel.id).toReversed();
  return all
    .filter(({ parentId }) => parentId === undefined)
    .flatMap((channel) => [channel, ...threadsOf(channel)]);
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
