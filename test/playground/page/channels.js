/** The left side: the guild's channels with their unread marks, and who one is. */
import { classes, html } from "./html.js";
import { Avatar, Icon } from "./icons.js";

export function Channels({ store, onShow }) {
  const { scene, channelId, unread } = store;
  return html`<nav class="side left" aria-label="Channels">
    <p class="guild"><img src="/icon.svg" alt="" class="guild-icon" />${scene.guild.name}</p>
    <ul class="channels">
      ${scene.channels
        .filter(({ id, isArchived }) => !isArchived || id === channelId)
        .map(
          (channel) =>
            html`<li
              key=${channel.id}
              class=${classes(channel.parentId && "thread", channel.isArchived && "archived")}
            >
              <${ChannelButton}
                channel=${channel}
                isOpen=${channel.id === channelId}
                unread=${channel.id === channelId ? undefined : unread.get(channel.id)}
                onShow=${onShow}
              />
            </li>`,
        )}
    </ul>
    <${WhoAmI} store=${store} />
  </nav>`;
}

/** `#`, or a drawing for a thread. */
export function ChannelSign({ channel }) {
  if (!channel?.parentId) return html`<span class="hash" aria-hidden="true">#</span>`;
  return html`<span class="hash"><${Icon} name="thread" /></span>`;
}

function ChannelButton({ channel, isOpen, unread, onShow }) {
  return html`<button
    class=${classes("channel", isOpen && "open", unread && "unread")}
    aria-label=${unread ? `${channel.name}, ${unread.count} unread` : channel.name}
    aria-current=${isOpen ? "page" : undefined}
    onClick=${() => onShow(channel.id)}
  >
    <${ChannelSign} channel=${channel} /><span class="channel-name">${channel.name}</span>
    ${unread?.pings > 0 && html`<span class="pings" aria-hidden="true">${unread.pings}</span>`}
  </button>`;
}

const words = {
  admin: "Admin: may do everything",
  operator: "Operator: runs the servers",
  viewer: "Viewer: may look",
  nobody: "No role at all",
};

function WhoAmI({ store }) {
  const { scene } = store;
  const people = scene.users.filter(({ may }) => may);
  return html`<fieldset class="who">
    <legend>Who am I?</legend>
    ${people.map(
      (user) =>
        html`<label
          key=${user.id}
          class=${classes("person", user.id === scene.me && "me")}
          title=${words[user.may]}
        >
          <input
            type="radio"
            name="person"
            class="hidden"
            value=${user.may}
            checked=${user.id === scene.me}
            onChange=${() => store.be(user.name.toLowerCase())}
          />
          <${Avatar} user=${user} />
          <span class="person-name">${user.name}</span>
          <span class=${`tier ${user.may}`}>${user.may}</span>
        </label>`,
    )}
  </fieldset>`;
}
