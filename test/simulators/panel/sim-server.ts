/** One game server as tests and the demo hold it: the panel's row, the node's half, and faults as verbs. */
import { createHash } from "node:crypto";
import { flood } from "../game/flood.ts";
import type { SimClock } from "../game/sim-clock.ts";
import type { NodeServer } from "../wings/node-server.ts";
import type { PowerState, Signal } from "../wings/power.ts";
import type { WingsSimulator } from "../wings/wings-simulator.ts";
import type { ServerRow, User } from "./world.ts";

export interface ServerParts {
  row: ServerRow;
  node: NodeServer;
  wings: WingsSimulator;
  clock: SimClock;
  /** The user behind the panel's main key, and somebody else who can own a server. */
  keyUser: User;
  otherUser: User;
  remove: () => void;
  changed: (what: string) => void;
}

export class SimServer {
  readonly row: ServerRow;
  readonly node: NodeServer;
  readonly #parts: ServerParts;

  constructor(parts: ServerParts) {
    this.row = parts.row;
    this.node = parts.node;
    this.#parts = parts;
  }

  get uuid(): string {
    return this.row.uuid;
  }

  /** The short id. */
  get id(): string {
    return this.row.uuid.slice(0, 8);
  }

  get name(): string {
    return this.row.name;
  }

  get state(): PowerState {
    return this.node.power.state;
  }

  /** Every line that reached the game's stdin, oldest first. */
  get stdin(): string[] {
    return this.node.power.stdin;
  }

  /** Every power signal that reached the node, oldest first. */
  get powerSignals(): Signal[] {
    return this.node.powerSignals;
  }

  /** Records an entry of the panel's own log. */
  log(event: string, userId: number | null, properties: Record<string, unknown> = {}): void {
    const at = this.#parts.clock.wall();
    const id = createHash("sha1").update(`${this.uuid}${this.row.activity.length}${at}`).digest("hex");
    const ip = userId === null ? null : "127.0.0.1";
    this.row.activity.push({ id, event, userId, isApi: userId !== null, ip, properties, at });
  }

  suspend(): void {
    this.row.status = "suspended";
    this.node.suspended = true;
    if (this.#modern) this.node.closeSockets(4409, "server is suspended");
    this.node.power.act("kill");
    this.#changed("suspended");
  }

  unsuspend(): void {
    this.row.status = null;
    this.node.suspended = false;
    this.#changed("unsuspended");
  }

  installing(on = true): void {
    this.row.status = on ? "installing" : null;
    this.node.installing = on;
    this.#changed("installing");
  }

  transfer(on = true): void {
    this.row.transferring = on;
    this.node.transferring = on;
    this.node.emit("transfer status", [on ? "processing" : "completed"]);
    this.#changed("transfer");
  }

  remove(): void {
    this.#parts.remove();
    this.#changed("removed");
  }

  /** The key's user is neither owner nor subuser any more. */
  revokeAccess(): void {
    const { keyUser, otherUser, wings } = this.#parts;
    this.row.ownerId = otherUser.id;
    this.row.subusers.delete(keyUser.id);
    wings.deny(keyUser.uuid, this.uuid);
    this.#changed("access");
  }

  /** The key's user becomes a subuser with exactly these permissions; his live tokens are revoked. */
  permissions(permissions: string[]): void {
    this.grant(permissions);
    this.#parts.wings.deny(this.#parts.keyUser.uuid, this.uuid);
  }

  /** The same without revoking: as if it had been so from the start. */
  grant(permissions: string[]): void {
    const { keyUser, otherUser, clock } = this.#parts;
    this.row.ownerId = otherUser.id;
    this.row.subusers.set(keyUser.id, { permissions, createdAt: clock.wall() });
    this.#changed("permissions");
  }

  crash(exitCode = 1, { oom = false } = {}): void {
    this.node.power.crash(exitCode, oom);
  }

  /** Lines of the game; a Buffer may hold broken UTF-8. */
  print(...lines: (string | Buffer)[]): void {
    this.node.power.output(lines);
  }

  /** Numbered lines at a steady rate in real time; resolves with their count when all are printed. */
  flood(linesPerSecond: number, seconds: number): Promise<number> {
    return flood(this.#parts.clock, {
      linesPerSecond,
      seconds,
      print: (lines) => {
        this.node.power.output(lines);
      },
    });
  }

  /** The process ignores the next stop; the node kills it after ten minutes (virtual). */
  hangOnStop(on = true): void {
    this.node.power.hangs = on;
  }

  /** Another power action holds the lock: signals answer 204 and nothing happens. */
  lockPower(on = true): void {
    this.node.power.held = on;
  }

  /** No line ever matches the egg's pattern: it stays `starting`. */
  neverDone(on = true): void {
    this.node.power.neverDone = on;
  }

  failNextBackup(times = 1): void {
    this.node.backups.failing += times;
  }

  /** The next backup stays pending until the panel gives it up (six hours, virtual). */
  stuckBackup(times = 1): void {
    this.node.backups.stuck += times;
  }

  playerJoins(name: string): void {
    this.node.power.game?.playerJoins(name);
  }

  playerLeaves(name: string): void {
    this.node.power.game?.playerLeaves(name);
  }

  says(name: string, text: string): void {
    this.node.power.game?.says(name, text);
  }

  get #modern(): boolean {
    return this.#parts.wings.options.profile === "modern";
  }

  #changed(what: string): void {
    this.#parts.changed(what);
  }
}
