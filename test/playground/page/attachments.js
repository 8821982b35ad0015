/** What hangs on a message: pictures, texts with a preview, and everything else as a download. */
import { useEffect, useState } from "preact/hooks";
import { html } from "./html.js";
import { Icon } from "./icons.js";
import { bytesInWords, isImage, isText, ownPath, usedNames } from "./media.js";

const previewLines = 12;

export function Attachments({ message }) {
  const used = usedNames(message);
  const shown = message.attachments.filter(({ filename }) => !used.has(filename));
  return shown.map((file) => html`<${Attachment} key=${file.id} file=${file} message=${message} />`);
}

export function Attachment({ file, message }) {
  const path = ownPath(file.url, message);
  if (isImage(file.filename))
    return html`<${Picture} path=${path} alt=${file.description ?? file.filename} />`;
  return html`<figure class="file">
    ${isText(file) && html`<${TextPreview} path=${path} />`}
    <figcaption>
      <${Icon} name="file" />
      <a href=${path} download=${file.filename}>${file.filename}</a>
      <span class="size">${bytesInWords(file.size)}</span>
    </figcaption>
  </figure>`;
}

export function Picture({ path, alt, className = "picture" }) {
  if (!path) return html`<span class="elsewhere">A picture from elsewhere is not loaded here.</span>`;
  return html`<img class=${className} src=${path} alt=${alt ?? ""} loading="lazy" />`;
}

function TextPreview({ path }) {
  const [text, setText] = useState("");
  const [isWhole, setWhole] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    fetch(path, { signal: stop.signal })
      .then((answer) => answer.text())
      .then(setText)
      // The message went away before its file came.
      .catch(() => undefined);
    return () => stop.abort();
  }, [path]);
  const lines = text.replace(/\n$/, "").split("\n");
  const hidden = lines.length - previewLines;
  return html`<pre
      class="code preview"
      tabindex="0"
    ><code>${isWhole ? text : lines.slice(0, previewLines).join("\n")}</code></pre>
    ${
      hidden > 0 &&
      html`<button class="link" aria-expanded=${isWhole} onClick=${() => setWhole(!isWhole)}>
        ${isWhole ? "Show less" : `Show ${hidden.toLocaleString("en-US")} more lines`}
      </button>`
    }`;
}
