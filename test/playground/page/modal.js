/** A modal: the bot's form, in a real dialog, so that focus stays in it and Escape closes it. */
import { useEffect, useRef, useState } from "preact/hooks";
import { upload } from "./connection.js";
import { html } from "./html.js";
import { Icon } from "./icons.js";
import { Markdown } from "./markdown-view.js";
import { useChoices } from "./select.js";

const ROW = 1;
const TEXT_INPUT = 4;
const TEXT = 10;
const LABEL = 18;
const FILE = 19;
const RADIO_GROUP = 21;
const CHECKBOX = 23;
const PARAGRAPH = 2;

export function ModalForm({ store, modal: { handle, data } }) {
  const dialog = useRef();
  const [fields, setFields] = useState({});
  const [problem, setProblem] = useState(undefined);
  const [isSending, setSending] = useState(false);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current.showModal();
    dialog.current.querySelector(".modal-body :is(input, textarea, select)")?.focus();
    return () => before?.focus?.();
  }, []);
  const set = (name, value) => setFields((all) => ({ ...all, [name]: value }));
  const submit = async (event) => {
    event.preventDefault();
    setSending(true);
    setProblem(undefined);
    try {
      const value = await store.act({ do: "submit", channelId: store.channelId, modal: handle, fields });
      store.closeModal();
      if (value?.modal) store.modal = value.modal;
      store.changed();
    } catch (error) {
      setProblem(error.message);
      setSending(false);
    }
  };
  return html`<dialog
    ref=${dialog}
    class="modal"
    aria-labelledby="modal-title"
    onClose=${() => store.closeModal()}
  >
    <form onSubmit=${submit}>
      <header>
        <h2 id="modal-title">${data.title}</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick=${() => store.closeModal()}>
          <${Icon} name="close" />
        </button>
      </header>
      <div class="modal-body">
        ${data.components.map((part) => html`<${Part} part=${part} set=${set} />`)}
        ${problem && html`<p class="wrong-why" role="alert">${problem}</p>`}
      </div>
      <footer>
        <button type="button" class="button secondary" onClick=${() => store.closeModal()}>Cancel</button>
        <button type="submit" class="button primary" disabled=${isSending}>Submit</button>
      </footer>
    </form>
  </dialog>`;
}

function Part({ part, set }) {
  if (part.type === TEXT) return html`<div class="content"><${Markdown} text=${part.content} /></div>`;
  if (part.type === ROW)
    return part.components.map(
      (field) => html`<${Labelled} label=${field.label} field=${field} set=${set} />`,
    );
  if (part.type !== LABEL) return undefined;
  return html`<${Labelled}
    label=${part.label}
    description=${part.description}
    field=${part.component}
    set=${set}
  />`;
}

function Labelled({ label, description, field, set }) {
  const isNeeded = field.required !== false && field.type !== CHECKBOX;
  return html`<label class="modal-field">
    <span class="modal-label"
      >${label}${isNeeded && html`<span class="needed" aria-hidden="true"> *</span>`}</span
    >
    ${description && html`<small>${description}</small>`}
    <${Field} field=${field} isNeeded=${isNeeded} onChange=${(value) => set(field.custom_id, value)} />
  </label>`;
}

function Field({ field, isNeeded, onChange }) {
  if (field.type === TEXT_INPUT) return html`<${TextInput} ...${{ field, isNeeded, onChange }} />`;
  if (field.type === FILE) return html`<${Files} ...${{ field, isNeeded, onChange }} />`;
  if (field.type === CHECKBOX) {
    const onTick = ({ target }) => onChange(target.checked);
    return html`<input type="checkbox" defaultChecked=${field.default} onChange=${onTick} />`;
  }
  return html`<${Choices} ...${{ field, isNeeded, onChange }} />`;
}

function TextInput({ field, isNeeded, onChange }) {
  const props = {
    defaultValue: field.value ?? "",
    placeholder: field.placeholder,
    minLength: field.min_length,
    maxLength: field.max_length ?? 4000,
    required: isNeeded,
    onInput: ({ target }) => onChange(target.value),
  };
  return field.style === PARAGRAPH
    ? html`<textarea rows="8" ...${props}></textarea>`
    : html`<input ...${props} />`;
}

function Files({ field, isNeeded, onChange }) {
  const take = async ({ target }) => onChange(await Promise.all([...target.files].map(upload)));
  return html`<input
    type="file"
    required=${isNeeded}
    multiple=${(field.max_values ?? 1) > 1}
    onChange=${take}
  />`;
}

/** Selects, radio groups, groups of checkboxes: texts, people, roles, channels. */
function Choices({ field, isNeeded, onChange }) {
  const choices = useChoices(field.options ? { ...field, type: 3 } : field);
  const isMultiple = (field.max_values ?? 1) > 1;
  const isSingleText = field.type === RADIO_GROUP;
  const chosen = new Set(choices.filter((choice) => choice.default).map(({ value }) => value));
  const onPick = ({ target }) => {
    const values = [...target.selectedOptions].map(({ value }) => value).filter((value) => value !== "");
    onChange(isSingleText ? (values[0] ?? "") : values);
  };
  return html`<select class="select" required=${isNeeded} multiple=${isMultiple} onChange=${onPick}>
    ${!isMultiple && html`<option value="">${field.placeholder ?? "Choose …"}</option>`}
    ${choices.map(
      ({ label, value }) =>
        html`<option key=${value} value=${value} selected=${chosen.has(value)}>${label}</option>`,
    )}
  </select>`;
}
