/** The right side: the game servers, what can happen to them, and what the bot spends of the panel's budget. */
import { useState } from "preact/hooks";
import { classes, html } from "./html.js";
import { bytesInWords } from "./media.js";
import { durationInWords } from "./moments.ts";

const groups = {
  server: "Happens to the server",
  panel: "Happens to panel and node",
  discord: "Happens to Discord",
};

export function WorldPanel({ store, life }) {
  const [name, setName] = useState(life.servers[0]?.name);
  const server = life.servers.find((one) => one.name === name) ?? life.servers[0];
  const run = async (verb) => {
    try {
      const text = await store.act({ do: "verb", verb, server: server.name });
      store.notify(text && { text });
    } catch (error) {
      store.notify({ text: error.message, isProblem: true });
    }
  };
  return html`<aside class="side right" aria-label="The world">
    <div class="tabs" role="radiogroup" aria-label="Server">
      ${life.servers.map(
        (one) =>
          html`<label key=${one.name} class=${classes("tab", one === server && "open")}>
            <input
              type="radio"
              class="hidden"
              name="server"
              checked=${one === server}
              onChange=${() => setName(one.name)}
            />
            <span class=${`lamp ${one.state}`} aria-hidden="true"></span>${one.name}
          </label>`,
      )}
    </div>
    ${server && html`<${ServerCard} server=${server} />`}
    <${Budget} life=${life} />
    ${Object.entries(groups).map(
      ([group, title]) =>
        html`<section key=${group}>
          <h2>${title}</h2>
          <div class="verbs">
            ${store.scene.verbs
              .filter((verb) => verb.group === group)
              .map(
                ({ id, label, hint }) =>
                  html`<button
                    key=${id}
                    class=${classes("verb", life.active.includes(id) && "on")}
                    aria-pressed=${life.active.includes(id) ? "true" : undefined}
                    title=${hint}
                    onClick=${() => run(id)}
                  >
                    ${label}
                  </button>`,
              )}
          </div>
        </section>`,
    )}
    <${Requests} life=${life} />
  </aside>`;
}

function ServerCard({ server }) {
  const { name, game, state, cpuPercent, cpuLimitPercent, memoryBytes, memoryLimitBytes, players, uptimeMs } =
    server;
  return html`<section class="server" aria-label=${name}>
    <p class="server-head">
      <span class=${`state ${state}`}>${state}</span>
      <span>${game}${state === "offline" ? "" : ` · up ${durationInWords(uptimeMs)}`}</span>
    </p>
    <${Gauge} label="CPU" share=${cpuPercent / cpuLimitPercent} text=${`${cpuPercent.toFixed(0)} %`} />
    <${Gauge}
      label="Memory"
      share=${memoryBytes / memoryLimitBytes}
      text=${`${bytesInWords(memoryBytes)} of ${bytesInWords(memoryLimitBytes)}`}
    />
    <p class="players">${players.length === 0 ? "Nobody is playing." : `Playing: ${players.join(", ")}`}</p>
  </section>`;
}

function Gauge({ label, share, text }) {
  return html`<p class="gauge">
    <span class="gauge-label"><span>${label}</span><span>${text}</span></span>
    <progress max="1" value=${Math.min(1, share || 0)} aria-label=${label}>${text}</progress>
  </p>`;
}

function Budget({ life: { budget, requestCount, sockets, gateway } }) {
  const facts = [
    `${requestCount.toLocaleString("en-US")} in all`,
    `${budget.refused} refused`,
    `${sockets} console ${sockets === 1 ? "socket" : "sockets"}`,
    `gateway ${gateway ? "connected" : "lost"}`,
  ];
  return html`<section>
    <h2>What the bot asks of the panel</h2>
    <${Gauge}
      label="Requests this minute"
      share=${budget.spent / budget.limit}
      text=${`${budget.spent} of ${budget.limit}`}
    />
    <p class="small">${facts.join(" · ")}</p>
  </section>`;
}

function Requests({ life: { requests } }) {
  return html`<section>
    <h2>Its last requests</h2>
    <ol class="requests">
      ${requests.map(
        ({ id, method, route, status }) =>
          html`<li key=${id}>
            <span class=${status < 400 ? "status ok" : "status bad"}>${status}</span> ${method}
            <span class="route">${route}</span>
          </li>`,
      )}
    </ol>
  </section>`;
}
