/** Watches the fleet and keeps an alert for each thing that is wrong. Decides nothing itself: see the reducers beside it. */
import type { Fleet } from "../fleet/fleet.ts";
import type { FleetEvent, FleetServer } from "../fleet/server.ts";
import type { Cancel, Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import type { Alert, AlertBoard, CrashAlert } from "./alert.ts";
import { AlertBook, type KeptOpenAlerts } from "./alert-book.ts";
import { Mutes, type KeptMutes } from "./mutes.ts";
import { allReachable, watchOutages, type OutageChange, type OutageMemory } from "./outage-watch.ts";
import { recall } from "./recall.ts";
import { nothingKnown, type ServerMemory } from "./server-memory.ts";
import { watchServer } from "./server-watch.ts";
import type { Change, Signal } from "./signal.ts";
import { ShakyNodes } from "./shaky-nodes.ts";
import { signalsOf } from "./signal-of.ts";
import { OutageSearch } from "./outage-search.ts";
import type { PanelLog } from "./panel-log.ts";
import type { AskPanel } from "./probe.ts";
import { BlockedServers } from "./blocked-servers.ts";
import { Departures } from "./departures.ts";
import { LastSeen } from "./last-seen.ts";

/** Keeps small things over restarts. */
export type KeptAlerts = KeptMutes & KeptOpenAlerts;

export interface AlertsOptions {
  fleet: Fleet;
  board: AlertBoard;
  ask: AskPanel;
  /** How often the panel has failed so far. */
  troubles: () => number;
  /** Who did what to a server last, as markdown; `undefined` when nobody did lately. */
  lastDeed: (server: FleetServer) => string | undefined;
  /** What the panel knows of deeds, where nothing is known here. */
  panelLog: PanelLog;
  /** A raw console line as it may be shown. */
  prepareLine: (raw: string) => string | undefined;
  kept: KeptAlerts;
  clock: Clock;
  log: Log;
}

const tickMs = 5_000;
export const shownLines = 30;

export class Alerts {
  readonly #options: AlertsOptions;
  readonly #mutes: Mutes;
  readonly #book: AlertBook;
  readonly #search: OutageSearch;
  readonly #servers = new Map<string, ServerMemory>();
  readonly #unsubscribe: () => void;
  readonly #shaky = new ShakyNodes();
  readonly #lastSeen: LastSeen;
  readonly #blocked = new BlockedServers();
  readonly #departures: Departures;
  #outages: OutageMemory = allReachable;
  #tick: Cancel;

  constructor(options: AlertsOptions) {
    this.#options = options;
    const { fleet, clock, kept, ask, troubles } = options;
    this.#mutes = new Mutes(clock, kept);
    this.#lastSeen = new LastSeen(clock);
    this.#departures = new Departures(fleet);
    this.#book = new AlertBook({
      ...options,
      isMuted: (about) => this.#mutes.has(about),
      linesOf: (alert) => this.#lastLines(alert),
    });
    this.#search = new OutageSearch({ fleet, clock, ask, troubles });
    this.#recall(kept.loadAlerts());
    this.#unsubscribe = fleet.subscribe((event) => {
      this.#heard(event);
    });
    this.#tick = clock.after(tickMs, () => {
      this.#book.retell();
      this.#look();
    });
  }

  /** Nothing new about a server (its key) or `outages` is told for `ms` milliseconds. */
  mute(about: string, ms: number): void {
    this.#mutes.mute(about, ms);
  }

  stop(): void {
    this.#unsubscribe();
    this.#tick();
  }

  #heard(event: FleetEvent): void {
    const { server } = event;
    this.#blocked.note(event);
    if (event.type === "socket") this.#lastSeen.note(server.uuid, event.socket);
    const at = this.#options.clock.monotonic();
    const signals = signalsOf(event, {
      at,
      isNodeShaky: this.#shaky.has(server.details().node, at),
      limits: server.details().limits,
      isSocketOpen: server.live().socket === "open",
      isBlocked: this.#blocked.has(server.uuid),
      lastLines: () => server.recentLines(shownLines).map(({ text }) => text),
    });
    for (const signal of signals) this.#watch(server, signal);
  }

  #look(): void {
    const { fleet, clock, log } = this.#options;
    this.#tick = clock.after(tickMs, () => {
      this.#look();
    });
    const at = clock.monotonic();
    this.#closeDeparted(at);
    this.#book.tellUnmuted();
    this.#shaky.note(this.#outages, at);
    for (const server of fleet.servers) {
      const { node, isNodeUnderMaintenance } = server.details();
      if (isNodeUnderMaintenance) this.#shaky.noteMaintenance(node, at);
      const isNodeShaky = this.#shaky.has(node, at);
      this.#watch(server, { type: "tick", at, isLive: server.live().socket === "open", isNodeShaky });
    }
    void this.#search.look(this.#outages).then(
      (probes) => {
        for (const probe of probes) {
          const { memory, changes } = watchOutages(this.#outages, probe);
          this.#outages = memory;
          this.#shaky.note(memory, clock.monotonic());
          for (const change of changes) this.#outage(change);
        }
      },
      (error: unknown) => {
        log.error({ err: error }, "looking for outages failed");
      },
    );
  }

  /** Nothing will be heard of them any more. A server that has another name now is called by it. */
  #closeDeparted(at: number): void {
    this.#departures.note(at);
    const servers = this.#departures.remaining(at);
    if (!servers) return;
    for (const [key, alert] of this.#book.open) {
      if (alert.kind === "outage") {
        if (alert.node === undefined || servers.some((one) => one.details().node === alert.node)) continue;
        this.#book.close(key);
        const nodes = new Map(this.#outages.nodes);
        nodes.delete(alert.node);
        this.#outages = { ...this.#outages, nodes };
        continue;
      }
      const uuid = key.slice(key.indexOf(":") + 1);
      const server = servers.find((one) => one.uuid === uuid);
      if (!server) {
        this.#book.close(key);
        this.#servers.delete(uuid);
      } else if (server.name !== alert.server.name || server.key !== alert.server.key) {
        const { key: about, name } = server;
        this.#book.change(key, { ...alert, about, server: { key: about, name } });
      }
    }
  }

  #watch(server: FleetServer, signal: Signal): void {
    const { memory, changes } = watchServer(this.#servers.get(server.uuid) ?? nothingKnown, signal);
    this.#servers.set(server.uuid, memory);
    for (const change of changes) this.#apply(server, change);
  }

  #apply(server: FleetServer, change: Change): void {
    const about = server.key;
    const base = { about, server: { key: server.key, name: server.name } };
    const now = this.#options.clock.now();
    switch (change.type) {
      case "crashed":
        this.#crashed(server, change);
        break;
      case "unseen":
        void this.#askWish(server, change.downAt);
        break;
      case "recovered":
        this.#book.end(`crash:${server.uuid}`, change.downMs);
        break;
      case "stuck":
        this.#book.raise(`stuck:${server.uuid}`, {
          ...base,
          kind: "stuck",
          state: change.state,
          since: now - change.forMs,
        });
        break;
      case "unstuck":
        this.#book.end(`stuck:${server.uuid}`, change.afterMs);
        break;
      case "full":
        this.#book.raise(`${change.what}:${server.uuid}`, {
          ...base,
          kind: "full",
          what: change.what,
          percent: Math.floor(change.percent),
          since: now,
        });
        break;
      case "fits":
        this.#book.end(`${change.what}:${server.uuid}`);
        break;
    }
  }

  /** Somebody may have stopped it in the panel while nobody could see it: then it is no crash. */
  async #askWish(server: FleetServer, downAt: number): Promise<void> {
    const { panelLog, clock, log } = this.#options;
    const isWished = await panelLog.wasStopped(server, this.#lastSeen.wallTime(server.uuid));
    if (isWished) log.info({ server: server.key }, "it was stopped in the panel while unseen: no alert");
    this.#watch(server, { type: "answer", at: clock.monotonic(), downAt, isWished });
  }

  /** One message for all crashes of one loop. */
  #crashed(server: FleetServer, change: Extract<Change, { type: "crashed" }>): void {
    const { clock, lastDeed } = this.#options;
    const { type: _, downAt, ...facts } = change;
    const key = `crash:${server.uuid}`;
    const downAtWall = clock.now() - (clock.monotonic() - downAt);
    const open = this.#book.get(key);
    const deed = lastDeed(server);
    const alert: Omit<CrashAlert, "id"> = {
      kind: "crash",
      about: server.key,
      server: { key: server.key, name: server.name },
      since: downAtWall,
      downAt: downAtWall,
      ...facts,
      ...(deed === undefined ? {} : { lastDeed: deed }),
    };
    const isSame = facts.count > 1 || open?.endedAt === undefined;
    if (open?.kind === "crash" && (isSame || open.downAt === downAtWall)) {
      const { id, since, lastDeed: known } = open;
      this.#book.change(key, { ...(known !== undefined && { lastDeed: known }), ...alert, id, since });
    } else {
      this.#book.raise(key, alert);
      if (deed === undefined) void this.#askDeed(server, key, downAtWall);
    }
  }

  /** Nobody used a command here; whoever did something in the panel is shown as soon as the panel says so. */
  async #askDeed(server: FleetServer, key: string, downAt: number): Promise<void> {
    const lastDeed = await this.#options.panelLog.lastDeed(server, downAt);
    const open = this.#book.get(key);
    if (lastDeed === undefined || open?.kind !== "crash" || open.endedAt !== undefined) return;
    this.#book.change(key, { lastDeed, ...open });
  }

  #lastLines(alert: Alert): string[] {
    const { fleet, prepareLine } = this.#options;
    const server = alert.kind === "crash" && fleet.servers.find(({ key }) => key === alert.server.key);
    return server ? server.recentLines(shownLines).flatMap(({ text }) => prepareLine(text) ?? []) : [];
  }

  #outage({ type, node, since }: OutageChange): void {
    const { fleet, clock } = this.#options;
    const key = node === undefined ? "panel" : `node:${node}`;
    const lastedMs = clock.monotonic() - since;
    if (type === "reachable") return this.#book.end(key, lastedMs);
    const servers = fleet.servers
      .filter((server) => node === undefined || server.details().node === node)
      // Consoles need no panel: who is seen is not lost.
      .filter((server) => server.live().socket !== "open")
      .map(({ key: serverKey, name }) => ({ key: serverKey, name }));
    this.#book.raise(key, {
      kind: "outage",
      about: "outages",
      ...(node === undefined ? {} : { node }),
      servers,
      count: 1,
      since: clock.now() - lastedMs,
    });
  }

  /** What was wrong when the program ended is not told again, but its end is. */
  #recall(alerts: readonly Alert[]): void {
    const recalled = recall(alerts, this.#options.clock);
    this.#outages = recalled.outages;
    this.#shaky.note(recalled.outages, this.#options.clock.monotonic());
    this.#book.recall(recalled.open);
    for (const [uuid, memory] of recalled.servers) this.#servers.set(uuid, memory);
  }
}
