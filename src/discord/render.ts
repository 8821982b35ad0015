/** A `Reply` → the message that Discord takes: within its sizes, with no mention that pings. */
import {
  ButtonStyle,
  ComponentType,
  type APIEmbed,
  type APIMessageTopLevelComponent,
  type APISelectMenuOption,
} from "discord.js";
import { cut } from "../lib/text.ts";
import type { Button, Card, Reply, ReplyFile, Select, SelectChoice } from "../reply.ts";
import { limits } from "./limits.ts";
import { fenced } from "../lib/markdown.ts";

export interface RenderedMessage {
  content: string;
  embeds: APIEmbed[];
  components: APIMessageTopLevelComponent[];
  files: { name: string; attachment: Buffer }[];
  allowedMentions: { parse: [] };
}

/** Gives a component its `custom_id`; under a question, told which. */
export type NameComponent = (component: Button | Select, question?: string) => string;

export function render(
  reply: Reply,
  name: NameComponent,
  maxFileBytes: number = limits.fileBytes,
): RenderedMessage {
  const text = reply.text ?? "";
  const block = reply.block && fenced(reply.block.text.trimEnd(), reply.block.language);
  const withBlock = block === undefined ? text : `${text}\n${block}`.trim();
  const fits = withBlock.length <= limits.content;
  const overflow =
    reply.block && !fits ? [{ name: reply.block.fileName, data: Buffer.from(reply.block.text) }] : [];
  return {
    content: cut(fits ? withBlock : text, limits.content),
    embeds: reply.card ? [toEmbed(reply.card)] : [],
    components: [
      ...(reply.selects ?? []).map((select) => toMenu(select, name)),
      ...toRows(reply.buttons ?? [], name),
    ],
    files: [...overflow, ...(reply.files ?? [])].map((file) => toFile(file, maxFileBytes)),
    allowedMentions: { parse: [] },
  };
}

function toEmbed(card: Card): APIEmbed {
  const embed = toSizedEmbed(card);
  // Each part fits; together they may not. What stands last is missed least.
  while (unitsOf(embed) > limits.embedTotal && embed.fields?.pop());
  const excess = unitsOf(embed) - limits.embedTotal;
  const { description = "" } = embed;
  return excess > 0 ? { ...embed, description: cut(description, description.length - excess) } : embed;
}

function unitsOf({ title = "", description = "", fields = [], footer }: APIEmbed): number {
  const texts = [
    title,
    description,
    footer?.text ?? "",
    ...fields.flatMap(({ name, value }) => [name, value]),
  ];
  return texts.reduce((units, text) => units + text.length, 0);
}

function toSizedEmbed({ title, colour, text, fields = [], footer }: Card): APIEmbed {
  return {
    title: cut(title, limits.embedTitle),
    color: colour,
    ...(text === undefined ? {} : { description: cut(text, limits.embedDescription) }),
    fields: fields.slice(0, limits.embedFields).map(({ name, value, inline = false }) => ({
      name: cut(name, limits.embedFieldName),
      value: cut(value, limits.embedFieldValue),
      inline,
    })),
    ...(footer === undefined ? {} : { footer: { text: cut(footer, limits.embedFooter) } }),
  };
}

const styles = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  success: ButtonStyle.Success,
  danger: ButtonStyle.Danger,
} as const;

function toRows(buttons: readonly Button[], name: NameComponent): APIMessageTopLevelComponent[] {
  const rows: APIMessageTopLevelComponent[] = [];
  for (let start = 0; start < buttons.length; start += limits.buttonsPerRow) {
    const row = buttons.slice(start, start + limits.buttonsPerRow);
    rows.push({
      type: ComponentType.ActionRow,
      components: row.map((button) => ({
        type: ComponentType.Button,
        style: styles[button.style],
        label: cut(button.label, limits.buttonLabel),
        custom_id: name(button),
      })),
    });
  }
  return rows;
}

function toMenu(select: Select, name: NameComponent): APIMessageTopLevelComponent {
  const choices = select.choices.slice(0, limits.choices);
  return {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.StringSelect,
        custom_id: name(select),
        placeholder: cut(select.placeholder, limits.placeholder),
        min_values: 1,
        max_values: Math.min(select.atMost ?? 1, choices.length),
        options: choices.map(toMenuOption),
      },
    ],
  };
}

/** What stands for a choice in Discord: its value, or its place in the menu where that is too long. */
function wireValue({ value }: SelectChoice, index: number): string {
  return value.length > limits.choiceText ? `choice:${index}` : value;
}

/** The values of a menu that Discord does not get to see, by what stands for them. */
export function longValuesOf({ choices }: Select): Readonly<Record<string, string>> {
  const known = choices.map((choice, index) => [wireValue(choice, index), choice.value] as const);
  return Object.fromEntries(known.filter(([wire, value]) => wire !== value));
}

function toMenuOption(choice: SelectChoice, index: number): APISelectMenuOption {
  const { label, description, isChosen = false } = choice;
  return {
    label: cut(label, limits.choiceText),
    value: wireValue(choice, index),
    ...(description === undefined ? {} : { description: cut(description, limits.choiceText) }),
    default: isChosen,
  };
}

/** A file over the limit keeps its end: in a console's output that is what matters. */
function toFile({ name, data }: ReplyFile, maxFileBytes: number): { name: string; attachment: Buffer } {
  return { name, attachment: Buffer.from(data.subarray(Math.max(0, data.byteLength - maxFileBytes))) };
}
