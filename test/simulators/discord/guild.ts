/** One guild: its roles, channels and members, who may do what, and the verbs that change them as an admin would. */
import { ChannelType, GatewayIntentBits } from "discord-api-types/v10";
import { SimChannel, type ThreadState } from "./channel.ts";
import { EMPTY_GUILD, EMPTY_LISTS } from "./empty-guild.ts";
import { eventFor, type Publish } from "./gateway-event.ts";
import {
  bitsOf,
  channelPermissions,
  guildPermissions,
  type Holder,
  type PermissionName,
} from "./permissions.ts";
import type { Raw } from "./raw.ts";
import { memberJSON, roleJSON, userJSON, type Member, type Role, type User } from "./user.ts";

const INTENTS = GatewayIntentBits;

export interface GuildInit {
  id: string;
  name: string;
  ownerId: string;
  hasBot: boolean;
  bot: User;
  everyone: bigint;
  nextId: () => string;
  publish: Publish;
}

export class Guild {
  readonly id: string;
  readonly name: string;
  readonly roles: Role[] = [];
  readonly channels = new Map<string, SimChannel>();
  readonly members = new Map<string, Member>();
  readonly hasBot: boolean;
  readonly #init: GuildInit;

  constructor(init: GuildInit) {
    this.id = init.id;
    this.name = init.name;
    this.hasBot = init.hasBot;
    this.#init = init;
    this.roles.push(roleOf(init.id, "@everyone", init.everyone, 0));
  }

  /** By name or id. @throws when there is none. */
  channel(nameOrId: string): SimChannel {
    const found =
      this.channels.get(nameOrId) ?? [...this.channels.values()].find(({ name }) => name === nameOrId);
    if (!found) throw new Error(`no channel "${nameOrId}" in ${this.name}`);
    return found;
  }

  /** By name or id. @throws when there is none. */
  role(nameOrId: string): Role {
    const found = this.roles.find(({ id, name }) => id === nameOrId || name === nameOrId);
    if (!found) throw new Error(`no role "${nameOrId}" in ${this.name}`);
    return found;
  }

  /** By user name or id. @throws when there is none. */
  member(nameOrId: string): Member {
    const found =
      this.members.get(nameOrId) ?? [...this.members.values()].find(({ user }) => user.username === nameOrId);
    if (!found) throw new Error(`no member "${nameOrId}" in ${this.name}`);
    return found;
  }

