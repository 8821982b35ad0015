/** What is wrong at the moment: told once, kept up to date, kept over restarts, and told when it is over. */
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import type { Alert, AlertBoard } from "./alert.ts";

/** `isSilent`: nobody was told, because of a mute. */
export type KeptAlert = Alert & { readonly isSilent?: true };

export interface KeptOpenAlerts {
  loadAlerts(): readonly KeptAlert[];
  saveAlerts(alerts: readonly KeptAlert[]): void;
}

export interface AlertBookOptions {
  board: AlertBoard;
  kept: KeptOpenAlerts;
  /** Whether nobody wants to be told about a server (its key) or `outages`. */
  isMuted: (about: string) => boolean;
  /** The console's last lines, where they say something about it. */
  linesOf: (alert: Alert) => readonly string[];
  clock: Clock;
  log: Log;
}

/** What lasted shorter is told by the changed message alone. */
const worthAnEndMs = 60_000;
/** An outage that comes again sooner goes up and down: one message, counted up. */
const flapsWithinMs = 10 * 60_000;

export class AlertBook {
  readonly #options: AlertBookOptions;
  /** By what it is about and its kind. */
  readonly #open = new Map<string, Alert>();
  /** Raised while muted: nobody was told, so nobody is told of the rest. */
  readonly #silent = new Set<string>();

  constructor(options: AlertBookOptions) {
    this.#options = options;
  }

  get(key: string): Alert | undefined {
    return this.#open.get(key);
  }

  /** What was told by an earlier program is not told again; what it kept quiet is, when its mute is over. */
  recall(open: ReadonlyMap<string, KeptAlert>): void {
    for (const [key, { isSilent, ...alert }] of open) {
      this.#open.set(key, alert);
      if (isSilent) this.#silent.add(alert.id);
    }
  }

  /** What is not over yet, by what it is about and its kind. */
  get open(): readonly (readonly [key: string, alert: Alert])[] {
    return [...this.#open].filter(([, { endedAt }]) => endedAt === undefined);
  }

  /** It is no alert any more: the message says so, and nothing more will come. */
  close(key: string, closedAs: NonNullable<Alert["closedAs"]>): void {
    const alert = this.#open.get(key);
    if (!alert) return;
    if (!this.#silent.delete(alert.id))
      this.#options.board.update({ ...alert, endedAt: this.#options.clock.now(), closedAs });
    this.#open.delete(key);
    this.#save();
  }

  /** Shows once more how it is: the earlier program may have ended before Discord had it. */
  retell(): void {
    for (const alert of this.#open.values())
      if (!this.#silent.has(alert.id)) this.#options.board.update(alert);
  }

  /** A mute is over, and what began meanwhile is not: now it is told. */
  tellUnmuted(): void {
    for (const alert of this.#open.values()) {
      if (alert.endedAt !== undefined || !this.#silent.has(alert.id)) continue;
      if (this.#options.isMuted(alert.about)) continue;
      this.#silent.delete(alert.id);
      this.#save();
      this.#options.board.raise(alert, this.#options.linesOf(alert));
    }
  }

  /** Something new; told with the console's last lines, unless it is muted. */
  raise(key: string, facts: WithoutId<Alert>): void {
    const again = this.#flapping(key, facts);
    if (again) return this.change(key, again);
    const alert = { ...facts, id: `${key}:${Math.round(facts.since)}` } as Alert;
    if (this.#options.isMuted(alert.about)) this.#silent.add(alert.id);
    this.#keep(key, alert);
    if (!this.#silent.has(alert.id)) this.#options.board.raise(alert, this.#options.linesOf(alert));
    this.#options.log.warn(
      { alert: alert.kind, about: alert.about, muted: this.#silent.has(alert.id) },
      "an alert",
    );
  }

  /** More is known about it. */
  change(key: string, alert: Alert): void {
    this.#keep(key, alert);
    if (!this.#silent.has(alert.id)) this.#options.board.update(alert);
  }

  #flapping(key: string, facts: WithoutId<Alert>): Alert | undefined {
    const last = this.#open.get(key);
    if (facts.kind !== "outage" || last?.kind !== "outage" || last.endedAt === undefined) return undefined;
    if (facts.since - last.endedAt >= flapsWithinMs) return undefined;
    return { ...facts, id: last.id, count: last.count + 1 };
  }

  /** It is over, `lastedMs` after it began. What calls people stays at hand: the next one may belong to it. */
  end(key: string, lastedMs?: number): void {
    const alert = this.#open.get(key);
    if (!alert || alert.endedAt !== undefined) return;
    const began = alert.kind === "crash" ? alert.downAt : alert.since;
    const ended: Alert = {
      ...alert,
      endedAt: lastedMs === undefined ? this.#options.clock.now() : began + lastedMs,
    };
    this.change(key, ended);
    const isWaitedFor = alert.kind === "outage" || (lastedMs ?? 0) >= worthAnEndMs;
    const calls = alert.kind === "crash" || alert.kind === "outage";
    if (calls && isWaitedFor && !this.#silent.has(alert.id)) this.#options.board.announceEnd(ended);
    if (calls) return;
    this.#silent.delete(alert.id);
    this.#open.delete(key);
    this.#save();
  }

  #keep(key: string, alert: Alert): void {
    this.#open.set(key, alert);
    this.#save();
  }

  #save(): void {
    const open = [...this.#open.values()].filter(({ endedAt }) => endedAt === undefined);
    this.#options.kept.saveAlerts(
      open.map((alert) => (this.#silent.has(alert.id) ? { ...alert, isSilent: true } : alert)),
    );
  }
}

type WithoutId<A> = A extends Alert ? Omit<A, "id"> : never;
