/** A person in front of Discord: types commands, presses buttons, fills in modals, writes messages. */
import { ComponentType, InteractionType } from "discord-api-types/v10";
import type { Attachments } from "./attachments.ts";
import type { Changes } from "./changes.ts";
import type { SimChannel } from "./channel.ts";
import { buildCall, type CallPlace, type FileOption, type Options } from "./command-call.ts";
import type { Commands } from "./commands.ts";
import { allComponents, SELECTS } from "./component-limits.ts";
import type { Guild } from "./guild.ts";
import type { InteractionInit, InteractionRecord } from "./interaction.ts";
import type { Interactions } from "./interactions.ts";
import { isEphemeral, seen, type MessageRecord } from "./message-record.ts";
import type { Messages } from "./messages.ts";
import { buildSubmission, counted, listed, type Fields } from "./modal-submission.ts";
import { has } from "./permissions.ts";
import { numberOf, textOf, type Raw } from "./raw.ts";
import { selectedEntities } from "./selected-entities.ts";
import type { SeenMessage } from "./seen-message.ts";
import { Use, type OpenModal } from "./use.ts";
import type { User } from "./user.ts";
import type { World } from "./world.ts";

export interface PersonInit {
  user: User;
  guild: Guild | undefined;
  channel: SimChannel;
  world: World;
  messages: Messages;
  commands: Commands;
  interactions: Interactions;
  attachments: Attachments;
  changes: Changes;
}

export interface Saying {
  /** The message answered. */
  replyTo?: { id: string };
  /** Does the answer ping its author? `true` unless told. */
  ping?: boolean;
  files?: readonly FileOption[];
}

export class Person {
  readonly user: User;
  readonly #init: PersonInit;

  constructor(init: PersonInit) {
    this.user = init.user;
    this.#init = init;
  }

  get id(): string {
    return this.user.id;
  }

