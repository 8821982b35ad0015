/** How components may be nested and how big they may be. Source: docs components/reference. */
import { ComponentType } from "discord-api-types/v10";
import type { FieldPath, FormErrors } from "./form-errors.ts";
import { numbers } from "./numbers.ts";
import { lengthOf, numberOf, rawOf, rawsOf, textOf, type Raw } from "./raw.ts";

const T = numbers(ComponentType);
const CUSTOM_ID = { min: 1, max: 100, required: true };
const MAX_LEGACY_ROWS = 5;
const MAX_COMPONENTS = 40;
const MAX_TEXT = 4_000;
const LINK_STYLE = 5;
const PREMIUM_STYLE = 6;

export const SELECTS: readonly number[] = [
  T.StringSelect,
  T.UserSelect,
  T.RoleSelect,
  T.MentionableSelect,
  T.ChannelSelect,
];
const TOP_LEVEL_V2: readonly number[] = [
  T.ActionRow,
  T.Section,
  T.TextDisplay,
  T.MediaGallery,
  T.File,
  T.Separator,
  T.Container,
];
const IN_CONTAINER = TOP_LEVEL_V2.filter((type) => type !== T.Container);

/** Every component of a tree, accessories and a label's child included. */
export function allComponents(components: readonly Raw[]): Raw[] {
  return components.flatMap((component) => {
    const one = ["accessory", "component"]
      .map((key) => component[key])
      .filter((child) => child !== undefined);
    return [component, ...allComponents(rawsOf(component["components"])), ...allComponents(rawsOf(one))];
  });
}

/** Checks a message's components. `v2` is the IsComponentsV2 flag; `files` the names `attachment://` may refer to. */
export function checkComponents(
  components: readonly Raw[],
  { v2, files }: { v2: boolean; files: readonly string[] },
  errors: FormErrors,
): void {
  if (!v2) errors.count(["components"], components.length, 0, MAX_LEGACY_ROWS);
  components.forEach((component, index) => {
    checkPlaced(component, ["components", index], { allowed: v2 ? TOP_LEVEL_V2 : [T.ActionRow], errors });
  });
  checkWhole(components, v2, errors);
  for (const name of filesNamedIn(components)) {
    if (files.includes(name)) continue;
    errors.add(
      ["components"],
      "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
      `attachment "${name}" not found`,
    );
  }
}

