/** From what a person types to the data of a slash command: refuses what Discord's client would not let them send. */
import { ApplicationCommandOptionType } from "discord-api-types/v10";
import type { Attachments } from "./attachments.ts";
import type { SimChannel } from "./channel.ts";
import type { Guild } from "./guild.ts";
import { requireOffered } from "./command-context.ts";
import { numbers } from "./numbers.ts";
import { lengthOf, numberOf, rawsOf, textOf, type Raw } from "./raw.ts";
import { memberJSON, roleJSON, userJSON, type User } from "./user.ts";

const T = numbers(ApplicationCommandOptionType);
const MAX_TEXT = 6_000;

/** A file a person hands over. */
export interface FileOption {
  name: string;
  data: Buffer | string;
  contentType?: string;
}

/** Option name → value. Users, roles and channels by name or id, choices by name or value. */
export type Options = Readonly<Record<string, string | number | boolean | FileOption>>;

export interface CallPlace {
  user: User;
  guild: Guild | undefined;
  channel: SimChannel;
  attachments: Attachments;
  findUser: (nameOrId: string) => User;
}

export interface Call {
  /** `/backup create`: command, group and subcommand by name. */
  path: string;
  options: Options;
  /** The option being typed into; the call is then an autocomplete. */
  focused?: string | undefined;
}

