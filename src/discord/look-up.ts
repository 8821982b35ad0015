/** What an interaction means: which command, with which options, asked for in which way. Decides nothing about access. */
import type { ChatInputCommandInteraction } from "discord.js";
import type { Answerable } from "./answer.ts";
import type { ButtonStore } from "./button-store.ts";
import type { Catalogue, CatalogueEntry } from "./catalogue.ts";
import { valuesOf, type RawValues } from "./options.ts";
import { fixedSentences } from "./sentences.ts";

export interface Use {
  entry: CatalogueEntry;
  values: RawValues;
  /** Typed as a slash command, pressed as a button, or an answer to a question that was put before. */
  origin: "slash" | "button" | "confirmed" | "cancelled";
  /** The answer takes the place of the message that holds the button. */
  inPlace: boolean;
  /** The question that this answers. */
  question?: string;
}

/** Or the sentence that says why it means nothing. */
export function lookUp(
  interaction: Answerable,
  parts: { catalogue: Catalogue; buttons: ButtonStore },
): Use | string {
  return interaction.isButton()
    ? lookUpButton(interaction.customId, interaction.user.id, parts)
    : lookUpSlash(interaction, parts.catalogue);
}

function lookUpSlash(interaction: ChatInputCommandInteraction, catalogue: Catalogue): Use | string {
  const entry = catalogue.find(slashPath(interaction));
  if (!entry) return fixedSentences.unknownCommand;
  return { entry, values: valuesOf(interaction, entry.command), origin: "slash", inPlace: false };
}

/** `backup create` */
export function slashPath(interaction: {
  commandName: string;
  options: { getSubcommand(required: false): string | null };
}): string {
  const subcommand = interaction.options.getSubcommand(false);
  return subcommand === null ? interaction.commandName : `${interaction.commandName} ${subcommand}`;
}

function lookUpButton(
  customId: string,
  userId: string,
  { catalogue, buttons }: { catalogue: Catalogue; buttons: ButtonStore },
): Use | string {
  const meaning = buttons.find(customId);
  const entry = meaning && catalogue.find(meaning.command);
  if (!entry) return fixedSentences.oldButton;
  const { options: values } = meaning;
  if (meaning.kind === "command") return { entry, values, origin: "button", inPlace: meaning.inPlace };
  if (meaning.userId !== userId) return fixedSentences.notYourButton;
  const origin = meaning.kind === "confirm" ? "confirmed" : "cancelled";
  return { entry, values, origin, inPlace: true, question: meaning.question };
}
