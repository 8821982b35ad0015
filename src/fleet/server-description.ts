/** What the panel says of one server: its details, and whether something stands in the way of its socket. */
import type { Server } from "../panel/panel.ts";
import type { Problem } from "../wings/connection-end.ts";
import { problemOf, problemOfFailure } from "./socket-access.ts";
import type { WatchedServer } from "./watched-server.ts";

/** The server as the panel last described it; `userPermissions` come a little later than the rest. */
export type KnownServer = Server & { readonly userPermissions?: readonly string[] };

export class ServerDescription {
  readonly #watched: WatchedServer;
  #known: KnownServer;

  constructor(known: KnownServer, watched: WatchedServer) {
    this.#known = known;
    this.#watched = watched;
  }

  get known(): KnownServer {
    return this.#known;
  }

  /** From the list: it tells no permissions, so those that are known stay. */
  take(server: Server): void {
    const { userPermissions } = this.#known;
    this.#known = userPermissions === undefined ? server : { ...server, userPermissions };
  }

  /** @throws {PanelError} */
  async refresh(): Promise<void> {
    this.#watched.forget("server");
    this.#known = await this.#watched.background.details();
  }

  /** The same for whom nobody waits. Never rejects. */
  async tryRefresh(): Promise<void> {
    try {
      await this.refresh();
    } catch (error) {
      this.#watched.log.debug({ err: error }, "the panel does not describe a server");
    }
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
}
