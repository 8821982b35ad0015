/** Servers that the panel itself took away: suspended, installed, restored, moved. It stops them for that. */
import type { FleetEvent } from "../fleet/server.ts";

export class BlockedServers {
  readonly #uuids = new Set<string>();

  /** Expects every event. A node under maintenance is not counted: its servers should come back by themselves. */
  note(event: FleetEvent): void {
    const { uuid } = event.server;
    if (event.type === "socket" && event.socket === "open") this.#uuids.delete(uuid);
    if (event.type !== "problem" || event.server.details().isNodeUnderMaintenance) return;
    if (event.problem === "suspended" || event.problem === "busy") this.#uuids.add(uuid);
  }

  /** Whether it was taken away since its console was open last. */
  has(uuid: string): boolean {
    return this.#uuids.has(uuid);
  }
}
