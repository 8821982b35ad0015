/** Three servers of one node, without a panel, and what is told about them over restarts of the program. */
import type { Alert } from "../../src/alerts/alert.ts";
import { Alerts, type KeptAlerts } from "../../src/alerts/alerts.ts";
import { createKeptAlerts } from "../../src/alerts/kept-alerts.ts";
import type { Finding } from "../../src/alerts/outage-watch.ts";
import type { Fleet } from "../../src/fleet/fleet.ts";
import type { FleetEvent, FleetServer } from "../../src/fleet/server.ts";
import { silentLog } from "../../src/lib/logger.ts";
import type { SmallState } from "../../src/store/small-state.ts";
import type { Problem } from "../../src/wings/connection-end.ts";
import type { ServerState } from "../../src/wings/stats.ts";
import { ManualClock } from "../manual-clock.ts";

export class Stage {
  readonly clock = new ManualClock();
  /** `raised crash`, `changed outage`, `over crash`; the ids beside it. */
  readonly told: string[] = [];
  readonly raised: string[] = [];
  readonly shown = new Map<string, Alert>();
  finding: Finding = "fine";
  /** What the panel's log says, and since when it was asked to say it. */
  wasStopped = false;
  deed: string | undefined;
  deedHere: { text: string; at: number } | undefined;
  readonly asked: number[] = [];
  /** With the time of the fall, as what came after it may be its answer. */
  askedAgain = false;
  socket: "open" | "connecting" = "open";
  isMaintenance = false;
  /** What the panel says stands in the way of a console, by key. */
  readonly problems = new Map<string, Problem>();
  servers = ["one", "two", "three"].map(
    (key) =>
      ({
        uuid: `uuid-${key}`,
        key,
        name: key,
        details: () => ({
          node: "node-1",
          limits: { memoryMib: 1024, diskMib: 1024 },
          isNodeUnderMaintenance: this.isMaintenance,
        }),
        live: () => ({ socket: this.socket, problem: this.problems.get(key) }),
        recentLines: () => [{ text: `the last words of ${key}` }],
        linesOfRun: () => [{ text: `the last words of ${key}` }],
      }) as unknown as FleetServer,
  );
  alerts: Alerts;
  readonly #state = new Map<string, unknown>();
  readonly #states = new Map<string, ServerState>();
  #listener: (event: FleetEvent) => void = () => undefined;

  constructor() {
    this.alerts = this.#start();
  }

  #start(): Alerts {
    const servers = (): readonly FleetServer[] => this.servers;
    const fleet = {
      get servers() {
        return servers();
      },
      subscribe: (listener: (event: FleetEvent) => void) => {
        this.#listener = listener;
        return () => undefined;
      },
    };
    const say = (what: string, alert: Alert): void => {
      this.told.push(`${what} ${alert.kind}`);
      this.shown.set(alert.id, alert);
    };
    return new Alerts({
      fleet: fleet as unknown as Fleet,
      board: {
        raise: (alert: Alert) => {
          say("raised", alert);
          this.raised.push(alert.id);
        },
        update: (alert: Alert) => {
          say("changed", alert);
        },
        announceEnd: (alert: Alert) => {
          say("over", alert);
        },
      },
      ask: () => Promise.resolve(this.finding),
      troubles: () => 0,
      lastDeed: () => this.deedHere,
      panelLog: {
        wasStopped: (_server, { from, downAt }) => {
          this.asked.push(from);
          this.askedAgain ||= downAt !== undefined;
          return Promise.resolve(this.wasStopped);
        },
        lastDeed: () => Promise.resolve(this.deed),
      },
      prepareLine: (raw) => raw,
      kept: this.#kept(),
      clock: this.clock,
      log: silentLog,
    });
  }

  /** Through text, as the store would. */
  #kept(): KeptAlerts {
    const state: Pick<SmallState, "get" | "set"> = {
      get: (name) => this.#state.get(name),
      set: (name, value) => void this.#state.set(name, JSON.parse(JSON.stringify(value))),
    };
    return createKeptAlerts(state as SmallState);
  }

  restart(): void {
    this.leave();
    this.comeBack();
  }

  /** The program ends; killed, it keeps nothing more. */
  leave({ isKilled = false } = {}): void {
    const kept = new Map(this.#state);
    this.alerts.stop();
    if (isKilled) for (const [name, value] of kept) this.#state.set(name, value);
  }

  /** What was known of the servers is forgotten with the program. */
  comeBack(): void {
    this.alerts = this.#start();
    const states = [...this.#states];
    this.#states.clear();
    for (const [key, state] of states) this.becomes(key, state);
  }

  /** While the program is away. */
  becomesUnheard(key: string, state: ServerState): void {
    this.#states.set(key, state);
  }

  becomes(key: string, state: ServerState, how: { expectedBy?: string } = {}): void {
    const server = this.servers.find((candidate) => candidate.key === key);
    const previous = this.#states.get(key) ?? "unknown";
    if (!server || state === previous) return;
    this.#states.set(key, state);
    this.#listener({ type: "state", state, previous, at: this.clock.now(), server, ...how });
  }

  /** As each server's console is now. */
  tellSockets(): void {
    for (const server of this.servers) this.#listener({ type: "socket", socket: this.socket, server });
  }

  hasProblem(key: string, problem: Problem | undefined): void {
    const server = this.servers.find((candidate) => candidate.key === key)!;
    if (problem === undefined) this.problems.delete(key);
    else this.problems.set(key, problem);
    this.#listener(
      problem === undefined ? { type: "problem-solved", server } : { type: "problem", problem, server },
    );
  }

  all(state: ServerState): void {
    for (const { key } of this.servers) this.becomes(key, state);
  }

  stateOf(key: string): ServerState {
    return this.#states.get(key) ?? "unknown";
  }

  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 5000) await this.clock.advance(5000);
  }
}
