/** From what a person fills into a modal to the data of its submission. */
import { ComponentType } from "discord-api-types/v10";
import type { Attachments } from "./attachments.ts";
import type { FileOption } from "./command-call.ts";
import { numbers } from "./numbers.ts";
import { lengthOf, numberOf, rawOf, rawsOf, textOf, type Raw } from "./raw.ts";

const T = numbers(ComponentType);

/** custom_id → text, chosen values, a tick, or files. */
export type Fields = Readonly<Record<string, string | boolean | readonly string[] | readonly FileOption[]>>;

export interface Submission {
  modal: Raw;
  fields: Fields;
  attachments: Attachments;
  channelId: string;
}

/** @throws {Error} when the client would not send it */
export function buildSubmission({ modal, fields, attachments, channelId }: Submission): Raw {
  const resolved: Raw = {};
  const used = new Set<string>();
  let nextId = 0;
  const fill = (field: Raw): Raw => {
    const customId = textOf(field["custom_id"]);
    used.add(customId);
    nextId += 1;
    const value = fields[customId];
    const base = { type: field["type"], id: field["id"] ?? nextId, custom_id: customId };
    if (field["type"] !== T.FileUpload) return { ...base, ...answer(field, value) };
    const files = (value ?? []) as readonly FileOption[];
    const added = files.map(({ name, data, contentType }) =>
      attachments.add(channelId, { name, data: Buffer.from(data as Buffer), contentType }),
    );
    if (added.length > 0) resolved["attachments"] = Object.fromEntries(added.map((file) => [file.id, file]));
    return {
      ...base,
      values: counted(
        field,
        added.map(({ id }) => id),
      ),
    };
  };
  const components = rawsOf(modal["components"]).map((top) => submitTop(top, fill));
  const unknown = Object.keys(fields).find((name) => !used.has(name));
  if (unknown !== undefined)
    throw new Error(`the modal has no field "${unknown}", but ${[...used].join(", ")}`);
  return {
    custom_id: modal["custom_id"],
    components,
    ...(Object.keys(resolved).length > 0 && { resolved }),
  };
}

function submitTop(top: Raw, fill: (field: Raw) => Raw): Raw {
  const base = { type: top["type"], id: top["id"] ?? 0 };
  if (top["type"] === T.Label) return { ...base, component: fill(rawOf(top["component"])) };
  if (top["type"] === T.ActionRow) return { ...base, components: rawsOf(top["components"]).map(fill) };
  return base;
}

function answer(field: Raw, value: Fields[string] | undefined): Raw {
  switch (field["type"]) {
    case T.TextInput:
      return { value: typed(field, value ?? field["value"] ?? "") };
    case T.Checkbox:
      return { value: value === true };
    case T.RadioGroup:
      return { value: value === undefined ? null : listed(field, [textOf(value)])[0] };
    default:
      return { values: counted(field, listed(field, (value ?? []) as readonly string[])) };
  }
}

function typed(field: Raw, value: unknown): string {
  const text = textOf(value);
  const name = textOf(field["custom_id"]);
  const most = numberOf(field["max_length"], 4_000);
  const least = numberOf(field["min_length"], 0);
  if (field["required"] !== false && text === "") throw new Error(`field "${name}" is required`);
  if (text !== "" && (lengthOf(text) < least || lengthOf(text) > most)) {
    throw new Error(`field "${name}" has ${least} to ${most} characters`);
  }
  return text;
}

/** Values of a list of options, named by value or label. Selects without options take ids. */
export function listed(field: Raw, values: readonly string[]): string[] {
  const options = rawsOf(field["options"]);
  if (options.length === 0) return [...values];
  return values.map((value) => {
    const option = options.find((one) => one["value"] === value || one["label"] === value);
    if (!option) throw new Error(`"${value}" is no option of "${textOf(field["custom_id"])}"`);
    return textOf(option["value"]);
  });
}

/** As many as the field asks for. */
export function counted(field: Raw, values: string[]): string[] {
  const least = field["required"] === false ? 0 : numberOf(field["min_values"], 1);
  const most = numberOf(field["max_values"], 1);
  if (values.length >= least && values.length <= most) return values;
  throw new Error(`"${textOf(field["custom_id"])}" takes ${least} to ${most} values, not ${values.length}`);
}
