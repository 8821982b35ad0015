/** From what a person fills into a modal to the data of its submission. */
import { ComponentType } from "discord-api-types/v10";
import type { CallPlace, FileOption } from "./command-call.ts";
import { SELECTS } from "./component-limits.ts";
import { numbers } from "./numbers.ts";
import { lengthOf, numberOf, rawOf, rawsOf, textOf, type Raw } from "./raw.ts";
import { selectedEntities } from "./selected-entities.ts";

const T = numbers(ComponentType);

/** custom_id → text, chosen values, a tick, or files. */
export type Fields = Readonly<Record<string, string | boolean | readonly string[] | readonly FileOption[]>>;

/** @throws {Error} when the client would not send it */
export function buildSubmission(modal: Raw, fields: Fields, place: CallPlace): Raw {
  const resolved: Record<string, Raw> = {};
  const used: string[] = [];
  const fill = (field: Raw): Raw => {
    const customId = textOf(field["custom_id"]);
    used.push(customId);
    const filled = answer(field, fields[customId], place);
    for (const [kind, found] of Object.entries(filled.resolved))
      resolved[kind] = { ...resolved[kind], ...found };
    return { type: field["type"], id: field["id"] ?? used.length, custom_id: customId, ...filled.values };
  };
  const components = rawsOf(modal["components"]).map((top) => submitTop(top, fill));
  const unknown = Object.keys(fields).find((name) => !used.includes(name));
  if (unknown !== undefined) throw new Error(`the modal has no field "${unknown}", but ${used.join(", ")}`);
  const hasResolved = Object.keys(resolved).length > 0;
  return { custom_id: modal["custom_id"], components, ...(hasResolved && { resolved }) };
}

function submitTop(top: Raw, fill: (field: Raw) => Raw): Raw {
  const base = { type: top["type"], id: top["id"] ?? 0 };
  if (top["type"] === T.Label) return { ...base, component: fill(rawOf(top["component"])) };
  if (top["type"] === T.ActionRow) return { ...base, components: rawsOf(top["components"]).map(fill) };
  return base;
}

interface Answer {
  values: Raw;
  /** What Discord tells about the ids among them, by kind. */
  resolved: Record<string, Raw>;
}

function answer(field: Raw, value: Fields[string] | undefined, place: CallPlace): Answer {
  const plain = (values: Raw): Answer => ({ values, resolved: {} });
  switch (field["type"]) {
    case T.TextInput:
      return plain({ value: typed(field, value ?? field["value"] ?? "") });
    case T.Checkbox:
      return plain({ value: value === true });
    case T.RadioGroup:
      return plain({ value: value === undefined ? null : listed(field, [textOf(value)])[0] });
    case T.FileUpload:
      return uploaded(field, (value ?? []) as readonly FileOption[], place);
    default:
      return chosen(field, (value ?? presets(field)) as readonly string[], place);
  }
}

function uploaded(field: Raw, files: readonly FileOption[], { attachments, channel }: CallPlace): Answer {
  const added = files.map(({ name, data, contentType }) =>
    attachments.add(channel.id, { name, data: Buffer.from(data as Buffer), contentType }),
  );
  const ids = added.map(({ id }) => id);
  const found = Object.fromEntries(added.map((file) => [file.id, file]));
  return {
    values: { values: counted(field, ids) },
    resolved: added.length > 0 ? { attachments: found } : {},
  };
}

function chosen(field: Raw, names: readonly string[], place: CallPlace): Answer {
  const type = numberOf(field["type"]);
  const entities = SELECTS.includes(type) ? selectedEntities(type, names, place) : undefined;
  const values = counted(field, entities?.ids ?? listed(field, names));
  return { values: { values }, resolved: entities?.resolved ?? {} };
}

/** What is chosen before the person touches the field. */
function presets(field: Raw): string[] {
  const own = rawsOf(field["options"]).filter((option) => option["default"] === true);
  return [
    ...own.map(({ value }) => textOf(value)),
    ...rawsOf(field["default_values"]).map(({ id }) => textOf(id)),
  ];
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
