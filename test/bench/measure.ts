/** Numbers from samples and from the system: percentiles, memory and CPU time of a process. */
import { readFileSync } from "node:fs";

/** The smallest sample that `percent` of all samples do not exceed (nearest rank); NaN without samples. */
export function percentile(samples: readonly number[], percent: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const rank = Math.ceil((percent / 100) * sorted.length);
  return sorted[Math.max(0, rank - 1)] ?? Number.NaN;
}

/** `p50 3 ms, p99 12 ms, max 20 ms (n=200)` */
export function spread(samples: readonly number[]): string {
  const [p50, p95, p99, max] = [50, 95, 99, 100].map((percent) => percentile(samples, percent).toFixed(0));
  return `p50 ${p50}, p95 ${p95}, p99 ${p99}, max ${max} ms (n=${samples.length})`;
}

export const mib = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
/** As the design counts memory at rest. */
export const megabytes = (bytes: number): string => `${(bytes / 1000 ** 2).toFixed(1)} MB`;
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

const linux = process.platform === "linux";
/** `getconf PAGESIZE` and `CLK_TCK` of every Linux that Node runs on with x64; arm64 kernels may differ in the first. */
const ticksPerSecond = 100;

/** Resident memory of a process in bytes; `undefined` where there is no /proc, or no such process. */
export function residentBytes(pid: number): number | undefined {
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(procFile(pid, "status"))?.[1];
  return kib === undefined ? undefined : Number(kib) * 1024;
}

/** CPU time (user and system) a process has used, in ms. */
export function cpuMs(pid: number): number | undefined {
  const fields = procFile(pid, "stat").split(") ")[1]?.split(" ");
  const [user, system] = [fields?.[11], fields?.[12]].map(Number);
  if (user === undefined || system === undefined || Number.isNaN(user + system)) return undefined;
  return ((user + system) * 1000) / ticksPerSecond;
}

function procFile(pid: number, name: string): string {
  if (!linux) return "";
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    // The process has ended: there is nothing to measure.
    return "";
  }
}

export interface MemoryWatch {
  /** The highest seen so far, in bytes. */
  readonly peak: number;
  /** One sample a tick, in bytes. */
  readonly samples: readonly number[];
  stop(): void;
}

/** Looks at a process's memory every `everyMs`. */
export function watchMemory(pid: number, everyMs = 50): MemoryWatch {
  const samples: number[] = [];
  const look = (): void => {
    const bytes = residentBytes(pid);
    if (bytes !== undefined) samples.push(bytes);
  };
  look();
  const timer = setInterval(look, everyMs);
  return {
    samples,
    get peak() {
      return samples.reduce((most, bytes) => Math.max(most, bytes), 0);
    },
    stop() {
      clearInterval(timer);
    },
  };
}
