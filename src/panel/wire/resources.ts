/** What a server uses, and the door to its console. */
import { z } from "zod";
import { amount, flag } from "./json.ts";

export type ResourceState = "offline" | "starting" | "running" | "stopping" | "unknown";

export interface Resources {
  /** "unknown" covers every word this client does not know, such as Pelican's `missing`. */
  readonly state: ResourceState;
  /** The node's own flag; true while a backup is restored, too. */
  readonly isSuspended: boolean;
  /** May exceed the server's limit: containers get some overhead. */
  readonly memoryBytes: number;
  /** Percent of one core: 800 is eight full cores. */
  readonly cpuPercent: number;
  readonly diskBytes: number;
  /** Since the start; can go down. */
  readonly networkRxBytes: number;
  readonly networkTxBytes: number;
  readonly uptimeMs: number;
}

const states: Readonly<Record<string, ResourceState>> = {
  offline: "offline",
  // The panel's word when the node tells no state.
  stopped: "offline",
  starting: "starting",
  running: "running",
  stopping: "stopping",
};

const usage = z.object({
  memory_bytes: amount,
  cpu_absolute: amount,
  disk_bytes: amount,
  network_rx_bytes: amount,
  network_tx_bytes: amount,
  uptime: amount,
});

export const resources: z.ZodType<Resources> = z
  .object({ current_state: z.string(), is_suspended: flag, resources: usage })
  .transform((wire) => ({
    state: Object.hasOwn(states, wire.current_state) ? (states[wire.current_state] ?? "unknown") : "unknown",
    isSuspended: wire.is_suspended,
    memoryBytes: wire.resources.memory_bytes,
    cpuPercent: wire.resources.cpu_absolute,
    diskBytes: wire.resources.disk_bytes,
    networkRxBytes: wire.resources.network_rx_bytes,
    networkTxBytes: wire.resources.network_tx_bytes,
    uptimeMs: wire.resources.uptime,
  }));

export interface SocketAccess {
  /** A secret, good for ten minutes and several connections. */
  readonly token: string;
  /** `wss://node/api/servers/<uuid>/ws` */
  readonly socketUrl: string;
}

export const socketAccess: z.ZodType<SocketAccess> = z
  .object({ data: z.object({ token: z.string().min(1), socket: z.string().min(1) }) })
  .transform(({ data }) => ({ token: data.token, socketUrl: data.socket }));

/** `{ attributes: { url } }` → the link: a secret, good for minutes and mostly for one use. */
export const signedUrl: z.ZodType<string> = z.object({ url: z.string().min(1) }).transform(({ url }) => url);
