/** Which servers and nodes Roost watches no longer, so that nobody waits for the end of their alerts. */
import type { Fleet } from "../fleet/fleet.ts";
import type { FleetServer } from "../fleet/server.ts";

/** A panel that is being mended may answer "not found" for a while. */
const goneAfterMs = 5 * 60_000;

export class Departures {
  readonly #fleet: Fleet;
  /** Monotonic: since when the panel has not shown a server, by its uuid. */
  readonly #goneSince = new Map<string, number>();

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  /** Expects to be told again and again; `at` is monotonic. */
  note(at: number): void {
    for (const { uuid, live } of this.#fleet.servers.map((server) => ({
      uuid: server.uuid,
      live: server.live(),
    })))
      if (live.problem !== "gone") this.#goneSince.delete(uuid);
      else if (!this.#goneSince.has(uuid)) this.#goneSince.set(uuid, at);
  }

  /** The servers that are still here; `undefined` while the panel has told none. */
  remaining(at: number): readonly FleetServer[] | undefined {
    const { servers } = this.#fleet;
    if (servers.length === 0) return undefined;
    return servers.filter(({ uuid }) => at - (this.#goneSince.get(uuid) ?? at) < goneAfterMs);
  }
}
