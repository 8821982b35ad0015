/** The first response to an interaction. It must come within three seconds, so nothing that waits stands before it. */
import { MessageFlags, type ChatInputCommandInteraction } from "discord.js";
import type { Log } from "../lib/logger.ts";
import type { Answerable } from "./answer.ts";
import type { Use } from "./look-up.ts";

/** Shows "thinking…", visible to whom the answer will be. @returns false when it came too late: then nothing may be done. */
export async function acknowledge(interaction: Answerable, use: Use, log: Log): Promise<boolean> {
  try {
    if (use.inPlace && canUpdate(interaction)) await interaction.deferUpdate();
    else await interaction.deferReply(isPrivate(use) ? { flags: MessageFlags.Ephemeral } : {});
    return true;
  } catch (error) {
    log.warn(
      { err: error, command: use.entry.path },
      "an interaction could not be acknowledged, so nothing was done",
    );
    return false;
  }
}

/** A form that was opened from a message can still change that message. */
function canUpdate(interaction: Answerable): interaction is Exclude<Answerable, ChatInputCommandInteraction> {
  return interaction.isMessageComponent() || (interaction.isModalSubmit() && interaction.isFromMessage());
}

/** Whether only the one who asked shall see the answer. */
export function isPrivate({ entry: { command }, values }: Use): boolean {
  const { visibility } = command;
  return (typeof visibility === "string" ? visibility : visibility(values)) === "private";
}

/** Says no to the one who asked, and to nobody else. */
export async function refuse(interaction: Answerable, sentence: string, log: Log): Promise<void> {
  try {
    await interaction.reply({
      content: sentence,
      flags: MessageFlags.Ephemeral,
      allowedMentions: { parse: [] },
    });
  } catch (error) {
    log.warn({ err: error }, "a refusal could not be shown");
  }
}
