/** What one can press and choose on a message, and Components V2: containers, sections, galleries, separators, files. */
import { useState } from "preact/hooks";
import { Attachment, Picture } from "./attachments.js";
import { paint } from "./embeds.js";
import { html } from "./html.js";
import { Markdown } from "./markdown-view.js";
import { ownPath } from "./media.js";
import { Select } from "./select.js";

const parts = {
  1: Row,
  2: Button,
  3: MessageSelect,
  5: MessageSelect,
  6: MessageSelect,
  7: MessageSelect,
  8: MessageSelect,
  9: Section,
  10: ({ component }) => html`<div class="content"><${Markdown} text=${component.content} /></div>`,
  11: Thumbnail,
  12: Gallery,
  13: FileOf,
  14: ({ component }) =>
    html`<hr
      class=${`separator ${component.divider === false ? "blank" : ""} ${component.spacing === 2 ? "wide" : ""}`}
    />`,
  17: Container,
};

export function Components({ message, store }) {
  return draw(message.components, { message, store });
}

function draw(components = [], context) {
  return components.map((component) => {
    const Part = parts[component.type];
    if (!Part) return html`<p class="elsewhere">A component of type ${component.type}.</p>`;
    const part = html`<${Part} component=${component} ...${context} />`;
    return component.spoiler ? html`<${Covered}>${part}<//>` : part;
  });
}

/** Not shown before somebody asks for it. */
function Covered({ children }) {
  const [isShown, setShown] = useState(false);
  if (isShown) return children;
  return html`<button class="covered" onClick=${() => setShown(true)}>Spoiler: show it</button>`;
}

function Row({ component, ...context }) {
  return html`<div class="row">${draw(component.components, context)}</div>`;
}

const LINK = 5;
const styles = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "secondary" };

function Button({ component, message, store }) {
  const [isPressed, setPressed] = useState(false);
  const { label = "", emoji, style, url, disabled, custom_id: customId } = component;
  const text = [emoji?.id ? `:${emoji.name}:` : emoji?.name, label].filter(Boolean).join(" ");
  if (style === LINK) {
    if (!/^https?:\/\//.test(url ?? "")) return html`<span class="button secondary">${text}</span>`;
    return html`<a class="button secondary" href=${url} target="_blank" rel="noopener noreferrer"
      >${text} ↗</a
    >`;
  }
  const press = async () => {
    setPressed(true);
    const { id: messageId, channelId } = message;
    await store.perform({ do: "click", channelId, messageId, customId }, `${text} …`);
    setPressed(false);
  };
  return html`<button
    class=${`button ${styles[style] ?? "secondary"}`}
    disabled=${disabled || isPressed}
    aria-busy=${isPressed}
    onClick=${press}
  >
    ${text}
  </button>`;
}

function MessageSelect({ component, message, store }) {
  const choose = (values) => {
    const { id: messageId, channelId } = message;
    const action = { do: "select", channelId, messageId, customId: component.custom_id, values };
    return store.perform(action, "Sending the choice …");
  };
  return html`<${Select} component=${component} onChoose=${choose} />`;
}

function Section({ component, ...context }) {
  return html`<div class="section">
    <div>${draw(component.components, context)}</div>
    ${component.accessory && draw([component.accessory], context)}
  </div>`;
}

function Thumbnail({ component, message }) {
  return html`<${Picture}
    className="thumbnail"
    path=${ownPath(component.media?.url, message)}
    alt=${component.description}
  />`;
}

function Gallery({ component, message }) {
  return html`<div class="gallery">
    ${component.items.map(({ media, description, spoiler }) => {
      const picture = html`<${Picture} path=${ownPath(media?.url, message)} alt=${description} />`;
      return spoiler ? html`<${Covered}>${picture}<//>` : picture;
    })}
  </div>`;
}

function FileOf({ component, message }) {
  const path = ownPath(component.file?.url, message);
  const file = message.attachments.find(({ url }) => ownPath(url, message) === path);
  return file && html`<${Attachment} file=${file} message=${message} />`;
}

function Container({ component, ...context }) {
  return html`<div class="container" ref=${(element) => paint(element, component.accent_color)}>
    ${draw(component.components, context)}
  </div>`;
}
