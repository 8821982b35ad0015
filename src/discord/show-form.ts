/** Opens a form as the first response to a button; what is sent in comes back as an interaction of its own. */
import { ComponentType, TextInputStyle, type APIModalInteractionResponseCallbackData } from "discord.js";
import type { Log } from "../lib/logger.ts";
import { cut, sliceUnits } from "../lib/text.ts";
import type { Form, FormField } from "../reply.ts";
import type { Answerable } from "./answer.ts";
import type { ComponentStore } from "./component-store.ts";
import { limits } from "./limits.ts";
import type { OpenForm } from "./look-up.ts";

export async function showForm(
  interaction: Answerable,
  { form, meaning }: OpenForm,
  { components, log }: { components: ComponentStore; log: Log },
): Promise<void> {
  if (interaction.isModalSubmit()) return;
  try {
    await interaction.showModal(toModal(form, components.add(meaning)));
  } catch (error) {
    log.warn({ err: error }, "a form could not be shown");
  }
}

function toModal({ title, fields }: Form, customId: string): APIModalInteractionResponseCallbackData {
  return {
    custom_id: customId,
    title: cut(title, limits.modalTitle),
    components: fields.map((field) => ({
      type: ComponentType.Label,
      label: cut(field.label, limits.fieldLabel),
      component: toInput(field),
    })),
  };
}

function toInput({
  name,
  value,
  placeholder,
  multiline = false,
  required = true,
  maxLength = limits.fieldText,
}: FormField) {
  return {
    type: ComponentType.TextInput,
    custom_id: name,
    style: multiline ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required,
    max_length: maxLength,
    ...(value === undefined || value === "" ? {} : { value: sliceUnits(value, maxLength) }),
    ...(placeholder === undefined ? {} : { placeholder: cut(placeholder, limits.choiceText) }),
  } as const;
}
