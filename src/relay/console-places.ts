/** Which channels of the settings stand for which server. Looked up once for each list of servers the fleet has. */
import type { Fleet } from "../fleet/fleet.ts";
import type { FleetServer } from "../fleet/server.ts";

export interface ConsoleChannel {
  /** Alias, id or name; the default server where it is left out. */
  readonly server?: string;
  readonly channelId: string;
}

export class ConsolePlaces {
  readonly #fleet: Pick<Fleet, "servers" | "find">;
  readonly #channels: readonly ConsoleChannel[];
  #list: readonly FleetServer[] = [];
  #channelIds: ReadonlyMap<FleetServer, readonly string[]> = new Map();

  constructor(fleet: Pick<Fleet, "servers" | "find">, channels: readonly ConsoleChannel[]) {
    this.#fleet = fleet;
    this.#channels = channels;
  }

  /** In the order of the settings. */
  channelIdsOf(server: FleetServer): readonly string[] {
    const { servers } = this.#fleet;
    if (servers !== this.#list) {
      this.#list = servers;
      this.#channelIds = this.#lookUp();
    }
    return this.#channelIds.get(server) ?? [];
  }

  #lookUp(): Map<FleetServer, string[]> {
    const found = new Map<FleetServer, string[]>();
    for (const { server: wanted, channelId } of this.#channels) {
      const server = this.#find(wanted);
      if (server) found.set(server, [...(found.get(server) ?? []), channelId]);
    }
    return found;
  }

  #find(wanted: string | undefined): FleetServer | undefined {
    try {
      return this.#fleet.find(wanted);
    } catch {
      // A server that is not there (yet) is nobody's console; the fleet has logged which ones it misses.
      return undefined;
    }
  }
}