  /** `slash("/backup create", { name: "x" })`. Rejects when the client would not send it. */
  async slash(path: string, options: Options = {}): Promise<Use> {
    const data = buildCall(this.#callable(), { path, options }, this.#place());
    return this.#open(path, this.#here(InteractionType.ApplicationCommand, data));
  }

  /** What the bot offers while `focused` is typed into. */
  async autocomplete(
    path: string,
    options: Options,
    focused: string,
  ): Promise<{ name: string; value: unknown }[]> {
    const data = buildCall(this.#callable(), { path, options, focused }, this.#place());
    const use = this.#open(`${path} …`, this.#here(InteractionType.ApplicationCommandAutocomplete, data));
    return (await use.choices()).map(({ name, value }) => ({ name: textOf(name), value }));
  }

  /** Presses the button with that label or custom_id, as the message is now. */
  async click(message: { id: string }, button: string): Promise<Use> {
    const source = this.#visible(message.id);
    const component = allComponents(source.components).find(
      ({ type, label, custom_id }) =>
        type === ComponentType.Button && (label === button || custom_id === button),
    );
    if (!component)
      throw new Error(`no button "${button}"; there are ${buttonsOf(source).join(", ") || "none"}`);
    if (component["disabled"] === true) throw new Error(`button "${button}" is disabled`);
    if (component["custom_id"] === undefined) throw new Error(`button "${button}" is a link`);
    return this.replay(message, textOf(component["custom_id"]));
  }

  /** Chooses in the select with that custom_id or placeholder. Users, roles and channels by name or id. */
  async select(message: { id: string }, select: string, values: readonly string[]): Promise<Use> {
    const source = this.#visible(message.id);
    const component = allComponents(source.components).find(
      ({ type, placeholder, custom_id }) =>
        SELECTS.includes(numberOf(type)) && (placeholder === select || custom_id === select),
    );
    if (!component) throw new Error(`no select "${select}" on that message`);
    if (component["disabled"] === true) throw new Error(`select "${select}" is disabled`);
    const type = numberOf(component["type"]);
    const entities = selectedEntities(type, values, this.#place());
    const chosen = counted(component, listed(component, entities?.ids ?? values));
    const extra = { component_type: type, values: chosen, ...(entities && { resolved: entities.resolved }) };
    return this.replay(message, textOf(component["custom_id"]), extra);
  }

  /** Sends a component's interaction without looking whether the message still offers it, as a forged client can. */
  async replay(message: { id: string }, customId: string, extra: Raw = {}): Promise<Use> {
    const source = this.#visible(message.id, true);
    const data = { component_type: ComponentType.Button, id: 1, custom_id: customId, ...extra };
    const here = { ...this.#here(InteractionType.MessageComponent, data), channel: source.channel, source };
    return this.#open(`click on ${customId}`, here);
  }

  /** Sends a modal with these fields; what is left out keeps its preset value. */
  async submit(modal: OpenModal, fields: Fields = {}): Promise<Use> {
    const { record: trigger } = modal;
    const data = buildSubmission(modal.data, fields, { ...this.#place(), channel: trigger.channel });
    const here = this.#here(InteractionType.ModalSubmit, data);
    return this.#open(`modal "${modal.title}"`, {
      ...here,
      channel: trigger.channel,
      source: trigger.source,
      trigger,
    });
  }

  /** Writes into a channel: its name, or `"@me"` for the direct messages with the bot. */
  async say(
    channelName: string,
    text: string,
    { replyTo, ping = true, files = [] }: Saying = {},
  ): Promise<SeenMessage> {
    const { world, guild, attachments, messages } = this.#init;
    const channel =
      channelName === "@me" || !guild ? world.directChannel(this.user) : guild.channel(channelName);
    if (guild && channelName !== "@me") this.#requireWritable(guild, channel);
    const uploads = files.map(({ name, data, contentType }) =>
      attachments.add(channel.id, { name, data: Buffer.from(data as Buffer), contentType }),
    );
    const record = messages.send({
      channel,
      author: this.user,
      content: text,
      attachments: uploads,
      replyTo: replyTo?.id,
      allowedMentions: { parse: ["users", "roles", "everyone"], replied_user: ping },
    });
    return seen(record, record.createdAt);
  }

  /** Rewrites an own message. */
  rewrite(message: { id: string }, text: string): void {
    const record = this.#own(message.id);
    this.#init.messages.edit(record, { content: text });
  }

  /** Deletes an own message, or takes an ephemeral one off the screen. */
  erase(message: { id: string }): void {
    this.#init.messages.delete(this.#own(message.id));
  }

  /** Writing in an archived thread opens it again. */
  #requireWritable(guild: Guild, channel: SimChannel): void {
    const { thread } = channel;
    const may = guild.permissionsOf(this.id, channel);
    if (!has(may, thread ? "SendMessagesInThreads" : "SendMessages"))
      throw new Error(`${this.user.username} cannot write in #${channel.name}`);
    if (thread?.locked && !has(may, "ManageThreads")) throw new Error("This thread is locked.");
    if (!thread?.archived) return;
    channel.reopen();
    this.#init.changes.emit({ type: "channel", what: "updated", channelId: channel.id });
  }

  #own(id: string): MessageRecord {
    const record = this.#visible(id);
    if (record.author !== this.user && !isEphemeral(record))
      throw new Error("that is somebody else's message");
    return record;
  }

  /** `evenGone`: a forged client remembers what was deleted. */
  #visible(id: string, evenGone = false): MessageRecord {
    const record = this.#init.messages.find(id);
    if (!record || (record.deleted && !evenGone)) throw new Error("that message is gone");
    if (isEphemeral(record) && record.origin?.reader !== this.id) {
      throw new Error(`${this.user.username} cannot see that message`);
    }
    return record;
  }

  #callable(): Raw[] {
    return this.#init.commands.callableIn(this.#init.guild?.id);
  }

  #place(): CallPlace {
    const { guild, channel, attachments, world } = this.#init;
    const findUser = (name: string): User => guild?.members.get(name)?.user ?? world.user(name);
    return { user: this.user, guild, channel, attachments, findUser };
  }

  #here(type: InteractionType, data: Raw): InteractionInit {
    const { guild, channel } = this.#init;
    return { type, data, user: this.user, guild, channel };
  }

  #open(name: string, init: InteractionInit): Use {
    return openUse(`${this.user.username}: ${name}`, init, this.#init);
  }
}

/** Sends an interaction to the bot and watches what comes of it. */
export function openUse(
  name: string,
  init: InteractionInit & { raw?: Raw },
  { interactions, changes }: Pick<PersonInit, "interactions" | "changes">,
): Use {
  const { raw, ...rest } = init;
  const record: InteractionRecord = interactions.open(rest, raw);
  return new Use(name, record, changes);
}

function buttonsOf({ components }: MessageRecord): string[] {
  return allComponents(components)
    .filter(({ type }) => type === ComponentType.Button)
    .map(({ label, custom_id }) => textOf(label) || textOf(custom_id));
}
