/** Kept alerts → what the reducers would remember had the program not been restarted. Pure. */
import type { Alert } from "./alert.ts";
import type { KeptAlert } from "./alert-book.ts";
import type { OutageMemory } from "./outage-watch.ts";
import { nothingKnown, type ServerMemory } from "./server-memory.ts";

export interface Recalled {
  /** By what they are about and their kind. */
  readonly open: ReadonlyMap<string, KeptAlert>;
  readonly servers: ReadonlyMap<string, ServerMemory>;
  readonly outages: OutageMemory;
}

interface Times {
  now(): number;
  monotonic(): number;
}

export function recall(alerts: readonly KeptAlert[], clock: Times): Recalled {
  const open = new Map<string, KeptAlert>();
  const servers = new Map<string, ServerMemory>();
  const nodes = new Map<string, { since: number; failures: number; isTold: true }>();
  let panel: { since: number; failures: number; isTold: true } | undefined;
  const monotonic = (wall: number): number => clock.monotonic() - Math.max(0, clock.now() - wall);
  for (const alert of alerts) {
    const key = alert.id.slice(0, alert.id.lastIndexOf(":"));
    open.set(key, alert);
    if (alert.kind === "outage") {
      const trouble = { since: monotonic(alert.since), failures: 1, isTold: true } as const;
      if (alert.node === undefined) panel = trouble;
      else nodes.set(alert.node, trouble);
      continue;
    }
    const uuid = key.slice(key.indexOf(":") + 1);
    servers.set(uuid, { ...(servers.get(uuid) ?? nothingKnown), ...memoryOf(alert, monotonic) });
  }
  return { open, servers, outages: { nodes, ...(panel && { panel }) } };
}

function memoryOf(
  alert: Exclude<Alert, { kind: "outage" }>,
  monotonic: (wall: number) => number,
): Partial<ServerMemory> {
  if (alert.kind === "full") return { [alert.what]: { isRaised: true } };
  if (alert.kind === "stuck") {
    const isSlowStartTold = alert.state === "starting";
    return { state: alert.state, stateAt: monotonic(alert.since), stuck: "told", isSlowStartTold };
  }
  const at = monotonic(alert.downAt);
  return {
    fall: { at, isSeen: alert.isSeen, isGoodbye: false, isTold: true },
    openSince: at,
    crashes: alert.count,
    crashedAt: at,
  };
}
