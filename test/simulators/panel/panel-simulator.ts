/** A panel and its node on two ports of 127.0.0.1: the world, the counters, and everything that can go wrong as verbs. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { SimClock, type TimeSource } from "../game/sim-clock.ts";
import { defaultNodeOptions, type Generation, type NodeOptions, type Timings } from "../wings/profile.ts";
import { WingsSimulator } from "../wings/wings-simulator.ts";
import { fillFiles } from "./default-files.ts";
import { defaultServers, kinds, makeRow, type ServerSpec } from "./default-world.ts";
import { exchange, globalLimit, matchRequest } from "./exchange.ts";
import { Faults, type Failure, type PathMatch } from "./faults.ts";
import { htmlOutcome, readBody, send, toLogin } from "./http.ts";
import { callbacksOf } from "./node-callbacks.ts";
import { defaultSettings, makeState } from "./make-state.ts";
import { fullKey, makeKey } from "./make-key.ts";
import type { PanelSettings, PanelState } from "./route.ts";
import { SimServer } from "./sim-server.ts";
import { Throttle } from "./throttle.ts";
import type { ApiKey, User } from "./world.ts";

export interface PanelOptions {
  profile?: Generation;
  /** Virtual seconds per real second. */
  timeScale?: number;
  /** Real time; a clock that a test moves by hand makes everything stand still until then. */
  clock?: TimeSource;
  rateLimit?: number;
  servers?: ServerSpec[];
  timings?: Partial<Timings>;
  settings?: Partial<PanelSettings>;
  node?: Partial<Omit<NodeOptions, "timings" | "profile">>;
}

/** One request that reached the panel. */
export interface RequestRecord {
  method: string;
  /** The template below `/api/client`, or the path itself when there is no such route. */
  route: string;
  path: string;
  status: number;
  user: string | undefined;
  /** Real milliseconds since the Unix epoch, of the arrival. */
  at: number;
}

export interface Change {
  server: string | undefined;
  what: string;
}

export class PanelSimulator {
  /** 48 characters: the key of the user who owns every server. */
  readonly key: string;
  readonly wings: WingsSimulator;
  readonly clock: SimClock;
  /** What was asked for, oldest first. */
  readonly requests: RequestRecord[] = [];
  /** Unknown routes and defects of this double: empty after a good test. */
  readonly problems: string[] = [];
  readonly state: PanelState;
  readonly #faults = new Faults();
  readonly #throttle: Throttle;
  readonly #http: Server;
  readonly #streams = new Set<Socket>();
  readonly #listeners = new Set<(change: Change) => void>();

  /** Listens before it resolves. */
  static async start(options: PanelOptions = {}): Promise<PanelSimulator> {
    const panel = new PanelSimulator(options);
    await panel.#listen();
    return panel;
  }

