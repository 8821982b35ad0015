/**
 * One server of the fleet: what is known of it, what it tells, what can be asked of it. Longer than most files because
 * it is the one face of many parts; it decides nothing itself.
 */
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import {
  type NewBackup,
  type Panel,
  PanelError,
  type PermissionCatalogue,
  type Server,
  type ServerApi,
  type Topic,
  type Upload,
} from "../panel/panel.ts";
import type { DialGate } from "../wings/dial-gate.ts";
import { runSession } from "../wings/session.ts";
import { TokenWallet } from "../wings/token-wallet.ts";
import { BackupLocks } from "./backup-locks.ts";
import { createBackup, restoreBackup, type PendingBackup, type PendingRestore } from "./backup-watch.ts";
import { Broadcast } from "./broadcast.ts";
import { CommandDesk, type CommandOutput } from "./command-output.ts";
import type { ConsoleLine } from "./console-line.ts";
import type { Live } from "./live-state.ts";
import { isPermitted } from "./permissions.ts";
import { Power, type PendingOutcome, type PowerOptions } from "./power.ts";
import type { PowerSignal } from "./power-progress.ts";
import type { ServerEvent } from "./server-event.ts";
import { ServerFeed } from "./server-feed.ts";
import { ServerDescription, type KnownServer } from "./server-description.ts";
import { classifyTokenFailure } from "./socket-access.ts";
import { readStatus, type ServerStatus } from "./status.ts";
import { StopExpectation } from "./stop-expectation.ts";
import type { WatchedServer } from "./watched-server.ts";

export type FleetEvent = ServerEvent & { readonly server: FleetServer };

export interface ServerOptions {
  known: KnownServer;
  /** The name the owner gave it in the environment. */
  alias?: string;
  panel: Panel;
  origin: string;
  gate: DialGate;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  random?: () => number;
}

export class FleetServer {
  /** Requests of people; by full uuid. */
  readonly api: ServerApi;
  readonly #options: ServerOptions;
  readonly #events: Broadcast<FleetEvent>;
  readonly #watched: WatchedServer;
  readonly #desks: { power: Power; commands: CommandDesk; locks: BackupLocks; expectation: StopExpectation };
  readonly #feed: ServerFeed;
  readonly #description: ServerDescription;
  readonly #historyMarks: ((texts: readonly string[]) => boolean)[] = [];

