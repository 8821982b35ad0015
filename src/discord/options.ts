/** The options of one interaction as a plain record, by the command's own data. */
import type { ChatInputCommandInteraction } from "discord.js";
import type { Attachment, Command, Option } from "../command.ts";

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
): string | number | boolean | Attachment | null {
  switch (type) {
    case "string":
      return options.getString(name);
    case "integer":
      return options.getInteger(name);
    case "boolean":
      return options.getBoolean(name);
    case "attachment":
      return attachmentOf(options.getAttachment(name));
    case "user":
      return options.getUser(name)?.id ?? null;
  }
}

function attachmentOf(
  sent: ReturnType<ChatInputCommandInteraction["options"]["getAttachment"]>,
): Attachment | null {
  return (
    sent && { name: sent.name, bytes: sent.size, url: sent.url, contentType: sent.contentType ?? undefined }
  );
}
