/** A select of any kind: texts, people, roles, channels. One choice goes at once; several are ticked, then sent. */
import { useState } from "preact/hooks";
import { html } from "./html.js";
import { useNames } from "./names.js";

const STRING = 3;
const USER = 5;
const ROLE = 6;
const CHANNEL = 8;

/** What can be chosen: `{ label, value, description?, default? }`. */
export function useChoices(component) {
  const { scene } = useNames();
  const users = scene.users.map(({ id, name }) => ({ value: id, label: `@${name}` }));
  const roles = scene.roles
    .filter(({ id }) => id !== scene.guild.id)
    .map(({ id, name }) => ({ value: id, label: `@${name} (role)` }));
  switch (component.type) {
    case STRING:
      return (component.options ?? []).map((option) => ({ ...option, label: withEmoji(option) }));
    case USER:
      return users;
    case ROLE:
      return roles;
    case CHANNEL:
      return channelsFor(component, scene).map(({ id, name }) => ({ value: id, label: `#${name}` }));
    default:
      return [...users, ...roles];
  }
}

/** Only those of the types that are asked for. */
export const channelsFor = ({ channel_types: types }, { channels }) =>
  channels.filter(({ type, isArchived }) => !isArchived && (!types?.length || types.includes(type)));

const withEmoji = ({ label, emoji }) =>
  emoji ? `${emoji.id ? `:${emoji.name}:` : emoji.name} ${label}` : label;

/** What is chosen before anybody touches it. */
export const presetIds = ({ options = [], default_values: defaults = [] }) => [
  ...options.filter((option) => option.default).map(({ value }) => value),
  ...defaults.map(({ id }) => id),
];

export function Select({ component, onChoose }) {
  const choices = useChoices(component);
  const { placeholder = "Choose …", disabled, max_values: most = 1, min_values: least = 1 } = component;
  if (most > 1)
    return html`<${Ticks} ...${{ component, choices, placeholder, disabled, least, most, onChoose }} />`;
  const [chosen = ""] = presetIds(component);
  return html`<select
    class="select"
    aria-label=${placeholder}
    disabled=${disabled}
    value=${chosen}
    onChange=${({ target }) => onChoose(target.value === "" ? [] : [target.value])}
  >
    <option value="" disabled=${least > 0}>${placeholder}</option>
    ${choices.map(
      ({ label, value, description }) =>
        html`<option key=${value} value=${value}>
          ${description ? `${label} — ${description}` : label}
        </option>`,
    )}
  </select>`;
}

function Ticks({ component, choices, placeholder, disabled, least, most, onChoose }) {
  const [values, setValues] = useState(presetIds(component));
  const toggle = (value) =>
    setValues(values.includes(value) ? values.filter((one) => one !== value) : [...values, value]);
  const fits = values.length >= least && values.length <= most;
  const onKeyDown = (event) => {
    if (event.key !== "Escape" || !event.currentTarget.open) return;
    event.stopPropagation();
    event.currentTarget.open = false;
    event.currentTarget.firstElementChild.focus();
  };
  return html`<details class="ticks" onKeyDown=${onKeyDown}>
    <summary class="select">${placeholder}${values.length > 0 ? ` (${values.length})` : ""}</summary>
    <fieldset disabled=${disabled}>
      <legend class="hidden">${placeholder}</legend>
      ${choices.map(
        ({ label, value, description }) =>
          html`<label key=${value}>
            <input type="checkbox" checked=${values.includes(value)} onChange=${() => toggle(value)} />
            <span>${label}${description && html`<small>${description}</small>`}</span>
          </label>`,
      )}
      <button class="button primary" type="button" disabled=${!fits} onClick=${() => onChoose(values)}>
        Choose
      </button>
    </fieldset>
  </details>`;
}
