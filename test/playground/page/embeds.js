/** Embeds: a colour bar, title, text, fields side by side where they are inline, pictures, footer. */
import { html } from "./html.js";
import { Picture } from "./attachments.js";
import { Markdown } from "./markdown-view.js";
import { ownPath } from "./media.js";
import { clockTime } from "./moments.ts";

const SUPPRESS_EMBEDS = 1 << 2;

export function Embeds({ message }) {
  if ((message.flags & SUPPRESS_EMBEDS) !== 0) return undefined;
  return message.embeds.map((embed) => html`<${Embed} embed=${embed} message=${message} />`);
}

function Embed({ embed, message }) {
  const { title, url, description, fields = [], footer, author, image, thumbnail, timestamp, color } = embed;
  const picture = (media, className) =>
    media && html`<${Picture} path=${ownPath(media.url, message)} className=${className} alt=${title} />`;
  return html`<section class="embed" ref=${(element) => paint(element, color)}>
    ${author && html`<p class="embed-author">${author.name}</p>`}
    ${title && html`<p class="embed-title"><${Title} title=${title} url=${url} /></p>`}
    ${description && html`<div class="embed-text"><${Markdown} text=${description} /></div>`}
    ${fields.length > 0 && html`<dl class="fields">${fields.map(field)}</dl>`}
    ${picture(thumbnail, "thumbnail")} ${picture(image, "picture")}
    ${
      (footer || timestamp) &&
      html`<p class="embed-footer">
        ${[footer?.text, timestamp && clockTime(Date.parse(timestamp), Date.now())].filter(Boolean).join(" · ")}
      </p>`
    }
  </section>`;
}

/** A colour bar: 24-bit RGB. Set by script, because the page allows no inline styles. */
export function paint(element, colour) {
  if (colour === undefined || colour === null) return;
  element?.style.setProperty("--bar", `#${colour.toString(16).padStart(6, "0")}`);
}

function Title({ title, url }) {
  const text = html`<${Markdown} text=${title} />`;
  if (!/^https?:\/\//.test(url ?? "")) return text;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer nofollow">${text}</a>`;
}

const field = ({ name, value, inline }) =>
  html`<div class=${inline ? "field inline" : "field"}>
    <dt><${Markdown} text=${name} /></dt>
    <dd><${Markdown} text=${value} /></dd>
  </div>`;
