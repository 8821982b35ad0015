/** The relays of all console channels: each server's events go to the channels that stand for it. */
import type { Fleet } from "../fleet/fleet.ts";
import type { FleetEvent, FleetServer } from "../fleet/server.ts";
import type { Log } from "../lib/logger.ts";
import { noteOf } from "./notes.ts";
import type { Relay } from "./relay.ts";

export interface ConsoleChannel {
  /** Alias, id or name; the default server where it is left out. */
  readonly server?: string;
  readonly channelId: string;
}

export interface ConsoleRelaysOptions {
  fleet: Fleet;
  channels: readonly ConsoleChannel[];
  createRelay: (channelId: string, server: FleetServer) => Relay;
  log: Log;
}

export class ConsoleRelays {
  readonly #options: ConsoleRelaysOptions;
  /** By server; made when a server is first heard of, because servers may appear late. */
  readonly #relays = new Map<string, readonly Relay[]>();
  readonly #unsubscribe: () => void;

  constructor(options: ConsoleRelaysOptions) {
    this.#options = options;
    this.#unsubscribe = options.fleet.subscribe((event) => {
      for (const relay of this.#relaysOf(event.server)) lead(event, relay);
    });
  }

  /** Stops listening, and delivers what is pending within `deadlineMs`. */
  async close(deadlineMs: number): Promise<void> {
    this.#unsubscribe();
    await Promise.all(
      [...this.#relays.values()].flat().map(async (relay) => {
        await relay.flush(deadlineMs);
        relay.stop();
      }),
    );
  }

  #relaysOf(server: FleetServer): readonly Relay[] {
    const known = this.#relays.get(server.uuid);
    if (known) return known;
    const { channels, createRelay, log } = this.#options;
    const relays = channels
      .filter((channel) => this.#isMeant(channel, server))
      .map(({ channelId }) => {
        log.info({ server: server.key, channel: channelId }, "the console streams into a channel");
        return createRelay(channelId, server);
      });
    this.#relays.set(server.uuid, relays);
    return relays;
  }

  #isMeant({ server: wanted }: ConsoleChannel, server: FleetServer): boolean {
    try {
      return this.#options.fleet.find(wanted) === server;
    } catch {
      // A server that is not there (yet) is nobody's console; the fleet has logged which ones it misses.
      return false;
    }
  }
}

function lead(event: FleetEvent, relay: Relay): void {
  const note = noteOf(event);
  if (note !== undefined) relay.note(note);
  if (event.type === "lines") relay.push(event.lines);
  // What is missing came before what could be recovered, so the gap's note stands above it.
  if (event.type === "resumed") relay.push(event.missed.recovered);
}
