/** The options of one interaction as a plain record, by the command's own data. */
import type { ChatInputCommandInteraction } from "discord.js";
import type { Command, Option } from "../command.ts";

export type RawValues = Readonly<Record<string, unknown>>;

export function valuesOf(interaction: ChatInputCommandInteraction, command: Command): RawValues {
  const values: Record<string, unknown> = {};
  for (const option of command.data.options) {
    if (option.hidden) continue;
    const value = valueOf(interaction, option);
    if (value !== null) values[option.name] = value;
  }
  return values;
}

function valueOf(
  { options }: ChatInputCommandInteraction,
  { type, name }: Option,
): string | number | boolean | null {
  switch (type) {
    case "string":
      return options.getString(name);
    case "integer":
      return options.getInteger(name);
    case "boolean":
      return options.getBoolean(name);
  }
}