function checkWhole(components: readonly Raw[], v2: boolean, errors: FormErrors): void {
  const all = allComponents(components);
  const ids = all.map((component) => component["custom_id"]).filter((id) => typeof id === "string");
  if (new Set(ids).size < ids.length) {
    errors.add(["components"], "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
  }
  if (!v2) return;
  if (all.length > MAX_COMPONENTS) {
    errors.add(["components"], "BASE_TYPE_MAX_LENGTH", `Must be ${MAX_COMPONENTS} or fewer in length.`);
  }
  const texts = all
    .filter(({ type }) => type === T.TextDisplay)
    .map(({ content }) => lengthOf(textOf(content)));
  if (texts.reduce((sum, length) => sum + length, 0) > MAX_TEXT) {
    const message = `The total text of all components exceeds ${MAX_TEXT} characters`;
    errors.add(["components"], "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message);
  }
}

interface Place {
  allowed: readonly number[];
  errors: FormErrors;
}

function checkPlaced(component: Raw, at: FieldPath, { allowed, errors }: Place): void {
  const type = numberOf(component["type"]);
  if (!allowed.includes(type)) {
    errors.add(
      [...at, "type"],
      "UNION_TYPE_CHOICES",
      `Value of field "type" must be one of ${allowed.join(", ")}.`,
    );
    return;
  }
  if (type === T.ActionRow) checkRow(component, at, errors);
  else if (type === T.Section) checkSection(component, at, errors);
  else if (type === T.Container) checkContainer(component, at, errors);
  else if (type === T.TextDisplay) errors.text([...at, "content"], component["content"], textRule(MAX_TEXT));
  else if (type === T.MediaGallery) errors.count([...at, "items"], rawsOf(component["items"]).length, 1, 10);
  else if (type === T.File)
    errors.text([...at, "file", "url"], rawOf(component["file"])["url"], textRule(2_048));
}

function checkRow(row: Raw, at: FieldPath, errors: FormErrors): void {
  const children = rawsOf(row["components"]);
  errors.count([...at, "components"], children.length, 1, 5);
  const selects = children.filter(({ type }) => SELECTS.includes(numberOf(type)));
  if (selects.length > 0 && children.length > 1) {
    errors.add(
      [...at, "components"],
      "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
      "The specified component exceeds the maximum width",
    );
  }
  children.forEach((child, index) => {
    const inner = [...at, "components", index];
    if (child["type"] === T.Button) checkButton(child, inner, errors);
    else if (SELECTS.includes(numberOf(child["type"]))) checkSelect(child, inner, errors);
    else errors.add([...inner, "type"], "UNION_TYPE_CHOICES", "An action row holds buttons or one select.");
  });
}

function checkSection(section: Raw, at: FieldPath, errors: FormErrors): void {
  const texts = rawsOf(section["components"]);
  errors.count([...at, "components"], texts.length, 1, 3);
  texts.forEach((text, index) => {
    checkPlaced(text, [...at, "components", index], { allowed: [T.TextDisplay], errors });
  });
  const accessory = rawOf(section["accessory"]);
  if (accessory["type"] === T.Button) checkButton(accessory, [...at, "accessory"], errors);
  else if (accessory["type"] !== T.Thumbnail) {
    errors.add([...at, "accessory"], "BASE_TYPE_REQUIRED", "This field is required");
  }
}

function checkContainer(container: Raw, at: FieldPath, errors: FormErrors): void {
  const children = rawsOf(container["components"]);
  errors.count([...at, "components"], children.length, 1, MAX_COMPONENTS);
  errors.integer([...at, "accent_color"], container["accent_color"], 0, 0xff_ff_ff);
  children.forEach((child, index) => {
    checkPlaced(child, [...at, "components", index], { allowed: IN_CONTAINER, errors });
  });
}

function checkButton(button: Raw, at: FieldPath, errors: FormErrors): void {
  const style = numberOf(button["style"]);
  errors.integer([...at, "style"], style, 1, PREMIUM_STYLE);
  errors.text([...at, "label"], button["label"], { max: 80 });
  const isLink = style === LINK_STYLE;
  if (isLink) errors.text([...at, "url"], button["url"], textRule(512));
  else if (style !== PREMIUM_STYLE) errors.text([...at, "custom_id"], button["custom_id"], CUSTOM_ID);
  if (isLink && button["custom_id"] !== undefined) {
    errors.add(
      [...at, "custom_id"],
      "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
      "A link has no custom_id",
    );
  }
  if (style !== PREMIUM_STYLE && !textOf(button["label"]) && !button["emoji"]) {
    errors.add(at, "BUTTON_COMPONENT_INVALID_LABEL", "A button must have a label or an emoji");
  }
}

/** A select, in a row or in a label. */
export function checkSelect(select: Raw, at: FieldPath, errors: FormErrors): void {
  errors.text([...at, "custom_id"], select["custom_id"], CUSTOM_ID);
  errors.text([...at, "placeholder"], select["placeholder"], { max: 150 });
  errors.integer([...at, "min_values"], select["min_values"], 0, 25);
  errors.integer([...at, "max_values"], select["max_values"], 1, 25);
  if (select["type"] !== T.StringSelect) return;
  const options = rawsOf(select["options"]);
  errors.count([...at, "options"], options.length, 1, 25);
  options.forEach((option, index) => {
    const inner = [...at, "options", index];
    errors.text([...inner, "label"], option["label"], textRule(100));
    errors.text([...inner, "value"], option["value"], textRule(100));
    errors.text([...inner, "description"], option["description"], { max: 100 });
  });
  const values = options.map((option) => option["value"]);
  if (new Set(values).size < values.length) {
    errors.add(
      [...at, "options"],
      "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
      "The specified option value is already used",
    );
  }
  if (numberOf(select["max_values"], 1) > options.length) {
    errors.add(
      [...at, "max_values"],
      "SELECT_COMPONENT_MAX_VALUES",
      "max_values is more than there are options",
    );
  }
}

function filesNamedIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(filesNamedIn);
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(filesNamedIn);
  const isFile = typeof value === "string" && value.startsWith("attachment://");
  return isFile ? [value.slice("attachment://".length)] : [];
}

function textRule(max: number): { min: number; max: number; required: boolean } {
  return { min: 1, max, required: true };
}
