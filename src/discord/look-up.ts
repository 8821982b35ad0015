/** What an interaction means: which command, with which options, asked for in which way. Decides nothing about access. */
import type { ChatInputCommandInteraction } from "discord.js";
import { asTyped } from "../lib/markdown.ts";
import type { Form } from "../reply.ts";
import type { Answerable } from "./answer.ts";
import type { Catalogue, CatalogueEntry } from "./catalogue.ts";
import type { AnswerMeaning, CommandMeaning, ComponentStore } from "./component-store.ts";
import { readLastingId } from "./lasting-id.ts";
import { valuesOf, type RawValues } from "./options.ts";
import { fixedSentences } from "./sentences.ts";

export interface Use {
  entry: CatalogueEntry;
  values: RawValues;
  /** Typed as a slash command, a component used, or an answer to a question that was put before. */
  origin: "slash" | "component" | "confirmed" | "cancelled";
  /** The answer takes the place of the message that holds the component. */
  inPlace: boolean;
  /** The question that this answers or leaves. */
  question?: string;
  /** To be filled in before anything happens. */
  form?: OpenForm;
}

/** A form, and what sending it in will mean. */
export interface OpenForm {
  form: Form;
  meaning: CommandMeaning | AnswerMeaning;
}

export interface LookUpParts {
  catalogue: Catalogue;
  components: ComponentStore;
}

/** The field in which somebody types what a question wants typed. */
const typedField = "typed";

/** Or the sentence that says why it means nothing. */
export function lookUp(interaction: Answerable, { catalogue, components }: LookUpParts): Use | string {
  if (interaction.isChatInputCommand()) return lookUpSlash(interaction, catalogue);
  const meaning = components.find(interaction.customId) ?? readLastingId(interaction.customId, catalogue);
  const entry = meaning && catalogue.find(meaning.command);
  if (!entry) return fixedSentences.oldButton;
  if (meaning.kind === "command") return commandUse(interaction, entry, meaning);
  return meaning.userId === interaction.user.id
    ? answerUse(interaction, entry, meaning)
    : fixedSentences.notYourButton;
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

function commandUse(interaction: Answerable, entry: CatalogueEntry, meaning: CommandMeaning): Use {
  const { options, inPlace, form, fills, longValues = {}, question } = meaning;
  const use: Use = { entry, values: options, origin: "component", inPlace, ...(question && { question }) };
  if (interaction.isButton() && form) return { ...use, form: { form, meaning } };
  if (interaction.isStringSelectMenu() && fills !== undefined) {
    const chosen = interaction.values.map((value) => longValues[value] ?? value);
    return { ...use, values: { ...options, [fills]: chosen.join(",") } };
  }
  if (!interaction.isModalSubmit() || !form) return use;
  const filled = form.fields.map(({ name }) => [name, interaction.fields.getTextInputValue(name)] as const);
  return { ...use, values: { ...options, ...Object.fromEntries(filled) } };
}

function answerUse(interaction: Answerable, entry: CatalogueEntry, meaning: AnswerMeaning): Use | string {
  const { options: values, question, typed } = meaning;
  const origin = meaning.kind === "confirm" ? "confirmed" : "cancelled";
  const use: Use = { entry, values, origin, inPlace: true, question };
  if (typed === undefined || origin === "cancelled") return use;
  if (!interaction.isModalSubmit()) return { ...use, form: { form: typedForm(typed), meaning } };
  const isMeant = asTyped(interaction.fields.getTextInputValue(typedField)) === asTyped(typed);
  return isMeant ? use : fixedSentences.notTyped;
}

function typedForm(typed: string): Form {
  return {
    title: "Are you sure?",
    fields: [{ name: typedField, label: "Type the name to go on", placeholder: typed, maxLength: 200 }],
  };
}
