/** What there is to count in the parts of the program: sockets, the panel, consoles. */
import { Counter, type Registry } from "prom-client";
import type { Fleet } from "./fleet/fleet.ts";
import { counter, gauge } from "./metric-kinds.ts";
import type { Panel } from "./panel/panel.ts";
import type { RelayStats } from "./relay/relay-options.ts";

export function watchSockets(fleet: Fleet, registry: Registry): void {
  const reconnects = new Counter({
    name: "roost_socket_reconnects_total",
    help: "Console sockets that were down and are open again",
    labelNames: ["server"],
    registers: [registry],
  });
  const renewals = new Counter({
    name: "roost_socket_token_renewals_total",
    help: "New tokens taken on a console socket that was open",
    labelNames: ["server"],
    registers: [registry],
  });
  fleet.subscribe((event) => {
    const server = event.server.key;
    if (event.type === "socket" && event.downMs !== undefined) reconnects.inc({ server });
    if (event.type === "renewed") renewals.inc({ server });
  });
  gauge(registry, {
    name: "socket_open",
    help: "1 while a server's console socket is open",
    labels: ["server"],
    read: () =>
      fleet.servers.map((server) => [{ server: server.key }, Number(server.live().socket === "open")]),
  });
  gauge(registry, {
    name: "server_state",
    help: "1 for the state that a server is in",
    labels: ["server", "state"],
    read: () => fleet.servers.map((server) => [{ server: server.key, state: server.live().state }, 1]),
  });
}

export function watchPanel(panel: Panel, registry: Registry): void {
  counter(registry, {
    name: "panel_requests",
    help: "Requests to the panel, by route and by status, or by failure where nothing answered",
    labels: ["route", "outcome"],
    read: () => panel.stats().outcomes.map(({ route, outcome, count }) => [{ route, outcome }, count]),
  });
  counter(registry, {
    name: "panel_retries",
    help: "Requests to the panel that were made again",
    read: () => [[{}, panel.stats().retries]],
  });
  counter(registry, {
    name: "panel_cache_hits",
    help: "Reads that needed no request of their own",
    read: () => [[{}, panel.stats().cacheHits]],
  });
  counter(registry, {
    name: "socket_token_requests",
    help: "Tokens for console sockets asked of the panel, renewals included",
    read: () => [[{}, panel.stats().requestsByRoute["GET /servers/:server/websocket"] ?? 0]],
  });
  gauge(registry, {
    name: "panel_budget_requests",
    help: "Requests a minute that the panel allows, and how many of them are left",
    labels: ["what"],
    read: () => {
      const { limit, remaining } = panel.budget();
      return [
        [{ what: "limit" }, limit],
        [{ what: "left" }, remaining],
      ];
    },
  });
}

/** What became of lines; together with those that wait they are all that came in. */
const fates = {
  in: "linesIn",
  out: "linesOut",
  folded: "linesFolded",
  filtered: "linesFiltered",
  dropped: "linesDropped",
  blocked: "linesBlocked",
} as const satisfies Record<string, keyof RelayStats>;

/** What there is to tell of one relay. */
export interface RelayReading {
  server: string;
  channelId: string;
  stats: RelayStats;
  /** It carries no console: what it carries is not counted in lines. */
  isOfNotes?: true;
}

export function watchRelays(read: () => readonly RelayReading[], registry: Registry): void {
  const labels = ["server", "channel"];
  const ofLines = (): readonly RelayReading[] => read().filter(({ isOfNotes }) => !isOfNotes);
  counter(registry, {
    name: "relay_lines",
    help: "Console lines: in (from the server), out (in the channel; folded ones among them), filtered, dropped, blocked",
    labels: [...labels, "fate"],
    read: () =>
      ofLines().flatMap(({ server, channelId, stats }) =>
        Object.entries(fates).map(([fate, of]) => [{ server, channel: channelId, fate }, stats[of]] as const),
      ),
  });
  const each = (name: string, help: string, valueOf: (stats: RelayStats) => number): void => {
    gauge(registry, {
      name,
      help,
      labels,
      read: () =>
        read().map(({ server, channelId, stats }) => [{ server, channel: channelId }, valueOf(stats)]),
    });
  };
  each("relay_pending_lines", "Lines that wait for Discord", ({ linesPending }) => linesPending);
  each("relay_pending_bytes", "Text that waits in memory", ({ bytesPending }) => bytesPending);
  each("relay_oldest_seconds", "How long the oldest line waits", ({ oldestAgeMs }) => oldestAgeMs / 1000);
  each("relay_paused", "1 while a relay is paused", ({ isPaused }) => Number(isPaused));
  each("relay_closed_out", "1 while the channel is gone or closed to the bot", ({ trouble }) =>
    Number(trouble !== undefined),
  );
}
