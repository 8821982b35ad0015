/** A command with its options, before it is sent: required ones are there, the others are added by a button. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { html } from "./html.js";
import { Icon } from "./icons.js";
import { OptionField } from "./option-field.js";
import { readOption } from "./slash.ts";

/** `typed` is what stands in a field; `picked` what was chosen from a list for it. */
const valueOf = (option, { typed = "", picked } = {}) =>
  picked === undefined ? readOption(option, typed) : { value: picked };

const isEmpty = (field) => (field?.typed ?? "") === "" && field?.picked === undefined;

export function CommandForm({ store, entry, channelId, onClose }) {
  const { path, options } = entry;
  const [shown, setShown] = useState(options.filter(({ required }) => required).map(({ name }) => name));
  const [fields, setFields] = useState({});
  const [problems, setProblems] = useState({});
  const form = useRef();
  const toFocus = useRef(shown[0]);

  useLayoutEffect(() => {
    const wanted = toFocus.current;
    toFocus.current = undefined;
    if (wanted) form.current.querySelector(`[data-option="${wanted}"]`)?.focus();
    else if (shown.length === 0 && !form.current.contains(document.activeElement)) form.current.focus();
  }, [shown]);

  const others = options.filter(({ name }) => !shown.includes(name));
  const add = (name) => {
    toFocus.current = name;
    setShown([...shown, name]);
  };
  const remove = (name) => {
    if (options.find((option) => option.name === name)?.required) return onClose();
    toFocus.current = shown.at(shown.indexOf(name) - 1);
    setFields({ ...fields, [name]: undefined });
    setShown(shown.filter((one) => one !== name));
  };
  const set = (name, field) => {
    setFields((all) => ({ ...all, [name]: field }));
    setProblems((all) => ({ ...all, [name]: undefined }));
  };

  /** What is filled in and fits, without what does not. */
  const values = () => {
    const filled = options.filter(({ name }) => shown.includes(name) && !isEmpty(fields[name]));
    const read = filled.map((option) => [option.name, valueOf(option, fields[option.name])]);
    return Object.fromEntries(
      read.filter(([, result]) => "value" in result).map(([name, { value }]) => [name, value]),
    );
  };

  const send = () => {
    const wrong = {};
    for (const option of options.filter(({ name }) => shown.includes(name))) {
      const field = fields[option.name];
      if (isEmpty(field)) {
        if (option.required) wrong[option.name] = "This is needed.";
        continue;
      }
      const { problem } = valueOf(option, field);
      if (problem) wrong[option.name] = problem;
    }
    setProblems(wrong);
    const [first] = Object.keys(wrong);
    if (first) return form.current.querySelector(`[data-option="${first}"]`)?.focus();
    onClose();
    void store.perform({ do: "slash", channelId, path, options: values() }, `Sending ${path} …`);
  };

  const onKeyDown = (event) => {
    if (event.defaultPrevented) return;
    if (event.key === "Enter" && event.target.tagName !== "BUTTON") {
      event.preventDefault();
      send();
    } else if (event.key === "Escape" || (event.key === "Backspace" && event.target === form.current)) {
      event.preventDefault();
      event.stopPropagation();
      onClose();
    }
  };

  return html`<div
    class="box call"
    role="group"
    tabindex="-1"
    aria-label=${`${path}: ${entry.description}. Enter sends it, Escape leaves it.`}
    ref=${form}
    onKeyDown=${onKeyDown}
  >
    <div class="call-parts">
      <p class="call-head"><b class="call-path">${path}</b> <span>${entry.description}</span></p>
      ${shown.map((name) => {
        const option = options.find((one) => one.name === name);
        return html`<${OptionField}
          key=${name}
          store=${store}
          option=${option}
          field=${fields[name] ?? {}}
          problem=${problems[name]}
          onChange=${(field) => set(name, field)}
          onRemove=${() => remove(name)}
          complete=${(typed) => {
            const filled = Object.entries(values()).filter(([, value]) => typeof value !== "object");
            const all = { ...Object.fromEntries(filled), [name]: typed };
            return store.act({ do: "complete", channelId, path, options: all, focused: name });
          }}
        />`;
      })}
      ${others.map(
        ({ name, description }) =>
          html`<button key=${name} class="add-option" title=${description} onClick=${() => add(name)}>
            + ${name}
          </button>`,
      )}
    </div>
    <button class="icon-button" aria-label="Leave the command" onClick=${onClose}>
      <${Icon} name="close" />
    </button>
    <button class="icon-button send" aria-label=${`Send ${path}`} onClick=${send}>
      <${Icon} name="send" />
    </button>
  </div>`;
}
