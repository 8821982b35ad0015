/** What stands in a modal: texts to fill in, files, ticks, and lists to choose from; and what may not be sent yet. */
import { useState } from "preact/hooks";
import { upload } from "./connection.js";
import { html } from "./html.js";
import { Markdown } from "./markdown-view.js";
import { presetIds, useChoices } from "./select.js";

const ROW = 1;
const TEXT_INPUT = 4;
const TEXT = 10;
const LABEL = 18;
const FILE = 19;
const RADIO_GROUP = 21;
const CHECKBOX_GROUP = 22;
const CHECKBOX = 23;
const PARAGRAPH = 2;

/** Every field with its label, whichever way it came. */
const labelled = ({ components }) =>
  components.flatMap((part) => {
    if (part.type === LABEL) return [{ ...part, field: part.component }];
    return part.type === ROW ? part.components.map((field) => ({ label: field.label, field })) : [];
  });

/** What is sent for fields that nobody touches: the client sends their presets. */
export function presetsOf(data) {
  const presets = {};
  for (const { field } of labelled(data)) {
    if (field.type === CHECKBOX) presets[field.custom_id] = field.default === true;
    const chosen = field.options?.find((option) => option.default)?.value;
    if (field.type === RADIO_GROUP && chosen !== undefined) presets[field.custom_id] = chosen;
  }
  return presets;
}

const isNeeded = ({ type, required }) => required !== false && type !== CHECKBOX;
const isList = ({ type }) => type !== TEXT_INPUT && type !== CHECKBOX && type !== RADIO_GROUP;

/** A sentence for the first field that Discord's client would not send like this. */
export function firstProblem(data, fields) {
  for (const { label, field } of labelled(data)) {
    const value = fields[field.custom_id];
    if (field.type === RADIO_GROUP && isNeeded(field) && !value) return `${label}: choose one.`;
    if (!isList(field)) continue;
    const { min_values: least = 1, max_values: most = 1 } = field;
    const count = (value ?? presetIds(field)).length;
    if (count === 0 && !isNeeded(field)) continue;
    if (count < least) return `${label}: choose at least ${least}.`;
    if (count > most) return `${label}: choose at most ${most}.`;
  }
  return undefined;
}

/** `set` takes a field's name and value; `tell` a sentence about what went wrong. */
export function ModalPart({ part, set, tell }) {
  if (part.type === TEXT) return html`<div class="content"><${Markdown} text=${part.content} /></div>`;
  return labelled({ components: [part] }).map(({ label, description, field }) => {
    const Field = kinds[field.type] ?? Choices;
    const onChange = (value) => set(field.custom_id, value);
    return html`<${Field} ...${{ label, description, field, onChange, tell }} />`;
  });
}

const kinds = {
  [TEXT_INPUT]: TextInput,
  [FILE]: Files,
  [CHECKBOX]: Checkbox,
  [RADIO_GROUP]: (props) => html`<${Options} kind="radio" ...${props} />`,
  [CHECKBOX_GROUP]: (props) => html`<${Options} kind="checkbox" ...${props} />`,
};

const Star = ({ field }) => isNeeded(field) && html`<span class="needed" aria-hidden="true"> *</span>`;

function Labelled({ label, description, field, children }) {
  return html`<label class="modal-field">
    <span class="modal-label">${label}<${Star} field=${field} /></span>
    ${description && html`<small>${description}</small>`} ${children}
  </label>`;
}

function TextInput({ field, onChange, ...about }) {
  const props = {
    defaultValue: field.value ?? "",
    placeholder: field.placeholder,
    minLength: field.min_length,
    maxLength: field.max_length ?? 4000,
    required: isNeeded(field),
    onInput: ({ target }) => onChange(target.value),
  };
  const input =
    field.style === PARAGRAPH
      ? html`<textarea rows="8" ...${props}></textarea>`
      : html`<input ...${props} />`;
  return html`<${Labelled} field=${field} ...${about}>${input}<//>`;
}

function Files({ field, onChange, tell, ...about }) {
  const types = (field.file_types ?? []).map((type) => (type.startsWith(".") ? type : `${type}/*`));
  const take = async ({ target }) => {
    try {
      onChange(await Promise.all([...target.files].map(upload)));
      tell(undefined);
    } catch (error) {
      target.value = "";
      onChange([]);
      tell(error.message);
    }
  };
  return html`<${Labelled} field=${field} ...${about}>
    <input
      type="file"
      required=${isNeeded(field) && field.min_values !== 0}
      multiple=${(field.max_values ?? 1) > 1}
      accept=${types.join(",") || undefined}
      onChange=${take}
    />
  <//>`;
}

function Checkbox({ label, description, field, onChange }) {
  return html`<label class="modal-tick">
    <input
      type="checkbox"
      defaultChecked=${field.default}
      onChange=${({ target }) => onChange(target.checked)}
    />
    <span
      ><span class="modal-label">${label}</span>${description && html`<small>${description}</small>`}</span
    >
  </label>`;
}

/** Radio buttons, or boxes of which several may be ticked. */
function Options({ kind, label, description, field, choices = field.options, onChange }) {
  const [values, setValues] = useState(presetIds(field));
  const choose = (value) => {
    const others = values.filter((one) => one !== value);
    const chosen = kind === "radio" ? [value] : values.includes(value) ? others : [...values, value];
    setValues(chosen);
    onChange(kind === "radio" ? value : chosen);
  };
  return html`<fieldset class="modal-field" role=${kind === "radio" ? "radiogroup" : "group"}>
    <legend class="modal-label">${label}<${Star} field=${field} /></legend>
    ${description && html`<small>${description}</small>`}
    <div class="modal-options">
      ${choices.map(
        (choice) =>
          html`<label key=${choice.value} class="modal-tick">
            <input
              type=${kind}
              name=${field.custom_id}
              checked=${values.includes(choice.value)}
              onChange=${() => choose(choice.value)}
            />
            <span>${choice.label}${choice.description && html`<small>${choice.description}</small>`}</span>
          </label>`,
      )}
    </div>
  </fieldset>`;
}

/** Selects: of one thing as a list that opens, of several as boxes to tick. */
function Choices({ field, onChange, ...about }) {
  const choices = useChoices(field);
  if ((field.max_values ?? 1) > 1) {
    return html`<${Options} kind="checkbox" ...${{ ...about, field, choices, onChange }} />`;
  }
  const [preset = ""] = presetIds(field);
  const pick = ({ target }) => onChange(target.value === "" ? [] : [target.value]);
  return html`<${Labelled} field=${field} ...${about}>
    <select class="select" required=${isNeeded(field)} onChange=${pick}>
      <option value="">${field.placeholder ?? "Choose …"}</option>
      ${choices.map(
        ({ label, value }) =>
          html`<option key=${value} value=${value} selected=${value === preset}>${label}</option>`,
      )}
    </select>
  <//>`;
}
