/** What the panel says of one server: its details, and whether something stands in the way of its socket. */
import type { Server } from "../panel/panel.ts";
import type { Problem } from "../wings/connection-end.ts";
import { problemOf, problemOfFailure } from "./socket-access.ts";
import type { WatchedServer } from "./watched-server.ts";

/** The server as the panel last described it; `userPermissions` come a little later than the rest. */
export type KnownServer = Server & { readonly userPermissions?: readonly string[] | undefined };

/** While the permissions are not known, the panel is not asked for them again sooner. */
const askAgainMs = 30_000;

export class ServerDescription {
  readonly #watched: WatchedServer;
  #known: KnownServer;
  #refreshing: Promise<void> | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(known: KnownServer, watched: WatchedServer) {
    this.#known = known;
    this.#watched = watched;
  }

  get known(): KnownServer {
    return this.#known;
  }

  /** Those from the list tell no permissions: the ones that are known stay. */
  take(server: KnownServer): void {
    const { userPermissions = this.#known.userPermissions } = server;
    this.#known = userPermissions === undefined ? server : { ...server, userPermissions };
  }

  /** One request for all who ask meanwhile. @throws {PanelError} */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#ask().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** The same for whom nobody waits. Never rejects. */
  async tryRefresh(): Promise<void> {
    try {
      await this.refresh();
    } catch (error) {
      this.#watched.log.debug({ err: error }, "the panel does not describe a server");
    }
  }

  /** Asks for the permissions because somebody wants to know them; costs nothing however often it is called. */
  wantPermissions(): void {
    void this.learnPermissions();
  }

  /** Resolves when they are known, or cannot be told now. Never rejects. */
  async learnPermissions(): Promise<void> {
    if (this.#known.userPermissions !== undefined) return;
    const isDue = this.#watched.clock.monotonic() - this.#askedAt >= askAgainMs;
    if (isDue || this.#refreshing) await this.tryRefresh();
  }

  /** What keeps the console socket closed; `undefined`: nothing. @throws {PanelError} when the panel cannot say. */
  async obstacle(): Promise<Problem | undefined> {
    try {
      await this.refresh();
      return problemOf(this.#known);
    } catch (error) {
      const problem = problemOfFailure(error);
      if (problem === undefined) throw error;
      return problem;
    }
  }

  async #ask(): Promise<void> {
    const { forget, background, clock, signal } = this.#watched;
    this.#askedAt = clock.monotonic();
    forget("server");
    this.take(await background.details({ signal }));
  }
}
