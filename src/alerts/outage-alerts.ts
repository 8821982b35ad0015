/** Keeps the alerts of a panel or a node that cannot be reached, and knows which nodes are shaky. */
import type { Fleet } from "../fleet/fleet.ts";
import type { FleetServer } from "../fleet/server.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import type { Alert } from "./alert.ts";
import type { AlertBook } from "./alert-book.ts";
import { OutageSearch } from "./outage-search.ts";
import {
  allReachable,
  watchOutages,
  withoutNode,
  type OutageChange,
  type OutageMemory,
} from "./outage-watch.ts";
import type { AskPanel } from "./probe.ts";
import { ShakyNodes } from "./shaky-nodes.ts";

export interface OutageAlertsOptions {
  fleet: Fleet;
  book: AlertBook;
  ask: AskPanel;
  /** How often the panel has failed so far. */
  troubles: () => number;
  clock: Clock;
  log: Log;
}

export class OutageAlerts {
  readonly #options: OutageAlertsOptions;
  readonly #search: OutageSearch;
  readonly #shaky = new ShakyNodes();
  #memory: OutageMemory = allReachable;

  constructor(options: OutageAlertsOptions) {
    this.#options = options;
    this.#search = new OutageSearch(options);
  }

  recall(memory: OutageMemory): void {
    this.#remember(memory);
  }

  /** Whether the server's node cannot be reached, or could not a moment ago: its servers go down with it. */
  isShaky(server: FleetServer): boolean {
    return this.#shaky.has(server.details().node, this.#options.clock.monotonic());
  }

  /** Looks for what is wrong and what is well again. Never rejects. */
  async look(): Promise<void> {
    const { fleet, clock, log } = this.#options;
    const at = clock.monotonic();
    this.#shaky.note(this.#memory, at);
    for (const server of fleet.servers) {
      const { node, isNodeUnderMaintenance } = server.details();
      if (isNodeUnderMaintenance) this.#shaky.noteMaintenance(node, at);
    }
    try {
      for (const probe of await this.#search.look(this.#memory)) {
        const { memory, changes } = watchOutages(this.#memory, probe);
        this.#remember(memory);
        for (const change of changes) this.#apply(change);
      }
    } catch (error) {
      log.error({ err: error }, "looking for outages failed");
    }
  }

  /** Closes an alert of a node that none of the servers is on any more. */
  follow(key: string, { node }: Extract<Alert, { kind: "outage" }>, servers: readonly FleetServer[]): void {
    if (node === undefined || servers.some((server) => server.details().node === node)) return;
    this.#options.book.close(key, "left");
    this.#memory = withoutNode(this.#memory, node);
  }

  #remember(memory: OutageMemory): void {
    this.#memory = memory;
    this.#shaky.note(memory, this.#options.clock.monotonic());
  }

  #apply({ type, node, since }: OutageChange): void {
    const { fleet, book, clock } = this.#options;
    const key = node === undefined ? "panel" : `node:${node}`;
    const lastedMs = clock.monotonic() - since;
    if (type === "reachable") return book.end(key, lastedMs);
    const servers = fleet.servers
      .filter((server) => node === undefined || server.details().node === node)
      // Consoles need no panel: who is seen is not lost.
      .filter((server) => server.live().socket !== "open")
      .map(({ key: serverKey, name }) => ({ key: serverKey, name }));
    book.raise(key, {
      kind: "outage",
      about: "outages",
      ...(node === undefined ? {} : { node }),
      servers,
      count: 1,
      since: clock.now() - lastedMs,
    });
  }
}
