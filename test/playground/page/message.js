/** One message as Discord shows it: who, when, what it answers, and its content. */
import { useContext } from "preact/hooks";
import { Attachments } from "./attachments.js";
import { Components } from "./components.js";
import { Embeds } from "./embeds.js";
import { classes, Frozen, html } from "./html.js";
import { Avatar, Icon } from "./icons.js";
import { Markdown } from "./markdown-view.js";
import { clockTime } from "./moments.ts";
import { Show, useNames } from "./names.js";

const THREAD_CREATED = 18;

export class Message extends Frozen {
  render({ message, scene, store, isGrouped, repliedTo, isPing }) {
    const author = scene.users.find(({ id }) => id === message.author.id) ?? message.author;
    const name = author.name ?? author.username;
    if (message.type === THREAD_CREATED) return html`<${ThreadNote} ...${{ message, name }} />`;
    return html`<article
      class=${classes("message", isGrouped && "grouped", isPing && "ping", message.ephemeral && "ephemeral")}
      data-id=${message.id}
      tabindex="-1"
      aria-label=${`${name}, ${clockTime(message.createdAt, Date.now())}`}
    >
      <${Answers} message=${message} repliedTo=${repliedTo} scene=${scene} />
      ${
        isGrouped
          ? html`<${Clock} at=${message.createdAt} />`
          : html`<${Avatar} user=${author} />
              <p class="byline">
                <span class=${classes("author", author.may)}>${name}</span>
                ${author.bot && html`<span class="tag">APP</span>`}
                <${Clock} at=${message.createdAt} />
              </p>`
      }
      <div class="body">
        <${Content} message=${message} />
        <${Attachments} message=${message} />
        <${Embeds} message=${message} />
        <${Components} message=${message} store=${store} />
        <${ThreadLink} message=${message} />
        ${message.ephemeral && html`<${OnlyYou} message=${message} store=${store} />`}
      </div>
      <div class="tools">
        <button class="icon-button" aria-label="Reply" onClick=${() => store.answer(message)}>
          <${Icon} name="reply" />
        </button>
      </div>
    </article>`;
  }
}

function Content({ message }) {
  if (message.thinking) {
    return html`<p class="thinking" role="status">
      <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>Roost is thinking…
    </p>`;
  }
  const edited = message.editedAt !== undefined && html` <${Edited} at=${message.editedAt} />`;
  if (message.content === "") return edited && html`<div class="content">${edited}</div>`;
  return html`<div class="content"><${Markdown} text=${message.content} />${edited}</div>`;
}

const Edited = ({ at }) => html`<span class="edited" title=${new Date(at).toLocaleString()}>(edited)</span>`;

const Clock = ({ at }) =>
  html`<time class="clock" datetime=${new Date(at).toISOString()} title=${new Date(at).toLocaleString()}
    >${clockTime(at, Date.now())}</time
  >`;

/** What stands above: the command that was used, or the message it replies to. */
function Answers({ message, repliedTo, scene }) {
  const { used, replyTo } = message;
  const nameOf = (id) => scene.users.find((user) => user.id === id)?.name ?? "somebody";
  if (used) {
    const isCommand = used.what.startsWith("/");
    return html`<p class="answers">
      <b>${nameOf(used.userId)}</b>${" used "}
      ${isCommand ? html`<span class="mention">${used.what}</span>` : html`<span>${used.what}</span>`}
    </p>`;
  }
  if (!replyTo) return undefined;
  if (!repliedTo) return html`<p class="answers">a message that is no longer here</p>`;
  return html`<p class="answers">
    <b>@${nameOf(repliedTo.author.id)}</b>${" "}
    <span class="quoted">${repliedTo.content.slice(0, 120) || "…"}</span>
  </p>`;
}

/** Discord's own note that a thread was started. */
function ThreadNote({ message, name }) {
  const show = useContext(Show);
  const { channel } = useNames();
  const thread = channel(message.threadId);
  return html`<article
    class="message note"
    data-id=${message.id}
    tabindex="-1"
    aria-label="A thread was started"
  >
    <${Icon} name="thread" />
    <p>
      <b>${name}</b> started a thread:${" "}
      ${
        thread
          ? html`<button class="link thread-name" onClick=${() => show(thread.id)}>${thread.name}</button>`
          : html`<b>${message.content}</b>`
      }${" "}
      <${Clock} at=${message.createdAt} />
    </p>
  </article>`;
}

/** Below a message from which a thread was started. */
function ThreadLink({ message }) {
  const show = useContext(Show);
  const thread = useNames().channel(message.threadId);
  if (!thread) return undefined;
  return html`<button class="thread-link" onClick=${() => show(thread.id)}>
    <${Icon} name="thread" /><b>${thread.name}</b> ${thread.isArchived ? "Archived" : "See thread"} ›
  </button>`;
}

function OnlyYou({ message, store }) {
  const dismiss = () => store.act({ do: "erase", channelId: message.channelId, messageId: message.id });
  return html`<p class="only-you">
    <${Icon} name="eye" /> Only you can see this ·
    <button class="link" onClick=${dismiss}>Dismiss message</button>
  </p>`;
}
