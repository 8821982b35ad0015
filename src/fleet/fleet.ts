/** All servers this program watches: which they are, how they are found, when they are watched. */
import { backoffMs } from "../lib/backoff.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import { unlessAborted } from "../lib/unless-aborted.ts";
import { type Panel, PanelError } from "../panel/panel.ts";
import { DialGate } from "../wings/dial-gate.ts";
import { Broadcast } from "./broadcast.ts";
import { discover, type Discovery, type Wanted } from "./discover.ts";
import { findServer, UnknownServer } from "./find-server.ts";
import { FleetServer, type FleetEvent } from "./server.ts";

export interface FleetOptions {
  panel: Panel;
  /** `Origin` of the console sockets: the panel's own address, scheme and host, without a slash. */
  origin: string;
  servers: readonly Wanted[] | "all";
  clock: Clock;
  log: Log;
  random?: () => number;
}

/** Sockets being opened at the same time. */
const dialsAtOnce = 6;
/** First dials are spread by so much for each server, in milliseconds. */
const spreadMs = 20;
const rediscoverEveryMs = 10 * 60_000;
/** Somebody who asks for the servers waits so long for the panel's list, and not for one that was asked for a moment ago. */
const listPatienceMs = 1000;
const listIsNewMs = 5000;
const retryDiscovery = { firstMs: 2_000, maxMs: 60_000 };

export class Fleet {
  readonly #options: FleetOptions;
  readonly #gate = new DialGate(dialsAtOnce);
  readonly #events: Broadcast<FleetEvent>;
  readonly #life = new AbortController();
  readonly #work = new Set<Promise<void>>();
  #servers: readonly FleetServer[] = [];
  #listing: Promise<void> | undefined;
  /** On the monotonic clock: when the panel was asked last. */
  #listedAt = -Infinity;

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#events = new Broadcast(options.log);
  }

  get servers(): readonly FleetServer[] {
    return this.#servers;
  }

  /** The first of those asked for. @throws {UnknownServer} while there is none. */
  get default(): FleetServer {
    const [first] = this.#servers;
    if (first) return first;
    throw new UnknownServer(
      "",
      [],
      "Roost sees no server yet: the panel has not answered, or its key sees none. Try again in a minute.",
    );
  }

  /** Nothing means the default. @throws {UnknownServer} with a sentence for people. */
  find(query?: string): FleetServer {
    return query === undefined || query.trim() === "" ? this.default : findServer(this.#servers, query);
  }

  /** Events of all servers, those found later too. */
  subscribe(listener: (event: FleetEvent) => void): () => void {
    return this.#events.subscribe(listener);
  }

  /**
   * Resolves when the servers are known and their sockets are being opened. A panel that cannot be reached is asked
   * again until it answers: then this resolves with no servers, and they appear later.
   * @throws {PanelError} when the panel does not take the key.
   */
  async start(): Promise<void> {
    const { log } = this.#options;
    try {
      await this.#list();
    } catch (error) {
      if (error instanceof PanelError && error.failure === "unauthorized") throw error;
      log.warn({ err: error }, "the panel does not tell its servers yet");
    }
    this.#keep(this.#rediscover());
  }

  /**
   * Looks for servers that are new on the panel, and for new names, because somebody asks. Resolves when they are known;
   * sooner when the panel was asked a moment ago, or does not answer soon. Never rejects.
   */
  async refresh(): Promise<void> {
    const { clock, log } = this.#options;
    const isNew = clock.monotonic() - this.#listedAt < listIsNewMs;
    if (this.#life.signal.aborted || (isNew && !this.#listing)) return;
    const listed = this.#list().catch((error: unknown) => {
      log.debug({ err: error }, "the panel does not tell its servers");
    });
    const done = new AbortController();
    await Promise.race([listed, clock.sleep(listPatienceMs, done.signal)]);
    done.abort();
  }

  /** Resolves when every socket is closed and every timer stopped. May be called twice. */
  async stop(): Promise<void> {
    this.#life.abort();
    await Promise.all(this.#work);
  }

  async #rediscover(): Promise<void> {
    const { clock, log, random } = this.#options;
    const { signal } = this.#life;
    for (let failures = this.#servers.length === 0 ? 1 : 0; !signal.aborted;) {
      await clock.sleep(
        failures === 0 ? rediscoverEveryMs : backoffMs(retryDiscovery, failures, random),
        signal,
      );
      if (signal.aborted) return;
      try {
        await this.#list();
        failures = 0;
      } catch (error) {
        failures += 1;
        log.debug({ err: error }, "the panel does not tell its servers");
      }
    }
  }

  /** One question at a time; whoever asks meanwhile shares its answer. */
  #list(): Promise<void> {
    this.#listing ??= this.#discover().finally(() => {
      this.#listing = undefined;
    });
    return this.#listing;
  }

  async #discover(): Promise<void> {
    const { panel, servers: wanted, clock, log } = this.#options;
    const isFirst = this.#servers.length === 0;
    const { signal } = this.#life;
    this.#listedAt = clock.monotonic();
    const asked = discover(isFirst ? panel : panel.background, wanted, signal);
    const found = await unlessAborted(asked, signal);
    if (!found || signal.aborted) return;
    const { servers, repeated, unknown } = found;
    if (isFirst && unknown.length > 0)
      log.warn({ servers: unknown }, "the panel does not know these servers");
    if (isFirst && repeated.length > 0) {
      const twice = repeated.map(({ known, alias }) => alias ?? known.identifier);
      log.warn({ servers: twice }, "these servers are named more than once; the first name is kept");
    }
    const added = servers.flatMap((server) => this.#update(server) ?? []);
    this.#servers = [...this.#servers, ...added];
    for (const [index, server] of added.entries()) {
      server.subscribe(this.#events.tell);
      this.#keep(server.watch(index * spreadMs));
    }
  }

  /** A server that is known is described anew; one that is not is made. */
  #update({ known, alias }: Discovery["servers"][number]): FleetServer | undefined {
    const same = this.#servers.find((server) => server.uuid === known.uuid);
    if (same) {
      same.described(known);
      return undefined;
    }
    const { panel, origin, clock, log, random } = this.#options;
    const { signal } = this.#life;
    const options = { known, panel, origin, gate: this.#gate, clock, log, signal };
    return new FleetServer({ ...options, ...(alias !== undefined && { alias }), ...(random && { random }) });
  }

  #keep(work: Promise<void>): void {
    const kept = work
      .catch((error: unknown) => {
        this.#options.log.error({ err: error }, "watching a server ended");
      })
      .finally(() => {
        this.#work.delete(kept);
      });
    this.#work.add(kept);
  }
}

export function createFleet(options: FleetOptions): Fleet {
  return new Fleet(options);
}
