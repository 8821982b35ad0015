/** One option of a command: a field with its name, and above it what can stand in it. */
import { useEffect, useRef, useState } from "preact/hooks";
import { upload } from "./connection.js";
import { html } from "./html.js";
import { Suggestions, useSuggestions } from "./suggestions.js";
import { channelsFor } from "./select.js";
import { kindOf } from "./slash.ts";

const completeAfterMs = 120;

export function OptionField(props) {
  return kindOf(props.option) === "file"
    ? html`<${FileField} ...${props} />`
    : html`<${TextField} ...${props} />`;
}

function TextField({ store, option, field, problem, onChange, onRemove, complete }) {
  const { name, description, required } = option;
  const { typed = "" } = field;
  const [isFocused, setFocused] = useState(false);
  const [isSettled, setSettled] = useState(false);
  const offered = useOffered({ option, typed, isFocused, complete, scene: store.scene });
  const suggestions = useSuggestions({
    items: isFocused && !isSettled ? offered.items : [],
    isLoading: isFocused && !isSettled && offered.isLoading,
    onPick: (item) => {
      setSettled(true);
      onChange({ typed: item.name, picked: item.value });
    },
  });
  const onKeyDown = (event) => {
    if (suggestions.onKeyDown(event)) return;
    if (event.key === "Backspace" && typed === "") {
      event.preventDefault();
      onRemove();
    }
  };
  return html`<span class=${problem ? "option wrong" : "option"}>
    <label>
      <span class="option-name">${name}${required && html`<span class="hidden"> (needed)</span>`}</span>
      <input
        data-option=${name}
        value=${typed}
        size=${Math.min(40, Math.max(8, typed.length + 1))}
        inputmode=${{ integer: "numeric", number: "decimal" }[kindOf(option)]}
        placeholder=${kindOf(option) === "text" ? "" : kindOf(option)}
        aria-invalid=${Boolean(problem)}
        aria-description=${problem ?? description}
        title=${description}
        onInput=${({ target }) => {
          setSettled(false);
          suggestions.reopen();
          onChange({ typed: target.value });
        }}
        onFocus=${() => setFocused(true)}
        onBlur=${() => setFocused(false)}
        onKeyDown=${onKeyDown}
        ...${suggestions.inputProps}
      />
    </label>
    ${problem && html`<span class="wrong-why" role="alert">${problem}</span>`}
    <${Suggestions} label=${`${name}: ${description}`} ...${suggestions} />
  </span>`;
}

/** What can be chosen: the option's own choices, people and places, or what the bot offers for what is typed so far. */
function useOffered({ option, typed, isFocused, complete, scene }) {
  /** `isFor` is the text that they were offered for. */
  const [live, setLive] = useState({ items: [], isFor: undefined });
  const asked = useRef(0);
  useEffect(() => {
    if (!option.autocomplete || !isFocused) return undefined;
    asked.current += 1;
    const mine = asked.current;
    const timer = setTimeout(async () => {
      const items = await complete(typed).catch(() => [
        { name: "Loading the choices failed.", value: typed },
      ]);
      // A later letter has asked anew.
      if (mine === asked.current) setLive({ items, isFor: typed });
    }, completeAfterMs);
    return () => clearTimeout(timer);
  }, [typed, isFocused]);
  if (option.autocomplete) return { items: live.items, isLoading: live.isFor !== typed };
  const wanted = typed.toLowerCase();
  const items = fixedItems(option, scene).filter(({ name }) => name.toLowerCase().includes(wanted));
  return { items, isLoading: false };
}

function fixedItems(option, scene) {
  const { users, roles, guild } = scene;
  if (option.choices) return option.choices;
  const people = users.map(({ id, name }) => ({ name: `@${name}`, value: id }));
  const groups = roles
    .filter(({ id }) => id !== guild.id)
    .map(({ id, name }) => ({ name: `@${name}`, detail: "role", value: id }));
  switch (kindOf(option)) {
    case "boolean":
      return [
        { name: "True", value: true },
        { name: "False", value: false },
      ];
    case "user":
      return people;
    case "role":
      return groups;
    case "mentionable":
      return [...people, ...groups];
    case "channel":
      return channelsFor(option, scene).map(({ id, name }) => ({ name: `#${name}`, value: id }));
    default:
      return [];
  }
}

function FileField({ store, option, field, problem, onChange }) {
  const { name, description } = option;
  const [isBusy, setBusy] = useState(false);
  const take = async (file) => {
    if (!file) return;
    setBusy(true);
    try {
      onChange({ typed: file.name, picked: await upload(file) });
    } catch (error) {
      store.notify({ text: error.message, isProblem: true });
    }
    setBusy(false);
  };
  return html`<span class=${problem ? "option wrong" : "option"}>
    <label
      class="drop"
      onDragOver=${(event) => event.preventDefault()}
      onDrop=${(event) => {
        event.preventDefault();
        void take(event.dataTransfer.files[0]);
      }}
    >
      <span class="option-name">${name}</span>
      <span class="drop-text"
        >${isBusy ? "Sending the file …" : (field.typed ?? "Choose a file, or drop one here")}</span
      >
      <input
        type="file"
        class="hidden"
        data-option=${name}
        aria-description=${problem ?? description}
        onChange=${({ target }) => take(target.files[0])}
      />
    </label>
    ${problem && html`<span class="wrong-why" role="alert">${problem}</span>`}
  </span>`;
}
