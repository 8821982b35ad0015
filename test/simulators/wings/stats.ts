/** Plausible numbers for a server: a slow wave of load, growing counters. */
import type { PowerState } from "./power.ts";

export interface Stats {
  memory_bytes: number;
  memory_limit_bytes: number;
  cpu_absolute: number;
  network: { rx_bytes: number; tx_bytes: number };
  /** Virtual milliseconds since the container's start. */
  uptime: number;
  state: PowerState;
  disk_bytes: number;
}

export interface StatsInput {
  state: PowerState;
  uptimeMs: number;
  /** MiB; 0 is unlimited. */
  memoryMiB: number;
  /** Percent of one core; 0 is unlimited. */
  cpuPercent: number;
  diskBytes: number;
  players: number;
}

const mebi = 1024 * 1024;

export function measure({ state, uptimeMs, memoryMiB, cpuPercent, diskBytes, players }: StatsInput): Stats {
  const limit = Math.round(memoryMiB * mebi * overhead(memoryMiB));
  const still = { memory_bytes: 0, cpu_absolute: 0, network: { rx_bytes: 0, tx_bytes: 0 }, uptime: 0 };
  if (state === "offline") return { ...still, memory_limit_bytes: limit, state, disk_bytes: diskBytes };
  const wave = (1 + Math.sin(uptimeMs / 47_000)) / 2;
  const seconds = uptimeMs / 1000;
  return {
    memory_bytes: Math.round((memoryMiB || 4096) * mebi * (0.35 + 0.2 * wave)),
    memory_limit_bytes: limit,
    cpu_absolute: Number(((cpuPercent || 200) * (0.12 + 0.2 * wave + 0.02 * players)).toFixed(3)),
    network: {
      rx_bytes: Math.round(seconds * (900 + players * 4_000)),
      tx_bytes: Math.round(seconds * (1_400 + players * 11_000)),
    },
    uptime: Math.round(uptimeMs),
    state,
    disk_bytes: diskBytes,
  };
}

/** The container gets more than the panel's number. */
function overhead(memoryMiB: number): number {
  if (memoryMiB <= 2048) return 1.15;
  return memoryMiB <= 4096 ? 1.1 : 1.05;
}
