/** Watches the fleet and keeps an alert for each thing that is wrong. Decides nothing itself: see the reducers beside it. */
import type { FleetEvent } from "../fleet/server.ts";
import type { Cancel } from "../lib/clock.ts";
import type { Alert, AlertBoard } from "./alert.ts";
import { AlertBook, type KeptAlert, type KeptOpenAlerts } from "./alert-book.ts";
import { BlockedServers } from "./blocked-servers.ts";
import { Departures } from "./departures.ts";
import { LastSeen } from "./last-seen.ts";
import { Mutes, type KeptMutes } from "./mutes.ts";
import { OutageAlerts, type OutageAlertsOptions } from "./outage-alerts.ts";
import { recall } from "./recall.ts";
import { ServerAlerts, type ServerAlertsOptions } from "./server-alerts.ts";
import { signalsOf } from "./signal-of.ts";
import { UpServers, type KeptSeenUp } from "./up-servers.ts";

/** Keeps small things over restarts. */
export type KeptAlerts = KeptMutes & KeptOpenAlerts & KeptSeenUp;

export interface AlertsOptions
  extends Omit<OutageAlertsOptions, "book">, Omit<ServerAlertsOptions, "book" | "lastSeen"> {
  board: AlertBoard;
  /** A raw console line as it may be shown. */
  prepareLine: (raw: string) => string | undefined;
  kept: KeptAlerts;
}

const tickMs = 5_000;
export const shownLines = 30;

export class Alerts {
  readonly #options: AlertsOptions;
  readonly #mutes: Mutes;
  readonly #book: AlertBook;
  readonly #servers: ServerAlerts;
  readonly #outages: OutageAlerts;
  readonly #lastSeen: LastSeen;
  readonly #up: UpServers;
  readonly #blocked = new BlockedServers();
  readonly #departures: Departures;
  readonly #unsubscribe: () => void;
  #tick: Cancel;

  constructor(options: AlertsOptions) {
    this.#options = options;
    const { fleet, clock, kept } = options;
    this.#mutes = new Mutes(clock, kept);
    this.#lastSeen = new LastSeen(clock);
    this.#up = new UpServers(clock, kept);
    this.#departures = new Departures(fleet);
    this.#book = new AlertBook({
      ...options,
      isMuted: (about) => this.#mutes.has(about),
      linesOf: (alert) => this.#lastLines(alert),
    });
    this.#servers = new ServerAlerts({ ...options, book: this.#book, lastSeen: this.#lastSeen });
    this.#outages = new OutageAlerts({ ...options, book: this.#book });
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
    this.#servers.stop();
    this.#up.save((uuid) => this.#lastSeen.seenAt(uuid));
    this.#tick();
  }

  #heard(event: FleetEvent): void {
    const { server } = event;
    this.#blocked.note(event);
    this.#up.note(event);
    if (event.type === "socket") this.#lastSeen.note(server.uuid, event.socket);
    const signals = signalsOf(event, {
      at: this.#options.clock.monotonic(),
      isNodeShaky: this.#outages.isShaky(server),
      limits: server.details().limits,
      isSocketOpen: server.live().socket === "open",
      isBlocked: this.#blocked.has(server.uuid),
      linesOfRun: () => server.linesOfRun().map(({ text }) => text),
    });
    for (const signal of signals) this.#servers.watch(server, signal);
  }

  #look(): void {
    const { fleet, clock } = this.#options;
    this.#tick = clock.after(tickMs, () => {
      this.#look();
    });
    const at = clock.monotonic();
    this.#follow(at);
    this.#book.tellUnmuted();
    this.#up.saveSometimes((uuid) => this.#lastSeen.seenAt(uuid));
    void this.#outages.look();
    for (const server of fleet.servers) {
      const isNodeShaky = this.#outages.isShaky(server);
      this.#servers.watch(server, { type: "tick", at, isLive: server.live().socket === "open", isNodeShaky });
    }
  }

  /** What is watched no longer has no alerts: nobody would hear of their end. */
  #follow(at: number): void {
    this.#departures.note(at);
    const servers = this.#departures.remaining(at);
    if (!servers) return;
    for (const [key, alert] of this.#book.open) {
      if (alert.kind === "outage") this.#outages.follow(key, alert, servers);
      else this.#servers.follow(key, alert, servers);
    }
  }

  #lastLines(alert: Alert): string[] {
    const { fleet, prepareLine } = this.#options;
    const server = alert.kind === "crash" && fleet.servers.find(({ key }) => key === alert.server.key);
    return server ? server.recentLines(shownLines).flatMap(({ text }) => prepareLine(text) ?? []) : [];
  }

  /** What was wrong when the program ended is not told again, but its end is; and what fell meanwhile is. */
  #recall(alerts: readonly KeptAlert[]): void {
    const recalled = recall(alerts, this.#options.clock);
    this.#outages.recall(recalled.outages);
    this.#book.recall(recalled.open);
    this.#servers.recall(recalled.servers);
    for (const [uuid, at] of this.#up.recall()) {
      this.#lastSeen.recall(uuid, at);
      this.#servers.recallUp(uuid);
    }
  }
}
