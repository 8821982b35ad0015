/** All streams from consoles into channels: each server's events go to the channels that stand for it. */
import type { Fleet } from "../fleet/fleet.ts";
import type { FleetServer } from "../fleet/server.ts";
import type { Cancel } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import { code, plain } from "../lib/markdown.ts";
import { ConsolePlaces, type ConsoleChannel } from "./console-places.ts";
import { ConsoleStream, type StreamOptions } from "./console-stream.ts";
import type { KeptStreams } from "./kept-streams.ts";
import type { RelayStats } from "./relay-options.ts";
import type { ConsoleSink } from "./sink.ts";
import { SharedMemory } from "./shared-memory.ts";
import type { Spools } from "./spool.ts";

export interface ConsoleRelaysOptions {
  fleet: Fleet;
  channels: readonly ConsoleChannel[];
  kept: KeptStreams;
  openSink: (channelId: string, server: FleetServer) => ConsoleSink;
  relayOptions: StreamOptions["relayOptions"];
  preparationFor: StreamOptions["preparationFor"];
  /** Without it, what is too much for the memory is dropped. */
  spools?: Spools;
  /** Told once when it begins and once when it is over; `server` is its name. */
  onTrouble: (channelId: string, server: string, trouble: Parameters<StreamOptions["onTrouble"]>[1]) => void;
  log: Log;
}

/** In an outage of Discord without a disk that takes the rest: some 500,000 lines, on a VPS of 512 MiB. */
const maxPendingBytes = 48 * 1024 * 1024;

/** By now every server that is there has been heard of, unless the panel is down: lines wait for longer than that. */
const sweepAfterMs = 60 * 60_000;

export class ConsoleRelays {
  readonly #memory = new SharedMemory(maxPendingBytes);
  readonly #options: ConsoleRelaysOptions;
  readonly #places: ConsolePlaces;
  /** By server; made when a server is first heard of, because servers may appear late. */
  readonly #streams = new Map<string, readonly ConsoleStream[]>();
  readonly #unsubscribe: () => void;
  readonly #cancelSweep: Cancel;

  constructor(options: ConsoleRelaysOptions) {
    this.#options = options;
    this.#places = new ConsolePlaces(options.fleet, options.channels);
    const { clock } = options.relayOptions;
    this.#cancelSweep = clock.after(sweepAfterMs, () => {
      void options.spools?.sweep(clock.now());
    });
    this.#unsubscribe = options.fleet.subscribe((event) => {
      for (const stream of this.#streamsOf(event.server)) stream.hear(event);
    });
  }

  /** Stops listening, and delivers what is pending within `deadlineMs`. */
  async close(deadlineMs: number): Promise<void> {
    this.#unsubscribe();
    this.#cancelSweep();
    await Promise.all(this.#all().map((stream) => stream.close(deadlineMs)));
  }

  /** The servers whose consoles stream into this channel or thread, each once. */
  serversIn(channelId: string): FleetServer[] {
    const streams = this.#all().filter((stream) => isIn(stream, channelId));
    return [...new Set(streams.map(({ server }) => server))];
  }

  /** The channels that a server's console streams into. */
  channelsOf(server: FleetServer): string[] {
    return this.#streamsOf(server).map(({ channelId }) => channelId);
  }

  /** Somebody else spoke in this channel: what comes next belongs below. */
  cut(channelId: string): void {
    for (const stream of this.#all()) if (stream.placeId === channelId) stream.cut();
  }

  /** @returns false when the server's console streams nowhere. */
  pause(server: FleetServer): boolean {
    for (const stream of this.#streamsOf(server)) stream.pause();
    return this.#streamsOf(server).length > 0;
  }

  /** @returns false when the server's console streams nowhere. */
  resume(server: FleetServer): boolean {
    for (const stream of this.#streamsOf(server)) stream.resume();
    return this.#streamsOf(server).length > 0;
  }

  /** Lets the console stream into this channel from now on, and remembers it. @returns where it went before. */
  moveTo(server: FleetServer, channelId: string): string | undefined {
    const [stream] = this.#streamsOf(server);
    if (!stream) {
      const made = this.#open(server, { name: askedName(server), channelId });
      made.moveTo(channelId);
      made.joinNow();
      this.#streams.set(server.uuid, [made]);
      return undefined;
    }
    const before = stream.channelId;
    if (before !== channelId) stream.moveTo(channelId);
    return before;
  }

  /** Shows between the lines who sends what. */
  echo(server: FleetServer, by: string, command: string): void {
    for (const stream of this.#streamsOf(server)) {
      const { redact } = this.#options.preparationFor(stream.channelId);
      stream.note(`⌨️ **${plain(by)}** ${code(redact(command))}`);
    }
  }

  /** By server and channel. */
  stats(): { server: string; channelId: string; stats: RelayStats }[] {
    return this.#all().map((stream) => ({
      server: stream.server.key,
      channelId: stream.channelId,
      stats: stream.stats(),
    }));
  }

  #all(): ConsoleStream[] {
    return [...this.#streams.values()].flat();
  }

  /** Also while a server that belongs there has not been heard of. */
  #isShared(channelId: string): boolean {
    const isIn = (place: { channelId: string }): boolean => place.channelId === channelId;
    return this.#options.channels.filter(isIn).length > 1 || this.#all().filter(isIn).length > 1;
  }

  #streamsOf(server: FleetServer): readonly ConsoleStream[] {
    const known = this.#streams.get(server.uuid);
    if (known) return known;
    const { kept } = this.#options;
    const places = this.#places
      .channelIdsOf(server)
      .map((channelId) => ({ name: `${server.uuid}:${channelId}`, channelId }));
    // One that was asked for in Discord, where the environment names no channel.
    const asked = places.length === 0 ? kept.load(askedName(server))?.movedTo : undefined;
    if (asked !== undefined) places.push({ name: askedName(server), channelId: asked });
    const streams = places.map((place) => this.#open(server, place));
    this.#streams.set(server.uuid, streams);
    return streams;
  }

  #open(server: FleetServer, { name, channelId }: { name: string; channelId: string }): ConsoleStream {
    const { kept, openSink, relayOptions, preparationFor, spools, onTrouble, log } = this.#options;
    const stream = new ConsoleStream({
      server,
      channelId,
      kept: kept.load(name),
      keep: (state) => {
        kept.save(name, state);
      },
      openSink: (where) => openSink(where, server),
      relayOptions: { memory: this.#memory, ...relayOptions },
      preparationFor,
      ...(spools && { openSpool: (onLost) => spools.open(name.replace(":", "-"), onLost) }),
      isShared: (where) => this.#isShared(where),
      onPosted: (one) => {
        // What the others add from now on must not stand above it.
        for (const other of this.#all()) if (other !== one && other.placeId === one.placeId) other.cut();
      },
      onTrouble: (where, trouble) => {
        onTrouble(where, server.name, trouble);
      },
    });
    log.info({ server: server.key, channel: stream.channelId }, "the console streams into a channel");
    return stream;
  }
}

/** In a thread of a channel, people mean the console as well. */
const isIn = ({ channelId, placeId }: ConsoleStream, id: string): boolean =>
  channelId === id || placeId === id;

const askedName = (server: FleetServer): string => `${server.uuid}:asked`;
