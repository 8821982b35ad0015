/**
 * Numbers for Prometheus, served on `/metrics`. Most are read from the parts when somebody asks; only what leaves no trace
 * is counted here. Labels are the owner's own words (server keys, channels, routes, commands): no people, no secrets.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { Counter, Histogram, Registry } from "prom-client";
import type { Fleet } from "./fleet/fleet.ts";
import { gauge } from "./metric-kinds.ts";
import type { Panel } from "./panel/panel.ts";
import { watchPanel, watchRelays, watchSockets, type RelayReading } from "./part-metrics.ts";

export interface Watched {
  fleet: Fleet;
  panel: Panel;
  /** All that stream into channels. */
  relays: () => readonly RelayReading[];
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
    watch({ fleet, panel, relays }) {
      watchSockets(fleet, registry);
      watchPanel(panel, registry);
      watchRelays(relays, registry);
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
