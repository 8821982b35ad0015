/**
 * Component ids that say themselves what they do, for buttons that must outlive an hour and a restart. They give nobody
 * anything: whoever uses one is asked for the same access as for the slash command, and its options are checked alike.
 */
import type { IntegerOption, Option, StringOption } from "../command.ts";
import type { Catalogue } from "./catalogue.ts";
import type { CommandMeaning } from "./component-store.ts";
import { limits } from "./limits.ts";
import type { Button, Select } from "../reply.ts";

const prefix = "roost!";
const separator = "!";

/** `undefined` when it does not fit an id. */
export function toLastingId(command: string, options: CommandMeaning["options"]): string | undefined {
  const parts = Object.entries(options).map(
    ([name, value]) => `${name}=${encodeURIComponent(String(value))}`,
  );
  const id = prefix + [command, ...parts].join(separator);
  return id.length <= limits.customId ? id : undefined;
}

/** `undefined` when it is none of ours, or asks for what no slash command could. */
export function readLastingId(customId: string, catalogue: Catalogue): CommandMeaning | undefined {
  if (!customId.startsWith(prefix)) return undefined;
  const [path = "", ...parts] = customId.slice(prefix.length).split(separator);
  const entry = catalogue.find(path);
  if (!entry) return undefined;
  const options: Record<string, string | number | boolean> = {};
  for (const part of parts) {
    const [name = "", text = ""] = part.split("=");
    const option = entry.command.data.options.find((candidate) => candidate.name === name);
    const value = option && valueOf(option, decoded(text));
    if (value === undefined) return undefined;
    options[name] = value;
  }
  const meaning: CommandMeaning = { kind: "command", command: path, options, inPlace: false };
  const missing = entry.command.data.options.filter(({ required, name }) => required && !(name in options));
  if (missing.length === 0) return meaning;
  const { form } = entry.command;
  const isAsked = missing.every(({ name }) => form?.fields.some((field) => field.name === name));
  return form && isAsked ? { ...meaning, form } : undefined;
}

/** For messages whose buttons all last; a server's key is short, so the id fits. */
export function nameLasting({ command, options }: Button | Select): string {
  return toLastingId(command, options) ?? `${prefix}${command}`.slice(0, limits.customId);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not made by `toLastingId`: no option takes this character.
    return "\u0000";
  }
}

/** What Discord itself would let through for this option. */
function valueOf(option: Option, text: string): string | number | boolean | undefined {
  if (option.hidden || text === "\u0000") return undefined;
  switch (option.type) {
    case "string":
      return stringOf(option, text);
    case "integer":
      return integerOf(option, text);
    case "boolean":
      return text === "true" || text === "false" ? text === "true" : undefined;
    case "attachment":
    case "user":
      return undefined;
  }
}

function stringOf(
  { minLength = 0, maxLength = Infinity, choices }: StringOption,
  text: string,
): string | undefined {
  const isChoice = choices?.some(({ value }) => value === text) ?? true;
  return isChoice && text.length >= minLength && text.length <= maxLength ? text : undefined;
}

function integerOf({ min = -Infinity, max = Infinity }: IntegerOption, text: string): number | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number >= min && number <= max ? number : undefined;
}
