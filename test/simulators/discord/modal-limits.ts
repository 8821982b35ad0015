/** What a modal may hold. Source: docs interactions/receiving-and-responding and components/reference. */
import { ComponentType } from "discord-api-types/v10";
import { allComponents, checkSelect, SELECTS } from "./component-limits.ts";
import { FormErrors, type FieldPath } from "./form-errors.ts";
import { numbers } from "./numbers.ts";
import { numberOf, rawOf, rawsOf, type Raw } from "./raw.ts";

const T = numbers(ComponentType);
const REQUIRED_ID = { min: 1, max: 100, required: true };

/** @throws {ApiError} 50035 */
export function checkModal(modal: Raw): void {
  const errors = new FormErrors();
  errors.text(["data", "title"], modal["title"], { min: 1, max: 45, required: true });
  errors.text(["data", "custom_id"], modal["custom_id"], REQUIRED_ID);
  const components = rawsOf(modal["components"]);
  errors.count(["data", "components"], components.length, 1, 5);
  components.forEach((component, index) => {
    checkTop(component, ["data", "components", index], errors);
  });
  const ids = allComponents(components)
    .map((component) => component["custom_id"])
    .filter((id) => id !== undefined);
  if (new Set(ids).size < ids.length) {
    errors.add(
      ["data", "components"],
      "COMPONENT_CUSTOM_ID_DUPLICATED",
      "Component custom id cannot be duplicated",
    );
  }
  errors.throwIfAny();
}

function checkTop(component: Raw, at: FieldPath, errors: FormErrors): void {
  switch (component["type"]) {
    case T.TextDisplay:
      errors.text([...at, "content"], component["content"], { min: 1, max: 4_000, required: true });
      return;
    case T.Label:
      errors.text([...at, "label"], component["label"], { min: 1, max: 45, required: true });
      errors.text([...at, "description"], component["description"], { max: 100 });
      checkField(rawOf(component["component"]), [...at, "component"], errors);
      return;
    case T.ActionRow:
      checkOldRow(component, at, errors);
      return;
    default:
      errors.add([...at, "type"], "UNION_TYPE_CHOICES", "A modal holds labels, text displays or rows.");
  }
}

/** The deprecated form: one text input with its own label in a row. */
function checkOldRow(row: Raw, at: FieldPath, errors: FormErrors): void {
  const inputs = rawsOf(row["components"]);
  errors.count([...at, "components"], inputs.length, 1, 1);
  inputs.forEach((input, index) => {
    const inner = [...at, "components", index];
    if (input["type"] !== T.TextInput)
      errors.add([...inner, "type"], "UNION_TYPE_CHOICES", "Must be a text input.");
    errors.text([...inner, "label"], input["label"], { min: 1, max: 45, required: true });
    checkTextInput(input, inner, errors);
  });
}

function checkField(field: Raw, at: FieldPath, errors: FormErrors): void {
  const type = numberOf(field["type"]);
  if (type === T.TextInput) {
    if (field["label"] !== undefined && field["label"] !== null) {
      errors.add([...at, "label"], "BASE_TYPE_EXCLUSIVE", "A text input in a label has no label of its own.");
    }
    checkTextInput(field, at, errors);
  } else if (SELECTS.includes(type)) checkSelect(field, at, errors);
  else if (type >= T.FileUpload) checkNewerField(field, at, errors);
  else errors.add([...at, "type"], "UNION_TYPE_CHOICES", "Cannot stand in a label.");
}

function checkTextInput(input: Raw, at: FieldPath, errors: FormErrors): void {
  errors.text([...at, "custom_id"], input["custom_id"], REQUIRED_ID);
  errors.integer([...at, "style"], input["style"] ?? 0, 1, 2);
  errors.integer([...at, "min_length"], input["min_length"], 0, 4_000);
  errors.integer([...at, "max_length"], input["max_length"], 1, 4_000);
  errors.text([...at, "value"], input["value"], { max: 4_000 });
  errors.text([...at, "placeholder"], input["placeholder"], { max: 100 });
}

/** File upload, radio group, checkbox group, checkbox. */
function checkNewerField(field: Raw, at: FieldPath, errors: FormErrors): void {
  errors.text([...at, "custom_id"], field["custom_id"], REQUIRED_ID);
  const options = rawsOf(field["options"]);
  if (field["type"] === T.RadioGroup) errors.count([...at, "options"], options.length, 2, 10);
  if (field["type"] === T.CheckboxGroup) errors.count([...at, "options"], options.length, 1, 10);
  errors.integer([...at, "min_values"], field["min_values"], 0, 10);
  errors.integer([...at, "max_values"], field["max_values"], 1, 10);
}
