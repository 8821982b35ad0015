/** Keeps the alerts of each server: what the reducer finds begins one, changes it, or ends it. */
import type { Fleet } from "../fleet/fleet.ts";
import type { FleetServer } from "../fleet/server.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import type { Alert, CrashAlert } from "./alert.ts";
import type { AlertBook } from "./alert-book.ts";
import type { LastSeen } from "./last-seen.ts";
import type { PanelLog, StopSpan } from "./panel-log.ts";
import { nothingKnown, type ServerMemory } from "./server-memory.ts";
import { watchServer } from "./server-watch.ts";
import type { Change, Signal } from "./signal.ts";

export interface ServerAlertsOptions {
  fleet: Fleet;
  book: AlertBook;
  lastSeen: LastSeen;
  /** Who did what to a server here last, as markdown, and when: wall time; `undefined` when nobody did lately. */
  lastDeed: (server: FleetServer) => { text: string; at: number } | undefined;
  /** What the panel knows of deeds, where nothing is known here. */
  panelLog: PanelLog;
  clock: Clock;
  log: Log;
}

/** Nodes hand what was done over a console's socket to the panel once a minute. */
const panelHearsWithinMs = 75_000;

export class ServerAlerts {
  readonly #options: ServerAlertsOptions;
  readonly #servers = new Map<string, ServerMemory>();
  readonly #life = new AbortController();

  constructor(options: ServerAlertsOptions) {
    this.#options = options;
  }

  stop(): void {
    this.#life.abort();
  }

  recall(servers: Iterable<readonly [uuid: string, memory: ServerMemory]>): void {
    for (const [uuid, memory] of servers) this.#servers.set(uuid, memory);
  }

  /** It was up when an earlier program saw it last. */
  recallUp(uuid: string): void {
    this.#servers.set(uuid, { ...(this.#servers.get(uuid) ?? nothingKnown), knownState: "running" });
  }

  watch(server: FleetServer, signal: Signal): void {
    const { memory, changes } = watchServer(this.#servers.get(server.uuid) ?? nothingKnown, signal);
    this.#servers.set(server.uuid, memory);
    for (const change of changes) this.#apply(server, change);
  }

  /** Closes an alert of a server that is watched no longer, and has one that was renamed called by its new name. */
  follow(key: string, alert: Exclude<Alert, { kind: "outage" }>, servers: readonly FleetServer[]): void {
    const { book } = this.#options;
    const uuid = key.slice(key.indexOf(":") + 1);
    const server = servers.find((one) => one.uuid === uuid);
    if (!server) {
      book.close(key, "left");
      this.#servers.delete(uuid);
    } else if (server.name !== alert.server.name || server.key !== alert.server.key) {
      const { key: about, name } = server;
      book.change(key, { ...alert, about, server: { key: about, name } });
    }
  }

  #apply(server: FleetServer, change: Change): void {
    const { book, clock } = this.#options;
    const { uuid, key: about, name } = server;
    const base = { about, server: { key: about, name } };
    const now = clock.now();
    switch (change.type) {
      case "crashed":
        this.#crashed(server, change);
        break;
      case "unexplained":
        void this.#askWish(server, change);
        break;
      case "recovered":
        book.end(`crash:${uuid}`, change.downMs);
        break;
      case "stuck": {
        const { state, forMs } = change;
        book.raise(`stuck:${uuid}`, { ...base, kind: "stuck", state, since: now - forMs });
        break;
      }
      case "unstuck":
        book.end(`stuck:${uuid}`, change.afterMs);
        break;
      case "full": {
        const { what, percent } = change;
        book.raise(`${what}:${uuid}`, {
          ...base,
          kind: "full",
          what,
          percent: Math.floor(percent),
          since: now,
        });
        break;
      }
      case "fits":
        book.end(`${change.what}:${uuid}`);
        break;
    }
  }

  /** Somebody may have stopped it in the panel: then it is no crash. */
  async #askWish(
    server: FleetServer,
    { downAt, upAt, isSeen }: Extract<Change, { type: "unexplained" }>,
  ): Promise<void> {
    const { panelLog, lastSeen, clock, log } = this.#options;
    const wall = (at: number): number => clock.now() - (clock.monotonic() - at);
    // While nobody could see it, it may have come up and gone down again.
    const span = isSeen
      ? { from: wall(downAt), after: wall(upAt) }
      : { from: lastSeen.gapBegan(server.uuid) };
    const isWished = await panelLog.wasStopped(server, span);
    if (isWished) log.info({ server: server.key }, "it was stopped in the panel: no alert");
    this.watch(server, { type: "answer", at: clock.monotonic(), downAt, isWished });
    if (!isWished) await this.#askAgain(server, { ...span, downAt: wall(downAt) });
  }

  /** The panel may hear of it later than we do: then the alert is taken back. */
  async #askAgain(server: FleetServer, span: StopSpan): Promise<void> {
    const { book, panelLog, clock } = this.#options;
    const key = `crash:${server.uuid}`;
    await clock.sleep(panelHearsWithinMs, this.#life.signal);
    const alert = book.get(key);
    const isProven = alert?.kind === "crash" && (alert.exitCode !== undefined || alert.isGivenUp);
    const isOpen = alert?.kind === "crash" && !isProven && alert.endedAt === undefined;
    if (!isOpen || this.#life.signal.aborted) return;
    const isWished = await panelLog.wasStopped(server, span);
    if (isWished && book.get(key) === alert) book.close(key, "stopped");
  }

  /** One message for all crashes of one loop. */
  #crashed(server: FleetServer, change: Extract<Change, { type: "crashed" }>): void {
    const { book, clock, lastDeed } = this.#options;
    const { type: _, downAt, ...facts } = change;
    const key = `crash:${server.uuid}`;
    const downAtWall = clock.now() - (clock.monotonic() - downAt);
    const open = book.get(key);
    const deed = lastDeed(server);
    const alert: Omit<CrashAlert, "id"> = {
      kind: "crash",
      about: server.key,
      server: { key: server.key, name: server.name },
      since: downAtWall,
      downAt: downAtWall,
      ...facts,
      ...(deed === undefined ? {} : { lastDeed: deed.text }),
    };
    const isSame = facts.count > 1 || open?.endedAt === undefined;
    if (open?.kind === "crash" && (isSame || open.downAt === downAtWall)) {
      const { id, since, lastDeed: known } = open;
      // What the panel told of the first may be newer than what is known here, unless that was after it.
      const isKept = known !== undefined && (deed === undefined || deed.at <= open.downAt);
      book.change(key, { ...alert, ...(isKept && { lastDeed: known }), id, since });
    } else {
      book.raise(key, alert);
      void this.#askDeed(server, key, downAtWall, deed?.at);
    }
  }

  /** Whoever did something in the panel after the last command here is shown as soon as the panel says so. */
  async #askDeed(
    server: FleetServer,
    key: string,
    downAt: number,
    knownAt: number | undefined,
  ): Promise<void> {
    const { book, panelLog } = this.#options;
    const lastDeed = await panelLog.lastDeed(server, downAt, knownAt);
    const open = book.get(key);
    if (lastDeed === undefined || open?.kind !== "crash" || open.endedAt !== undefined) return;
    book.change(key, { ...open, lastDeed });
  }
}
