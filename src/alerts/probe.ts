/** Asks the panel for one server's state, or only whether it is there, to learn who does not answer. */
import type { FleetServer } from "../fleet/server.ts";
import { PanelError, type Panel, type PanelFailure } from "../panel/panel.ts";
import type { Finding } from "./outage-watch.ts";

/** `undefined`: it says nothing about anybody's health. Never rejects. */
export type AskPanel = (server: FleetServer | undefined) => Promise<Finding | undefined>;

const panelIsAway: ReadonlySet<PanelFailure> = new Set<PanelFailure>([
  "unreachable",
  "timeout",
  "unavailable",
  "not-api",
]);
const nodeIsAway: ReadonlySet<PanelFailure> = new Set<PanelFailure>(["node-unreachable", "node-failed"]);
/** The panel says so by itself. */
const isPanelOnly: ReadonlySet<PanelFailure> = new Set<PanelFailure>(["conflict", "forbidden", "not-found"]);
const saysNothing: ReadonlySet<PanelFailure> = new Set<PanelFailure>([
  "aborted",
  "rate-limited",
  "unexpected",
]);

export function createProbe(panel: Panel): AskPanel {
  return async (server) => {
    try {
      if (!server) await panel.background.servers.page({ perPage: 1, fresh: true });
      else if ((await read(panel, server.uuid)) === "unknown") return "no-node";
      return "fine";
    } catch (error) {
      return error instanceof PanelError ? findingOf(error.failure) : undefined;
    }
  };
}

/** Pelican answers for a node that is away, with a state that is none. */
async function read(panel: Panel, uuid: string): Promise<string> {
  const { value } = await panel.background.server(uuid).resources({ fresh: true });
  return value.state;
}

export function findingOf(failure: PanelFailure): Finding | undefined {
  if (panelIsAway.has(failure)) return "no-panel";
  if (nodeIsAway.has(failure)) return "no-node";
  if (isPanelOnly.has(failure)) return "panel-only";
  return saysNothing.has(failure) ? undefined : "fine";
}

/** How many requests failed for the panel's sake so far: more than before is a reason to look. */
export function panelTroubles(panel: Panel): number {
  const { failures } = panel.stats();
  return [...panelIsAway].reduce((sum, failure) => sum + (failures[failure] ?? 0), 0);
}
