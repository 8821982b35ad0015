/**
 * Numbers for Prometheus, served on `/metrics`. Most are read from the parts when somebody asks; only what leaves no trace
 * is counted here. Labels are the owner's own words (server keys, channels, routes, commands): no people, no secrets.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Fleet } from "./fleet/fleet.ts";
import type { Panel } from "./panel/panel.ts";
import type { ConsoleRelays } from "./relay/console-relays.ts";
import type { RelayStats } from "./relay/relay-options.ts";

export interface Watched {
  fleet: Fleet;
  panel: Panel;
  consoles: ConsoleRelays;
}

export interface Metrics {
  /** Everything that is read when somebody asks, and the sockets' ups and downs from now on. */
  watch(watched: Watched): void;
  acknowledged(ms: number): void;
  served(command: string, ms: number): void;
  /** An answer of Discord's REST API. */
  discordAnswered(status: number): void;
  text(): Promise<string>;
  readonly contentType: string;
  /** Ends what measures in the background. */
  close(): void;
}

/** An interaction must be acknowledged in 3 s; ours should take some milliseconds. Seconds. */
const acknowledgeBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3];
/** Up to what a restart of a server takes. Seconds. */
const servedBuckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const acknowledged = new Histogram({
    name: "roost_interaction_acknowledge_seconds",
    help: "From an interaction's arrival to its acknowledgement by Discord",
    buckets: acknowledgeBuckets,
    registers,
  });
  const served = new Histogram({
    name: "roost_interaction_seconds",
    help: "From an interaction's arrival to its last reply",
    labelNames: ["command"],
    buckets: servedBuckets,
    registers,
  });
  const answers = new Counter({
    name: "roost_discord_responses_total",
    help: "Answers of Discord's REST API; 429 means that it made us wait",
    labelNames: ["status"],
    registers,
  });
  const delay = watchEventLoop(registry);
  return {
    watch({ fleet, panel, consoles }) {
      watchSockets(fleet, registry);
      watchPanel(panel, registry);
      watchRelays(consoles, registry);
    },
    acknowledged(ms) {
      acknowledged.observe(ms / 1000);
    },
    served(command, ms) {
      served.observe({ command }, ms / 1000);
    },
    discordAnswered(status) {
      answers.inc({ status: String(status) });
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
    close: delay.stop,
  };
}

interface Read {
  name: string;
  help: string;
  labels?: string[];
  /** Labels and value of each series, as of now. */
  read: () => Iterable<readonly [labels: Record<string, string>, value: number]>;
}

function gauge(registry: Registry, { name, help, labels = [], read }: Read): void {
  const metric = new Gauge({
    name: `roost_${name}`,
    help,
    labelNames: labels,
    registers: [],
    collect() {
      this.reset();
      for (const [of, value] of read()) this.set(of, value);
    },
  });
  registry.registerMetric(metric);
}

/** A total that another part counts. */
function counter(registry: Registry, { name, help, labels = [], read }: Read): void {
  const metric = new Counter({
    name: `roost_${name}_total`,
    help,
    labelNames: labels,
    registers: [],
    collect() {
      this.reset();
      for (const [of, value] of read()) this.inc(of, value);
    },
  });
  registry.registerMetric(metric);
}

function watchSockets(fleet: Fleet, registry: Registry): void {
  const reconnects = new Counter({
    name: "roost_socket_reconnects_total",
    help: "Console sockets that were down and are open again",
    labelNames: ["server"],
    registers: [registry],
  });
  fleet.subscribe(({ type, server, ...event }) => {
    if (type === "socket" && "downMs" in event && event.downMs !== undefined)
      reconnects.inc({ server: server.key });
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

function watchPanel(panel: Panel, registry: Registry): void {
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

function watchRelays(consoles: ConsoleRelays, registry: Registry): void {
  const labels = ["server", "channel"];
  counter(registry, {
    name: "relay_lines",
    help: "Console lines: in (from the server), out (in the channel; folded ones among them), filtered, dropped, blocked",
    labels: [...labels, "fate"],
    read: () =>
      consoles
        .stats()
        .flatMap(({ server, channelId, stats }) =>
          Object.entries(fates).map(
            ([fate, of]) => [{ server, channel: channelId, fate }, stats[of]] as const,
          ),
        ),
  });
  const each = (name: string, help: string, valueOf: (stats: RelayStats) => number): void => {
    gauge(registry, {
      name,
      help,
      labels,
      read: () =>
        consoles
          .stats()
          .map(({ server, channelId, stats }) => [{ server, channel: channelId }, valueOf(stats)]),
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

/** Since the last time somebody asked. */
function watchEventLoop(registry: Registry): { stop: () => void } {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const seconds = (nanoseconds: number): number => (Number.isFinite(nanoseconds) ? nanoseconds / 1e9 : 0);
  gauge(registry, {
    name: "event_loop_delay_seconds",
    help: "How late timers come, since these numbers were read last",
    labels: ["quantile"],
    read: () => {
      const read = [
        [{ quantile: "0.5" }, seconds(delay.percentile(50))],
        [{ quantile: "0.99" }, seconds(delay.percentile(99))],
        [{ quantile: "1" }, seconds(delay.max)],
      ] as const;
      delay.reset();
      return read;
    },
  });
  gauge(registry, {
    name: "memory_bytes",
    help: "Memory of the process",
    labels: ["what"],
    read: () => {
      const { rss, heapUsed, external } = process.memoryUsage();
      return [
        [{ what: "rss" }, rss],
        [{ what: "heap" }, heapUsed],
        [{ what: "external" }, external],
      ];
    },
  });
  return {
    stop: () => {
      delay.disable();
    },
  };
}