  constructor(options: ServerOptions) {
    const { known, panel, clock, log, signal } = options;
    this.#options = options;
    this.api = panel.server(known.uuid);
    this.#events = new Broadcast(log);
    const lines = new Broadcast<ConsoleLine>(log);
    this.#watched = {
      api: this.api,
      background: panel.background.server(known.uuid),
      forget: (...topics) => {
        panel.forget(known.uuid, ...topics);
      },
      live: () => this.live(),
      subscribe: (listener) => this.#events.subscribe(listener),
      onLine: lines.subscribe,
      clock,
      log,
      signal,
    };
    this.#description = new ServerDescription(known, this.#watched);
    const expectation = new StopExpectation(clock);
    this.#desks = {
      power: new Power(this.#watched),
      commands: new CommandDesk(this.#watched),
      locks: new BackupLocks(this.api),
      expectation,
    };
    this.#feed = new ServerFeed({
      clock,
      signal,
      emit: (event) => {
        this.#tell(event);
      },
      onLine: lines.tell,
      isHistory: (texts) => this.#historyMarks.every((isHistory) => isHistory(texts)),
      stopExpectedBy: () => this.#desks.power.stopExpectedBy ?? expectation.by,
    });
  }

  get uuid(): string {
    return this.#description.known.uuid;
  }

  get identifier(): string {
    return this.#description.known.identifier;
  }

  /** How people name it in commands: the alias, else the short id. */
  get key(): string {
    return this.#options.alias ?? this.#description.known.identifier;
  }

  get name(): string {
    return this.#description.known.name;
  }

  details(): KnownServer {
    return this.#description.known;
  }

  /** Whether the key's owner has this permission; true as long as that is not known: then the panel decides. */
  can(permission: string): boolean {
    const { userPermissions } = this.details();
    // Only when somebody wants to know: hundreds of servers start without a request for it.
    if (userPermissions === undefined) this.#description.wantPermissions();
    return userPermissions === undefined || isPermitted(userPermissions, permission);
  }

  /** Resolves when `can` can tell, or nobody can tell it now. Asks the panel at most once. Never rejects. */
  learnPermissions(): Promise<void> {
    return this.#description.learnPermissions();
  }

  live(): Live {
    return this.#feed.live.now;
  }

  /** No request while the socket is open. @throws {PanelError} when nobody knows. */
  status(): Promise<ServerStatus> {
    return readStatus(this.#watched);
  }

  /** Oldest first; at most 200. */
  recentLines(count: number): ConsoleLine[] {
    return this.#feed.recent.last(count);
  }

  /** What was printed since the server began to start, oldest first, as far as it is kept. */
  linesOfRun(): ConsoleLine[] {
    return this.#feed.recent.ofRun();
  }

  subscribe(listener: (event: FleetEvent) => void): () => void {
    return this.#events.subscribe(listener);
  }

  /** Before the console is first open: how somebody who was here before tells its history among live lines. */
  recogniseHistory(isHistory: (texts: readonly string[]) => boolean): void {
    this.#historyMarks.push(isHistory);
  }

  /** Resolves when the panel has taken it; `outcome` follows. @throws {PanelError} */
  power(signal: PowerSignal, options: PowerOptions = {}): Promise<PendingOutcome> {
    return this.#minding(this.#desks.power.send(signal, options));
  }

  /** @throws {PanelError} "offline" when the server is not running. */
  run(command: string): Promise<CommandOutput> {
    return this.#minding(this.#desks.commands.run(command));
  }

  /** @throws {PanelError} "throttled", "refused" at the limit. */
  backup(input: NewBackup = {}): Promise<PendingBackup> {
    return this.#minding(createBackup(this.#watched, input));
  }

  /** @throws {PanelError} */
  restore(backupUuid: string, options: { truncate: boolean }): Promise<PendingRestore> {
    return this.#minding(restoreBackup(this.#watched, backupUuid, options));
  }

  /** @returns false when it was so already. @throws {PanelError} */
  setBackupLock(backupUuid: string, isLocked: boolean): Promise<boolean> {
    return this.#minding(this.#desks.locks.set(backupUuid, isLocked));
  }

  /** The file behind one of the panel's signed links, which is used up. @throws {PanelError} "too-large" over `maxBytes`. */
  async download(signedUrl: string, maxBytes: number): Promise<Buffer> {
    const { body } = await this.#options.panel.fetchSigned(signedUrl, {
      maxBytes,
      signal: this.#options.signal,
    });
    return Buffer.concat(await Array.fromAsync(body as AsyncIterable<Buffer>));
  }

  /** Writes one file straight to the node, over what is there. @throws {PanelError} "refused" with the node's words. */
  async upload(upload: Upload): Promise<void> {
    const { panel, signal } = this.#options;
    try {
      await panel.uploadSigned(await this.api.files.uploadUrl(), { ...upload, signal });
    } finally {
      // Also after a failure: some of it may be there.
      this.forget("files");
    }
  }

  /**
   * The next stop within a quarter of an hour is `by`'s wish: a stop command typed into the console, say.
   * @returns what takes it back, for when the request is refused.
   */
  expectStop(by: string): () => void {
    return this.#desks.expectation.expect(by);
  }

  /** The next reads of these ask the panel: before something is decided that must not rest on what was remembered. */
  forget(...topics: Topic[]): void {
    this.#watched.forget(...topics);
  }

  /** Every permission that this panel knows. @throws {PanelError} */
  permissionCatalogue(): Promise<PermissionCatalogue> {
    return this.#options.panel.permissions();
  }

  /** Asks the panel anew who may do what and how the server is. @throws {PanelError} */
  refresh(): Promise<void> {
    return this.#description.refresh();
  }

  /** From the list, which is cheaper: without permissions. */
  described(server: Server): void {
    this.#description.take(server);
  }

  /** Keeps the console socket open until `signal` of the options is aborted. Never rejects. */
  async watch(firstDelayMs: number): Promise<void> {
    const { origin, gate, clock, log, signal, random } = this.#options;
    const source = {
      requestToken: () => this.#watched.background.websocket({ signal }),
      classifyFailure: classifyTokenFailure,
    };
    await runSession({
      origin,
      gate,
      clock,
      log,
      signal,
      firstDelayMs,
      wallet: new TokenWallet(source, clock),
      recheck: () => this.#description.obstacle(),
      listener: this.#feed,
      ...(random && { random }),
    });
    this.#feed.finish();
  }

  /** What the socket says makes the panel's remembered answers old. */
  #tell(event: ServerEvent): void {
    const { forget } = this.#watched;
    if (event.type === "state") forget("resources");
    if (event.type === "state" && (event.state === "offline" || event.state === "running"))
      this.#desks.expectation.met();
    if (event.type === "backup") forget("backups");
    if (event.type === "restored") forget("files", "server", "resources", "backups");
    if (event.type === "install") forget("files", "server", "startup");
    this.#events.tell({ ...event, server: this });
  }

  /** A refusal may mean that permissions have changed. */
  async #minding<Value>(action: Promise<Value>): Promise<Value> {
    try {
      return await action;
    } catch (error) {
      if (error instanceof PanelError && error.failure === "forbidden") void this.#description.tryRefresh();
      throw error;
    }
  }
}
