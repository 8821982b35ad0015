/** The whole page: channels on the left, messages and composer in the middle, the world on the right. */
import { useEffect, useState } from "preact/hooks";
import { Channels, ChannelSign } from "./channels.js";
import { Composer } from "./composer.js";
import { html } from "./html.js";
import { Icon } from "./icons.js";
import { Messages } from "./messages.js";
import { ModalForm } from "./modal.js";
import { Guild, Show } from "./names.js";
import { switchTheme } from "./theme.js";
import { WorldPanel } from "./world-panel.js";

export function App({ store }) {
  const [drawer, setDrawer] = useState(undefined);
  useEffect(() => {
    const onKey = ({ key }) => key === "Escape" && setDrawer(undefined);
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  const { scene, channelId } = store;
  if (!scene) return html`<p class="waiting" role="status">${waitingWords(store)}</p>`;
  const channel = scene.channels.find(({ id }) => id === channelId);
  const parent = scene.channels.find(({ id }) => id === channel?.parentId);
  const show = (id) => {
    store.show(id);
    setDrawer(undefined);
  };
  return html`<${Guild.Provider} value=${scene}
    ><${Show.Provider} value=${store.show}>
      <div class="app" data-drawer=${drawer ?? "none"}>
        <a class="skip" href="#composer">Skip to the message box</a>
        <${Channels} store=${store} onShow=${show} />
        <main aria-label=${`Channel ${channel?.name}`}>
          <${Header} channel=${channel} parent=${parent} drawer=${drawer} setDrawer=${setDrawer} />
          ${!store.isConnected && html`<p class="banner" role="alert">${waitingWords(store)}</p>`}
          <${Messages}
            key=${`${scene.me} ${channelId}`}
            store=${store}
            channel=${store.channels.get(channelId)}
          />
          <${Composer} key=${`${scene.me} ${channelId}`} store=${store} channel=${channel} />
        </main>
        <${WorldPanel} store=${store} life=${store.life} />
        <button
          class="shade"
          tabindex="-1"
          aria-label="Close the side panel"
          onClick=${() => setDrawer(undefined)}
        ></button>
        ${store.modal && html`<${ModalForm} key=${store.modal.handle} store=${store} modal=${store.modal} />`}
      </div>
    <//><//
  >`;
}

function waitingWords({ wasConnected }) {
  return wasConnected
    ? "The playground is not running. Start it again with “npm run demo”; this page comes back by itself."
    : "Opening the playground …";
}

function Header({ channel, parent, drawer, setDrawer }) {
  const toggle = (name) => setDrawer(drawer === name ? undefined : name);
  return html`<header class="head">
    <button
      class="icon-button only-narrow"
      aria-label="Channels"
      aria-expanded=${drawer === "left"}
      onClick=${() => toggle("left")}
    >
      <${Icon} name="menu" />
    </button>
    <h1>
      ${parent && html`<span class="parent">#${parent.name}</span>`}
      <${ChannelSign} channel=${channel} />${channel?.name}
    </h1>
    <p class="topic">${parent ? threadWords(channel) : (topics[channel?.name] ?? "")}</p>
    <button class="icon-button" aria-label="Dark or light" onClick=${switchTheme}>
      <${Icon} name="sun" />
    </button>
    <button
      class="icon-button only-medium"
      aria-label="The world: servers and what happens to them"
      aria-expanded=${drawer === "right"}
      onClick=${() => toggle("right")}
    >
      <${Icon} name="world" />
    </button>
  </header>`;
}

function threadWords({ isArchived, isLocked }) {
  if (isLocked) return "Closed: nobody writes here any more";
  return isArchived ? "Archived: whoever writes here opens it again" : "";
}

const topics = {
  general: "Type / to see what the bot can do",
  console: "What survival's console says, as it says it",
  "console-valheim": "What valheim's console says",
  status: "How the servers are, kept up to date",
  alerts: "Crashes and outages",
  audit: "Who did what",
};
