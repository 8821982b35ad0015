/** A list above the field that is typed into, moved in by the arrow keys: commands, choices, autocomplete. */
import { useEffect, useRef, useState } from "preact/hooks";
import { classes, html } from "./html.js";

let lastId = 0;

/** `items` are `{ name, detail?, value }`. Gives what the list and its field need; closed by Escape it stays so until `reopen`. */
export function useSuggestions({ items, onPick, isLoading = false }) {
  const id = useRef(`suggestions-${(lastId += 1)}`).current;
  const [wanted, setActive] = useState(0);
  // None while the list is still that of what was typed before: what somebody sees is not what they mean then.
  const active = isLoading ? -1 : Math.min(wanted, items.length - 1);
  const [isClosed, setClosed] = useState(false);
  const key = items.map(({ name }) => name).join("\n");
  useEffect(() => setActive(0), [key]);
  const isOpen = !isClosed && (items.length > 0 || isLoading);
  const pick = (item) => {
    if (item) onPick(item);
  };
  const onKeyDown = (event) => {
    if (!isOpen || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && items.length > 0)
      setActive((Math.max(0, active) + step + items.length) % items.length);
    else if ((event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) && items[active])
      pick(items[active]);
    else if (event.key === "Escape") setClosed(true);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const inputProps = {
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": isOpen,
    "aria-controls": id,
    "aria-activedescendant": isOpen && active >= 0 ? `${id}-${active}` : undefined,
  };
  return {
    id,
    items,
    active,
    isOpen,
    isLoading,
    pick,
    onKeyDown,
    inputProps,
    reopen: () => setClosed(false),
  };
}

export function Suggestions({ id, label, items, active, isOpen, isLoading, pick }) {
  const list = useRef();
  useEffect(() => list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }));
  if (!isOpen) return html`<ul id=${id} class="suggestions" role="listbox" aria-label=${label} hidden></ul>`;
  return html`<ul id=${id} class="suggestions" role="listbox" aria-label=${label} ref=${list}>
    ${isLoading && items.length === 0 && html`<li class="suggestion" role="presentation">Loading …</li>`}
    ${items.map(
      (item, index) =>
        html`<li
          key=${`${index} ${item.name}`}
          id=${`${id}-${index}`}
          role="option"
          class=${classes("suggestion", index === active && "active")}
          aria-selected=${index === active}
          onMouseDown=${(event) => {
            event.preventDefault();
            pick(item);
          }}
        >
          <span>${item.name}</span>${item.detail && html`<small>${item.detail}</small>`}
        </li>`,
    )}
  </ul>`;
}