/** @throws {Error} when the client would not send it */
export function buildCall(commands: readonly Raw[], call: Call, place: CallPlace): Raw {
  const words = call.path.trim().replace(/^\//u, "").split(/\s+/u);
  const command = commands.find(({ name, type }) => name === words[0] && type === 1);
  if (!command) throw new Error(`there is no command /${words[0] ?? ""}`);
  requireOffered(command, place);
  const builder = new CallBuilder(call, place);
  const options = builder.options(command, words.slice(1));
  const { id, name, type, guild_id } = command;
  return {
    id,
    name,
    type,
    ...(guild_id !== undefined && { guild_id }),
    ...(options.length > 0 && { options }),
    ...(Object.keys(builder.resolved).length > 0 && { resolved: builder.resolved }),
  };
}

class CallBuilder {
  readonly resolved: Raw = {};
  readonly #call: Call;
  readonly #place: CallPlace;

  constructor(call: Call, place: CallPlace) {
    this.#call = call;
    this.#place = place;
  }

  options(parent: Raw, words: readonly string[]): Raw[] {
    const known = rawsOf(parent["options"]);
    const nested = known.some(({ type }) => type === T.Subcommand || type === T.SubcommandGroup);
    if (!nested) {
      if (words.length > 0) throw this.#refusal(`"${words.join(" ")}" is no subcommand`);
      return this.#values(known);
    }
    const chosen = known.find(({ name }) => name === words[0]);
    if (!chosen) throw this.#refusal(`"${words[0] ?? ""}" is no subcommand`);
    const { name, type } = chosen;
    return [{ name, type, options: this.options(chosen, words.slice(1)) }];
  }

  #values(known: readonly Raw[]): Raw[] {
    const { options, focused } = this.#call;
    for (const name of Object.keys(options)) {
      if (!known.some((option) => option["name"] === name))
        throw this.#refusal(`there is no option "${name}"`);
    }
    const missing = known.find(
      ({ name, required }) => required === true && options[textOf(name)] === undefined,
    );
    if (missing && focused === undefined)
      throw this.#refusal(`option "${textOf(missing["name"])}" is required`);
    return Object.entries(options).map(([name, value]) => {
      const option = known.find((one) => one["name"] === name) ?? {};
      const type = numberOf(option["type"]);
      if (name !== focused) return { name, type, value: this.#value(option, value) };
      if (option["autocomplete"] !== true) throw this.#refusal(`option "${name}" has no autocomplete`);
      // Half typed: Discord sends the text as it is.
      return { name, type, value: textOf(value), focused: true };
    });
  }

  #value(option: Raw, given: Options[string]): unknown {
    const name = textOf(option["name"]);
    switch (option["type"]) {
      case T.String:
        return this.#text(option, given);
      case T.Integer:
      case T.Number:
        return this.#number(option, given);
      case T.Boolean:
        if (typeof given !== "boolean") throw this.#refusal(`option "${name}" is true or false`);
        return given;
      case T.Attachment:
        if (typeof given !== "object") throw this.#refusal(`option "${name}" is a file`);
        return this.#file(given);
      default:
        return this.#entity(numberOf(option["type"]), textOf(given));
    }
  }

  #text(option: Raw, given: Options[string]): string {
    const name = textOf(option["name"]);
    if (typeof given !== "string") throw this.#refusal(`option "${name}" is text`);
    const choices = rawsOf(option["choices"]);
    if (choices.length > 0) return textOf(this.#choice(option, choices, given));
    const length = lengthOf(given);
    const most = numberOf(option["max_length"], MAX_TEXT);
    const least = Math.max(1, numberOf(option["min_length"], 1));
    if (length > most || length < least)
      throw this.#refusal(`option "${name}" has ${least} to ${most} characters`);
    return given;
  }

  #number(option: Raw, given: Options[string]): unknown {
    const name = textOf(option["name"]);
    const choices = rawsOf(option["choices"]);
    if (choices.length > 0) return this.#choice(option, choices, given);
    const whole = option["type"] === T.Integer;
    if (typeof given !== "number" || (whole && !Number.isSafeInteger(given))) {
      throw this.#refusal(`option "${name}" is a ${whole ? "whole " : ""}number`);
    }
    const least = numberOf(option["min_value"], -(2 ** 53));
    const most = numberOf(option["max_value"], 2 ** 53);
    if (given < least || given > most) throw this.#refusal(`option "${name}" is ${least} to ${most}`);
    return given;
  }

  #choice(option: Raw, choices: readonly Raw[], given: unknown): unknown {
    const chosen = choices.find(({ name, value }) => value === given || name === given);
    if (!chosen) throw this.#refusal(`"${String(given)}" is no choice of "${textOf(option["name"])}"`);
    return chosen["value"];
  }

  #file({ name, data, contentType }: FileOption): string {
    const upload = { name, data: Buffer.from(data as Buffer), contentType };
    const attachment = this.#place.attachments.add(this.#place.channel.id, upload);
    this.#resolve("attachments", attachment.id, attachment);
    return attachment.id;
  }

  #entity(type: number, given: string): string {
    const { guild, findUser } = this.#place;
    if (type === T.Channel || type === T.Role) {
      if (!guild) throw this.#refusal("there are no channels or roles in a direct message");
      return type === T.Role ? this.#role(guild, given) : this.#channel(guild, given);
    }
    if (type === T.Mentionable && guild?.roles.some(({ id, name }) => id === given || name === given)) {
      return this.#role(guild, given);
    }
    const user = findUser(given);
    this.#resolve("users", user.id, userJSON(user));
    const member = guild?.members.get(user.id);
    if (guild && member) {
      const permissions = String(guild.permissionsOf(user.id, this.#place.channel));
      this.#resolve("members", user.id, { ...memberJSON(member), permissions });
    }
    return user.id;
  }

  #role(guild: Guild, given: string): string {
    const role = guild.role(given);
    this.#resolve("roles", role.id, roleJSON(role));
    return role.id;
  }

  #channel(guild: Guild, given: string): string {
    const channel = guild.channel(given);
    const permissions = String(guild.permissionsOf(this.#place.user.id, channel));
    this.#resolve("channels", channel.id, { ...channel.toJSON(), permissions });
    return channel.id;
  }

  #resolve(kind: string, id: string, value: unknown): void {
    this.resolved[kind] = { ...(this.resolved[kind] as Raw | undefined), [id]: value };
  }

  #refusal(why: string): Error {
    return new Error(`${this.#call.path}: ${why}`);
  }
}