  private constructor(options: PanelOptions) {
    const { profile = "modern", timeScale = 1 } = options;
    this.clock = new SimClock(timeScale, options.clock);
    this.#throttle = new Throttle(this.clock);
    const timings = { ...defaultNodeOptions.timings, ...options.timings };
    this.wings = new WingsSimulator(
      this.clock,
      { ...defaultNodeOptions, ...options.node, profile, timings },
      () => {
        this.#changed({ server: undefined, what: "sockets" });
      },
    );
    this.state = makeState({
      clock: this.clock,
      wings: this.wings,
      settings: {
        ...defaultSettings,
        ...options.settings,
        ...(options.rateLimit === undefined ? {} : { rateLimit: options.rateLimit }),
      },
      changed: (server, what) => {
        this.#changed({ server, what });
      },
    });
    const key = makeKey(1, this.clock.wall());
    this.state.keys.push(key);
    this.key = fullKey(key);
    for (const spec of options.servers ?? defaultServers) this.add(spec);
    this.#http = createServer((request, response) => {
      void this.#answer(request, response);
    });
    this.#http.on("connection", (stream) => {
      this.#streams.add(stream);
      stream.on("close", () => this.#streams.delete(stream));
      if (this.#faults.down) stream.destroy();
    });
  }

  get url(): string {
    return this.state.url;
  }

  /** The same as `wings`, for faults that read better so: `panel.node.down()`. */
  get node(): WingsSimulator {
    return this.wings;
  }

  /** By name, short id or uuid. @throws {Error} when there is none. */
  server(name: string): SimServer {
    const found = this.state.servers.find((server) => [server.name, server.id, server.uuid].includes(name));
    if (!found) throw new Error(`no server ${name} in this world`);
    return found;
  }

  add(spec: ServerSpec): SimServer {
    const { clock, wings, state } = this;
    const game = spec.game ?? "minecraft";
    const row = makeRow({ id: state.nextId(), spec, wall: clock.wall(), now: clock.now() });
    const { uuid, limits, egg } = row;
    const node = wings.add(
      { uuid, kind: kinds[game], limits, denylist: egg.denylist },
      callbacksOf(this.state),
    );
    const server: SimServer = new SimServer({
      row,
      node,
      wings,
      clock,
      keyUser: state.users[0]!,
      otherUser: state.users[1]!,
      remove: () => {
        state.servers.splice(state.servers.indexOf(server), 1);
        wings.remove(uuid);
      },
      changed: (what) => {
        state.changed(uuid, what);
      },
    });
    fillFiles(node.files, game);
    for (const backup of row.backups) {
      const data = node.files.archive(["*.jar"]);
      node.backups.archives.set(backup.uuid, data);
      backup.bytes = data.length;
      backup.checksum = `sha1:${createHash("sha1").update(data).digest("hex")}`;
    }
    state.servers.push(server);
    if (spec.running ?? true) node.power.assumeRunning(615_000);
    server.log("server:power.start", 1);
    return server;
  }

  /** A further key. @returns its 48 characters. */
  addKey(options: Partial<Pick<ApiKey, "kind" | "allowedIps">> & { user?: string } = {}): string {
    const user = options.user === undefined ? this.state.users[0]! : this.user(options.user);
    const key = makeKey(user.id, this.clock.wall(), options.kind);
    key.allowedIps = options.allowedIps ?? [];
    this.state.keys.push(key);
    return fullKey(key);
  }

  /** `olivia` has the main key, `marek` is another owner, `sanne` a subuser, `root` an administrator. */
  user(name: string): User {
    const found = this.state.users.find(({ username }) => username === name);
    if (!found) throw new Error(`no user ${name} in this world`);
    return found;
  }

  /** How many requests hit a route so far. */
  count(method: string, route: string): number {
    return this.requests.filter((request) => request.method === method && request.route === route).length;
  }

  /** Hits of the main key's user in the present window. */
  spent(): number {
    return this.#throttle.spent(this.#mainLimit().key);
  }

  /** How many requests were answered with 429. */
  get rateLimited(): number {
    return this.requests.filter(({ status }) => status === 429).length;
  }

  rateLimit(requestsPerMinute: number): void {
    this.state.settings.rateLimit = requestsPerMinute;
  }

  /** The same person's browser uses the shared budget. */
  spend(requests: number): void {
    this.#throttle.spend(this.#mainLimit(), requests);
  }

  failNext(status: number, failure: Failure = {}): void {
    this.#faults.fail(status, failure);
  }

  /** Virtual milliseconds before an answer; 0 ends it. */
  slow(ms: number, { path }: { path?: PathMatch } = {}): void {
    this.#faults.slow(ms, path);
  }

  /** Every connection breaks. */
  down(): void {
    this.#faults.down = true;
    for (const stream of this.#streams) stream.destroy();
  }

  up(): void {
    this.#faults.down = false;
  }

  maintenance(on = true): void {
    this.#faults.maintenance = on;
  }

  redirectToLogin(on = true): void {
    this.#faults.redirect = on;
  }

  /** The next answers break off in the middle of their bodies. */
  breakBody(times = 1): void {
    this.#faults.breakBodies += times;
  }

  revokeKey(): void {
    const index = this.state.keys.findIndex((key) => fullKey(key) === this.key);
    if (index !== -1) this.state.keys.splice(index, 1);
  }

  /** The panel demands two-factor of the main key's user, who has not set it up. */
  demandTwoFactor(on = true): void {
    this.state.users[0]!.twoFactorDemanded = on;
  }

  /** Tells of every change in the world; returns what ends it. */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async stop(): Promise<void> {
    this.#listeners.clear();
    this.clock.stop();
    await this.wings.stop();
    for (const stream of this.#streams) stream.destroy();
    await new Promise<void>((resolve) => {
      this.#http.close(() => {
        resolve();
      });
    });
  }

  async #listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#http.listen(0, "127.0.0.1", resolve));
    this.state.url = `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
    await this.wings.listen(this.state.url);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = this.clock.wall();
    const method = request.method ?? "GET";
    const url = new URL(request.url ?? "/", this.url);
    const match = matchRequest(method, url.pathname);
    const template = match.kind === "found" ? match.route.path : "";
    const target = { method, template, path: url.pathname };
    // The other side may hang up at any time; then there is nobody to answer.
    const raw = await readBody(request).catch(() => null);
    if (raw === null) return;
    const delay = this.#faults.delay(target);
    if (delay > 0) await this.clock.sleep(delay);
    const injected = this.#faults.redirect ? toLogin : this.#faults.next(target);
    const inMaintenance = this.#faults.maintenance;
    const ip = request.socket.remoteAddress ?? "127.0.0.1";
    const { outcome, user, problem } = injected
      ? { outcome: injected }
      : raw === undefined
        ? { outcome: htmlOutcome(413, "413 Request Entity Too Large") }
        : await exchange(this.state, this.#throttle, {
            method,
            url,
            headers: request.headers,
            raw,
            ip,
            inMaintenance,
          });
    if (problem !== undefined) this.problems.push(problem);
    const route = template || url.pathname;
    this.requests.push({ method, route, path: url.pathname, status: outcome.status, user, at });
    const breakOff = this.#faults.breakBodies > 0;
    if (breakOff) this.#faults.breakBodies -= 1;
    send(response, outcome, breakOff);
    this.#changed({ server: undefined, what: "request" });
  }

  #mainLimit(): ReturnType<typeof globalLimit> {
    return globalLimit(this.state, this.state.users[0]!.uuid);
  }

  #changed(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }
}
