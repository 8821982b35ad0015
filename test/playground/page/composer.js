/** Where one writes: plain messages, and after a `/` the commands with their options. */
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { CommandForm } from "./command-form.js";
import { upload } from "./connection.js";
import { html } from "./html.js";
import { Icon } from "./icons.js";
import { Suggestions, useSuggestions } from "./suggestions.js";
import { findEntries, toEntries } from "./slash.ts";

export function Composer({ store, channel }) {
  const [entry, setEntry] = useState(undefined);
  const { notice, replyTo } = store;
  return html`<footer class="composer" id="composer">
    ${notice && html`<${Notice} notice=${notice} onClose=${() => store.notify(undefined)} />`}
    ${replyTo && html`<${Replying} store=${store} message=${replyTo} />`}
    ${
      entry
        ? html`<${CommandForm}
            key=${entry.path}
            store=${store}
            entry=${entry}
            channelId=${channel.id}
            onClose=${() => setEntry(undefined)}
          />`
        : html`<${MessageBox} store=${store} channel=${channel} onCommand=${setEntry} />`
    }
  </footer>`;
}

function Notice({ notice, onClose }) {
  return html`<div
    class=${notice.isProblem ? "notice problem" : "notice"}
    role=${notice.isProblem ? "alert" : "status"}
  >
    <span>${notice.text}</span>
    <button class="icon-button" aria-label="Close this note" onClick=${onClose}>
      <${Icon} name="close" />
    </button>
  </div>`;
}

function Replying({ store, message }) {
  const name = store.scene.users.find(({ id }) => id === message.author.id)?.name;
  return html`<div class="notice">
    <span>Replying to <b>${name}</b></span>
    <button class="icon-button" aria-label="Do not reply" onClick=${() => store.answer(undefined)}>
      <${Icon} name="close" />
    </button>
  </div>`;
}

function MessageBox({ store, channel, onCommand }) {
  const [text, setText] = useState("");
  const [files, setFiles] = useState([]);
  const box = useRef();
  const entries = useMemo(() => toEntries(store.scene.commands), [store.scene.commands]);
  const found = /^\/[\w -]*$/.test(text) ? findEntries(entries, text) : [];
  useLayoutEffect(() => box.current.focus({ preventScroll: true }), [store.replyTo]);

  const choose = (entry) => onCommand(entry);
  const suggestions = useSuggestions({
    items: found.map((entry) => ({ name: entry.path, detail: entry.description, value: entry })),
    onPick: ({ value }) => choose(value),
  });

  const type = (value) => {
    const exact = entries.find(({ path }) => value === `${path} `);
    suggestions.reopen();
    if (exact) choose(exact);
    else setText(value);
  };
  const send = async () => {
    if (text.trim() === "" && files.length === 0) return;
    if (text.startsWith("/")) return store.notify({ text: `There is no command ${text}.`, isProblem: true });
    setText("");
    setFiles([]);
    const replyTo = store.replyTo?.id;
    store.answer(undefined);
    const said = { do: "say", channelId: channel.id, text: withMentions(text, store.scene), files };
    await store.perform(replyTo ? { ...said, replyTo } : said, "Sending …");
  };
  const onKeyDown = (event) => {
    if (suggestions.onKeyDown(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void send();
    } else if (event.key === "Escape") store.answer(undefined);
  };
  const place = channel.parentId ? `Message “${channel.name}”` : `Message #${channel.name}`;
  const attach = async ({ target }) => {
    try {
      for (const file of target.files) setFiles([...files, { ...(await upload(file)), name: file.name }]);
    } catch (error) {
      store.notify({ text: error.message, isProblem: true });
    }
    target.value = "";
  };
  return html`<div class="box">
    <${Suggestions} label="Commands" ...${suggestions} />
    <label class="icon-button" title="Attach a file">
      <${Icon} name="clip" /><span class="hidden">Attach a file</span>
      <input type="file" class="hidden" multiple onChange=${attach} />
    </label>
    <div class="writing">
      ${files.map(({ name }) => html`<span class="chip">${name}</span>`)}
      <textarea
        ref=${box}
        rows=${Math.min(8, text.split("\n").length)}
        placeholder=${place}
        aria-label=${place}
        maxlength="2000"
        value=${text}
        onInput=${({ target }) => type(target.value)}
        onKeyDown=${onKeyDown}
        ...${suggestions.inputProps}
      ></textarea>
    </div>
    <button class="icon-button send" aria-label="Send" onClick=${send}><${Icon} name="send" /></button>
  </div>`;
}

/** `@Vera` and `#console` become what Discord's client makes of them. */
function withMentions(text, { users, channels }) {
  let result = text;
  for (const { id, name } of users) result = result.replaceAll(`@${name}`, `<@${id}>`);
  for (const { id, name } of channels.toSorted((a, b) => b.name.length - a.name.length)) {
    const literal = name.replaceAll(/[^\w\s]/g, String.raw`\$&`);
    result = result.replaceAll(new RegExp(`#${literal}(?![\\w-])`, "g"), `<#${id}>`);
  }
  return result;
}
