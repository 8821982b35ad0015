/** All there is in the simulated Discord besides messages: the application, users, guilds, direct-message channels. */
import { ChannelType } from "discord-api-types/v10";
import { refuse } from "./api-error.ts";
import { SimChannel } from "./channel.ts";
import type { Publish } from "./gateway-event.ts";
import { Guild } from "./guild.ts";
import { BOT_MAY, EVERYONE_MAY, type GuildPlan } from "./guild-plan.ts";
import { bitsOf, EVERYTHING, has, type PermissionName } from "./permissions.ts";
import { userJSON, type User } from "./user.ts";

export class World {
  readonly bot: User;
  readonly applicationId: string;
  readonly guilds = new Map<string, Guild>();
  readonly users = new Map<string, User>();
  readonly #direct = new Map<string, SimChannel>();
  readonly #nextId: () => string;
  readonly #publish: Publish;

  constructor(nextId: () => string, publish: Publish) {
    this.#nextId = nextId;
    this.#publish = publish;
    this.applicationId = nextId();
    this.bot = { id: this.applicationId, username: "Roost", globalName: null, bot: true };
    this.users.set(this.bot.id, this.bot);
  }

  addGuild(plan: GuildPlan): Guild {
    const owner = this.user(plan.owner ?? Object.keys(plan.people ?? {})[0] ?? "owner");
    const guild = new Guild({
      id: this.#nextId(),
      name: plan.name,
      ownerId: owner.id,
      hasBot: plan.hasBot ?? true,
      bot: this.bot,
      everyone: bitsOf(...EVERYONE_MAY),
      nextId: this.#nextId,
      publish: this.#publish,
    });
    for (const [name, permissions] of Object.entries(plan.roles ?? {})) guild.addRole(name, permissions);
    for (const [name, roles] of Object.entries(plan.people ?? {})) guild.addMember(this.user(name), roles);
    if (!guild.members.has(owner.id)) guild.addMember(owner);
    if (guild.hasBot) {
      guild.addRole(this.bot.username, [...BOT_MAY, ...(plan.botPermissions ?? [])], true);
      guild.addMember(this.bot, [this.bot.username]);
    }
    for (const name of plan.channels ?? ["general"]) guild.addChannel(name);
    this.guilds.set(guild.id, guild);
    return guild;
  }

  /** The user of that name or id; a name nobody has yet makes a new user. */
  user(nameOrId: string): User {
    const known =
      this.users.get(nameOrId) ?? [...this.users.values()].find(({ username }) => username === nameOrId);
    if (known) return known;
    const globalName = nameOrId.charAt(0).toUpperCase() + nameOrId.slice(1);
    const user = { id: this.#nextId(), username: nameOrId, globalName, bot: false };
    this.users.set(user.id, user);
    return user;
  }

  directChannel(user: User): SimChannel {
    const known = this.#direct.get(user.id);
    if (known) return known;
    const channel = new SimChannel(
      {
        id: this.#nextId(),
        name: user.username,
        type: ChannelType.DM,
        guildId: undefined,
        recipient: userJSON(user),
      },
      this.bot.id,
      this.#publish,
    );
    this.#direct.set(user.id, channel);
    return channel;
  }

  findChannel(id: string): SimChannel | undefined {
    for (const guild of this.guilds.values()) {
      const found = guild.channels.get(id);
      if (found) return found;
    }
    return [...this.#direct.values()].find((channel) => channel.id === id);
  }

  guildOf(channel: SimChannel): Guild | undefined {
    return channel.guildId === undefined ? undefined : this.guilds.get(channel.guildId);
  }

  /** The bot's permissions; everything in a direct message. */
  botPermissions(channel: SimChannel): bigint {
    const guild = this.guildOf(channel);
    return guild ? guild.permissionsOf(this.bot.id, channel) : EVERYTHING;
  }

  /** A guild that the bot is in. @throws {ApiError} 10004 */
  guildForBot(id: string): Guild {
    const guild = this.guilds.get(id);
    if (!guild?.hasBot) throw refuse("unknownGuild");
    return guild;
  }

  /** A channel in which the bot may do all this. @throws {ApiError} 10003, 50001 or 50013 */
  channelForBot(id: string, ...needs: PermissionName[]): SimChannel {
    const channel = this.findChannel(id);
    if (!channel) throw refuse("unknownChannel");
    const bits = this.botPermissions(channel);
    if (!has(bits, "ViewChannel")) throw refuse("missingAccess");
    if (!needs.every((name) => has(bits, name))) throw refuse("missingPermissions");
    return channel;
  }
}
