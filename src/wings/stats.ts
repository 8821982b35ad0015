/** What Wings says of a running server: its power state and what it uses (panel-contract 6, 9.4). */
import { z } from "zod";

export type PowerState = "offline" | "starting" | "running" | "stopping";

/** `unknown` is a state that this program has no word for; it never means offline. */
export type ServerState = PowerState | "unknown";

const states: ReadonlySet<string> = new Set<PowerState>(["offline", "starting", "running", "stopping"]);

export function toServerState(text: unknown): ServerState {
  return typeof text === "string" && states.has(text) ? (text as PowerState) : "unknown";
}

export interface Stats {
  memoryBytes: number;
  /** 0 when the server has no limit. */
  memoryLimitBytes: number;
  /** Percent of one core: 200 is two full cores. */
  cpuPercent: number;
  /** Since the container started: falls back to 0 on a restart. */
  networkRxBytes: number;
  networkTxBytes: number;
  /** Milliseconds since the container started; 0 while offline. */
  uptimeMs: number;
  diskBytes: number;
  state: ServerState;
}

const amount = z.number().nonnegative().catch(0);

const wireStats = z.object({
  memory_bytes: amount,
  memory_limit_bytes: amount,
  cpu_absolute: amount,
  network: z.object({ rx_bytes: amount, tx_bytes: amount }).catch({ rx_bytes: 0, tx_bytes: 0 }),
  uptime: amount,
  disk_bytes: amount,
  state: z.unknown(),
});

/** `json` is the string that stands inside a `stats` frame; `undefined` when it is not an object. */
export function parseStats(json: string): Stats | undefined {
  const parsed = wireStats.safeParse(parseJson(json));
  if (!parsed.success) return undefined;
  const wire = parsed.data;
  return {
    memoryBytes: wire.memory_bytes,
    memoryLimitBytes: wire.memory_limit_bytes,
    cpuPercent: wire.cpu_absolute,
    networkRxBytes: wire.network.rx_bytes,
    networkTxBytes: wire.network.tx_bytes,
    uptimeMs: wire.uptime,
    diskBytes: wire.disk_bytes,
    state: toServerState(wire.state),
  };
}

/** The value of a JSON text, or `undefined` when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON is an answer here: Wings ignores such frames as well, and there is nobody to tell.
    return undefined;
  }
}
