/** One game server as its node knows it: process, console, files, backups, and the events that sockets hear. */
import { randomUUID } from "node:crypto";
import type { GameKind } from "../game/game.ts";
import type { SimClock } from "../game/sim-clock.ts";
import { NodeBackups, type BackupResult } from "./backups.ts";
import { NodeConsole } from "./console.ts";
import { Files } from "./files.ts";
import { Power, signals, type Signal } from "./power.ts";
import type { NodeOptions } from "./profile.ts";
import { measure, type Stats } from "./stats.ts";
import { WingsError } from "./wings-error.ts";

/** What a socket hears of its server. */
export interface ServerListener {
  /** `permission`: who lacks it does not get the event. */
  event(name: string, args: string[], permission?: string): void;
  lines(lines: string[]): void;
  /** An error of the daemon; `shownToAll` is false for those that only administrators may read. */
  failure(text: string, shownToAll: boolean): void;
  close(code?: number, reason?: string): void;
}

export interface NodeServerSpec {
  uuid: string;
  kind: GameKind;
  limits: { memory: number; cpu: number; disk: number };
  denylist: string[];
}

/** The node's calls to the panel. */
export interface PanelCallbacks {
  onBackup(server: string, result: BackupResult): void;
  onRestored(server: string, backup: string, successful: boolean): void;
  onInstalled(server: string): void;
  onChange(server: string, what: string): void;
}

const statsEveryMs = 1_000;
/** However fast virtual time runs, sockets do not get more stats than this. Real milliseconds. */
const statsAtMostEveryMs = 100;
const reinstallStopMs = 10_000;

export class NodeServer {
  readonly uuid: string;
  readonly power: Power;
  readonly console: NodeConsole;
  readonly files: Files;
  readonly backups: NodeBackups;
  readonly listeners = new Set<ServerListener>();
  suspended = false;
  installing = false;
  transferring = false;
  /** The container does not exist: commands fail with 500. */
  containerMissing = false;
  readonly powerSignals: Signal[] = [];
  readonly #spec: NodeServerSpec;
  readonly #clock: SimClock;
  readonly #options: NodeOptions;
  readonly #panel: PanelCallbacks;
  #stopStats = (): void => undefined;

  constructor(spec: NodeServerSpec, clock: SimClock, options: NodeOptions, panel: PanelCallbacks) {
    this.uuid = spec.uuid;
    this.#spec = spec;
    this.#clock = clock;
    this.#options = options;
    this.#panel = panel;
    this.console = new NodeConsole(clock, options.lossy, (lines) => {
      for (const listener of this.listeners) listener.lines(lines);
    });
    this.files = new Files({
      profile: options.profile,
      quotaBytes: spec.limits.disk * 1024 * 1024,
      denylist: spec.denylist,
      now: () => clock.wall(),
    });
    this.power = new Power({
      clock,
      timings: options.timings,
      kind: spec.kind,
      console: this.console,
      onState: () => {
        this.#onState();
      },
      onError: (text, shownToAll) => {
        for (const listener of this.listeners) listener.failure(text, shownToAll);
      },
    });
    this.backups = new NodeBackups({
      clock,
      timings: options.timings,
      profile: options.profile,
      files: this.files,
      power: this.power,
      emit: (event, args, permission) => {
        this.emit(event, args, permission);
      },
      onBackup: (result) => {
        panel.onBackup(spec.uuid, result);
      },
      onRestored: (backup, successful) => {
        panel.onRestored(spec.uuid, backup, successful);
      },
    });
  }

  /** Whether the node itself takes the server for suspended. */
  get blocked(): boolean {
    return this.suspended || this.backups.restoring;
  }

  emit(event: string, args: string[] = [], permission?: string): void {
    for (const listener of this.listeners) listener.event(event, args, permission);
  }

  closeSockets(code?: number, reason?: string): void {
    for (const listener of this.listeners) listener.close(code, reason);
  }

  stats(): Stats {
    const { memory, cpu } = this.#spec.limits;
    return measure({
      state: this.power.state,
      uptimeMs: this.#clock.now() - this.power.startedAt,
      memoryMiB: memory,
      cpuPercent: cpu,
      diskBytes: this.files.tree.bytes,
      players: this.power.game?.players().length ?? 0,
    });
  }

  /** A power action over REST or the socket. Outcomes and failures show on the socket only. */
  act(signal: Signal): void {
    if (!signals.includes(signal))
      throw new WingsError(422, "The data provided in the request was not valid.");
    this.powerSignals.push(signal);
    if (this.blocked && (signal === "start" || signal === "restart")) {
      throw new WingsError(400, "Cannot start or restart a server that is suspended.");
    }
    this.power.act(signal);
  }

  /** A command over REST. */
  command(command: string): void {
    if (this.containerMissing) throw new WingsError(500, "No such container");
    if (this.power.state === "offline" || !this.power.game) {
      throw new WingsError(502, "Cannot send commands to a stopped server instance.");
    }
    this.power.write(command);
  }

  /** Stops (10 s, then kill) and runs the installer; the panel hears of the end. */
  async reinstall(): Promise<void> {
    if (this.power.busy) {
      throw new WingsError(
        409,
        "Cannot execute server reinstall event while another power action is running.",
      );
    }
    this.installing = true;
    if (!(await this.power.stopWithin(reinstallStopMs))) this.power.act("kill");
    this.emit("daemon message", ["Starting installation process, this could take a few minutes..."]);
    this.emit("install started", [""]);
    this.emit(
      "install output",
      [`Installing ${this.#spec.kind.egg} ${randomUUID()}`],
      "admin.websocket.install",
    );
    await this.#clock.sleep(this.#options.timings.installMs);
    this.installing = false;
    this.#panel.onInstalled(this.uuid);
    this.emit("daemon message", ["Installation process completed."]);
    this.emit("install completed", [""]);
  }

  #onState(): void {
    const { state } = this.power;
    this.emit("status", [state]);
    this.#stopStats();
    if (state === "offline") this.emit("stats", [JSON.stringify(this.stats())]);
    else {
      const every = Math.max(statsEveryMs, statsAtMostEveryMs * this.#clock.timeScale);
      this.#stopStats = this.#clock.every(every, () => {
        if (this.listeners.size > 0) this.emit("stats", [JSON.stringify(this.stats())]);
      });
    }
    this.#panel.onChange(this.uuid, "status");
  }
}
