/**
 * Looks for panels and nodes that do not answer, where there are signs of it. A healthy fleet costs one small request a
 * minute: while all consoles are open nobody else would notice that the panel is away.
 */
import type { Fleet } from "../fleet/fleet.ts";
import type { FleetServer } from "../fleet/server.ts";
import type { Clock } from "../lib/clock.ts";
import type { OutageMemory, Probe } from "./outage-watch.ts";
import type { AskPanel } from "./probe.ts";

export interface OutageSearchOptions {
  fleet: Fleet;
  clock: Clock;
  ask: AskPanel;
  /** How often the panel has failed so far. */
  troubles: () => number;
}

interface Suspect {
  node: string;
  /** None where the panel itself is asked. */
  server: FleetServer | undefined;
  since: number;
}

/** A console that is away for less is being dialled again, after an update of the node for example. */
const suspectAfterMs = 30_000;
/** Between two looks. */
const everyMs = 15_000;
/** Between two looks without any sign. */
const unaskedEveryMs = 60_000;

export class OutageSearch {
  readonly #options: OutageSearchOptions;
  /** Monotonic: since when a server's console is away without a reason that is known. */
  readonly #away = new Map<string, number>();
  #lookedAt = Number.NEGATIVE_INFINITY;
  /** As good as a look without any sign: the panel is asked for its servers then. */
  readonly #openedAt: number;
  #troubles = 0;
  /** Monotonic: requests have failed since, and no probe has been answered yet. */
  #troubledSince: number | undefined;
  #isLooking = false;

  constructor(options: OutageSearchOptions) {
    this.#options = options;
    this.#troubles = options.troubles();
    this.#openedAt = options.clock.monotonic();
  }

  /** What the panel says about one server of each node that is in question, or about nothing special. */
  async look(known: OutageMemory): Promise<Probe[]> {
    const { clock, ask } = this.#options;
    const at = clock.monotonic();
    this.#note(at);
    const inQuestion = this.#suspects(known, at);
    const isQuiet = inQuestion.length === 0;
    const isDue = isQuiet
      ? at - Math.max(this.#lookedAt, this.#openedAt) >= unaskedEveryMs
      : at - this.#lookedAt >= everyMs;
    if (this.#isLooking || !isDue) return [];
    const suspects = isQuiet ? [{ node: "", server: undefined, since: at }] : inQuestion;
    this.#isLooking = true;
    this.#lookedAt = at;
    try {
      const found = await Promise.all(
        suspects.map(async ({ node, server, since }) => ({
          node,
          suspectSince: since,
          finding: await ask(server),
          at: clock.monotonic(),
        })),
      );
      const probes = found.flatMap(({ finding, ...probe }) =>
        finding === undefined ? [] : { ...probe, finding },
      );
      const answers = probes.some(({ finding }) => finding !== "no-panel");
      if (answers) this.#troubledSince = undefined;
      return probes;
    } finally {
      this.#isLooking = false;
    }
  }

  #note(at: number): void {
    for (const server of this.#options.fleet.servers) {
      const { socket, problem } = server.live();
      if (socket === "open" || problem !== undefined) this.#away.delete(server.uuid);
      else if (!this.#away.has(server.uuid)) this.#away.set(server.uuid, at);
    }
    const troubles = this.#options.troubles();
    if (troubles !== this.#troubles) this.#troubledSince ??= at;
    this.#troubles = troubles;
  }

  /** One server of each node that something is wrong with; any server when it is the panel. */
  #suspects(known: OutageMemory, at: number): Suspect[] {
    const suspects = new Map<string, Suspect>();
    // Of a server that is blocked the panel answers without its node.
    const { servers } = this.#options.fleet;
    const isBlocked = (server: FleetServer): boolean => server.live().problem !== undefined;
    for (const server of servers.toSorted((a, b) => Number(isBlocked(a)) - Number(isBlocked(b)))) {
      const { node } = server.details();
      const since = this.#away.get(server.uuid);
      const isAway = since !== undefined && at - since >= suspectAfterMs;
      if (!suspects.has(node) && (isAway || known.nodes.has(node)))
        suspects.set(node, { node, server, since: since ?? at });
    }
    const isPanelInQuestion = known.panel !== undefined || this.#troubledSince !== undefined;
    if (suspects.size > 0 || !isPanelInQuestion) return [...suspects.values()];
    const [server] = this.#options.fleet.servers;
    return [{ node: server?.details().node ?? "", server, since: this.#troubledSince ?? at }];
  }
}