  addRole(name: string, permissions: readonly PermissionName[] = [], managed = false): Role {
    const role = roleOf(this.#init.nextId(), name, bitsOf(...permissions), this.roles.length, managed);
    this.roles.push(role);
    this.#tell("GUILD_ROLE_CREATE", INTENTS.Guilds, { guild_id: this.id, role: roleJSON(role) });
    return role;
  }

  /** Deletes the role and takes it from everybody. */
  deleteRole(nameOrId: string): void {
    const { id } = this.role(nameOrId);
    this.roles.splice(
      this.roles.findIndex((role) => role.id === id),
      1,
    );
    for (const member of this.members.values()) member.roleIds = member.roleIds.filter((own) => own !== id);
    this.#tell("GUILD_ROLE_DELETE", INTENTS.Guilds, { guild_id: this.id, role_id: id });
  }

  addMember(user: User, roleNames: readonly string[] = []): Member {
    const member = { user, roleIds: roleNames.map((name) => this.role(name).id), joinedAt: Date.now() };
    this.members.set(user.id, member);
    const payload = { guild_id: this.id, ...memberJSON(member), user: userJSON(user) };
    this.#tell("GUILD_MEMBER_ADD", INTENTS.GuildMembers, payload);
    return member;
  }

  removeMember(nameOrId: string): void {
    const { user } = this.member(nameOrId);
    this.members.delete(user.id);
    this.#tell("GUILD_MEMBER_REMOVE", INTENTS.GuildMembers, { guild_id: this.id, user: userJSON(user) });
  }

  /** Gives the person exactly these roles. */
  setRoles(person: string, roleNames: readonly string[]): void {
    const member = this.member(person);
    member.roleIds = roleNames.map((name) => this.role(name).id);
    const payload = { guild_id: this.id, ...memberJSON(member), user: userJSON(member.user) };
    this.#tell("GUILD_MEMBER_UPDATE", member.user.bot ? 0 : INTENTS.GuildMembers, payload);
  }

  addChannel(name: string, type: ChannelType = ChannelType.GuildText): SimChannel {
    const channel = this.#place({ id: this.#init.nextId(), name, type });
    channel.position = this.channels.size - 1;
    this.#tell("CHANNEL_CREATE", INTENTS.Guilds, channel.toJSON());
    return channel;
  }

  /** `id` is that of the message it starts from, or a fresh one. */
  addThread(init: {
    id?: string;
    name: string;
    type: ChannelType;
    parentId: string;
    thread: ThreadState;
  }): SimChannel {
    const channel = this.#place({ ...init, id: init.id ?? this.#init.nextId() });
    this.#tell("THREAD_CREATE", INTENTS.Guilds, { ...channel.toJSON(), newly_created: true });
    return channel;
  }

  /** Deletes a channel with its threads, or a thread. */
  deleteChannel(nameOrId: string): void {
    const gone = this.channel(nameOrId);
    for (const { id, parentId } of this.channels.values()) if (parentId === gone.id) this.channels.delete(id);
    this.channels.delete(gone.id);
    this.#tell(gone.isThread ? "THREAD_DELETE" : "CHANNEL_DELETE", INTENTS.Guilds, gone.toJSON());
  }

  /** The person's (or the bot's) permissions in the guild, or in one of its channels. */
  permissionsOf(userId: string, channel?: SimChannel): bigint {
    const holder = this.#holder(userId);
    if (!holder) return 0n;
    const place = channel?.isThread ? this.channels.get(channel.parentId ?? "") : channel;
    return place ? channelPermissions(holder, place.overwrites) : guildPermissions(holder);
  }

  toJSON(): Raw {
    return {
      id: this.id,
      name: this.name,
      owner_id: this.#init.ownerId,
      ...EMPTY_GUILD,
      roles: this.roles.map(roleJSON),
    };
  }

  /** GUILD_CREATE; without the GuildMembers intent only the bot itself is among the members. */
  createEvent(intents: number): Raw {
    const all = (intents & INTENTS.GuildMembers) !== 0;
    const members = [...this.members.values()].filter(({ user }) => all || user.id === this.#init.bot.id);
    const channels = [...this.channels.values()];
    return {
      ...this.toJSON(),
      unavailable: false,
      large: false,
      joined_at: new Date(this.member(this.#init.bot.id).joinedAt).toISOString(),
      member_count: this.members.size,
      channels: channels.filter(({ isThread }) => !isThread).map((channel) => channel.toJSON()),
      threads: channels.filter(({ thread }) => thread && !thread.archived).map((thread) => thread.toJSON()),
      members: members.map((member) => ({ ...memberJSON(member), user: userJSON(member.user) })),
      ...EMPTY_LISTS,
    };
  }

  #place(init: {
    id: string;
    name: string;
    type: ChannelType;
    parentId?: string;
    thread?: ThreadState;
  }): SimChannel {
    const { bot, publish } = this.#init;
    const channel = new SimChannel({ ...init, guildId: this.id }, bot.id, publish);
    this.channels.set(channel.id, channel);
    return channel;
  }

  #holder(userId: string): Holder | undefined {
    const member = this.members.get(userId);
    if (!member) return undefined;
    return {
      userId,
      isOwner: userId === this.#init.ownerId,
      guildId: this.id,
      everyone: this.role(this.id).permissions,
      roles: this.roles.filter(({ id }) => member.roleIds.includes(id)),
    };
  }

  #tell(t: string, intents: number, payload: unknown): void {
    if (this.hasBot) this.#init.publish(eventFor(t, intents, payload));
  }
}

function roleOf(id: string, name: string, permissions: bigint, position: number, managed = false): Role {
  return { id, name, permissions, position, color: 0, managed, mentionable: false };
}
