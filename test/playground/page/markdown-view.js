/** Draws what the markdown parser found. Text becomes text nodes, never HTML. */
import { useContext, useEffect, useMemo, useState } from "preact/hooks";
import { parseAnsi } from "./ansi.ts";
import { html } from "./html.js";
import { parseMarkdown } from "./markdown.ts";
import { momentInWords } from "./moments.ts";
import { Show, useNames } from "./names.js";

export function Markdown({ text }) {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  return blocks.map((block) => html`<${Block} block=${block} />`);
}

const headings = { 1: "h3", 2: "h4", 3: "h5" };

function Block({ block }) {
  switch (block.kind) {
    case "fence":
      return html`<${CodeBlock} language=${block.language} text=${block.text} />`;
    case "heading":
      return html`<${headings[block.level]} class=${`heading-${block.level}`}>${draw(block.children)}<//>`;
    case "subtext":
      return html`<p class="subtext">${draw(block.children)}</p>`;
    case "quote":
      return html`<blockquote>${block.blocks.map((inner) => html`<${Block} block=${inner} />`)}</blockquote>`;
    case "item":
      return html`<p class=${`item depth-${block.depth}`}>
        <span class="marker">${block.marker}</span><span>${draw(block.children)}</span>
      </p>`;
    default:
      return html`<p>${draw(block.children)}</p>`;
  }
}

/** A code block: `ansi` with its colours, `diff` with green and red lines, all else plain. */
export function CodeBlock({ language, text }) {
  const lines =
    language === "ansi"
      ? parseAnsi(text).map(
          ({ text: part, classes }) => html`<span class=${classes.join(" ")}>${part}</span>`,
        )
      : language === "diff"
        ? text.split(/(?<=\n)/).map((line) => html`<span class=${diffClass(line)}>${line}</span>`)
        : text;
  return html`<pre
    class="code"
    tabindex="0"
    aria-label=${language ? `${language} code` : "code"}
  ><code>${lines}</code></pre>`;
}

const diffClass = (line) => ({ "+": "added", "-": "removed" })[line[0]] ?? "";

const draw = (nodes) => nodes.map((node) => html`<${Node} node=${node} />`);
const tags = { strong: "strong", em: "em", underline: "u", strike: "s" };

function Node({ node }) {
  switch (node.kind) {
    case "text":
      return node.text;
    case "code":
      return html`<code class="inline-code">${node.text}</code>`;
    case "link":
      return html`<a href=${node.href} target="_blank" rel="noopener noreferrer nofollow"
        >${draw(node.children)}</a
      >`;
    case "mention":
      return html`<${Mention} node=${node} />`;
    case "everyone":
      return html`<span class="mention">${node.text}</span>`;
    case "command":
      return html`<span class="mention">/${node.name}</span>`;
    case "emoji":
      return `:${node.name}:`;
    case "time":
      return html`<${Moment} seconds=${node.seconds} style=${node.style} />`;
    case "spoiler":
      return html`<${Spoiler}>${draw(node.children)}<//>`;
    default:
      return html`<${tags[node.kind]}>${draw(node.children)}<//>`;
  }
}

function Mention({ node }) {
  const names = useNames();
  const show = useContext(Show);
  if (node.of === "channel" && names.channel(node.id)) {
    return html`<button class="mention" onClick=${() => show(node.id)}>
      #${names.channelName(node.id)}
    </button>`;
  }
  const name = {
    user: () => `@${names.userName(node.id)}`,
    role: () => `@${names.roleName(node.id)}`,
    channel: () => `#${names.channelName(node.id)}`,
  }[node.of]();
  return html`<span class="mention">${name}</span>`;
}

const everySecondMs = 1000;

function Moment({ seconds, style }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (style !== "R") return undefined;
    const timer = setInterval(() => setNow(Date.now()), everySecondMs);
    return () => clearInterval(timer);
  }, [style]);
  return html`<time class="moment" title=${momentInWords(seconds, "F", now)}
    >${momentInWords(seconds, style, now)}</time
  >`;
}

function Spoiler({ children }) {
  const [isShown, setShown] = useState(false);
  if (isShown) return html`<span class="spoiler shown">${children}</span>`;
  return html`<button class="spoiler" aria-label="Spoiler: show it" onClick=${() => setShown(true)}>
    <span aria-hidden="true">${children}</span>
  </button>`;
}
