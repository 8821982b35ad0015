/** One server's console in one channel: its relay, where it is, whether it is paused, and how far it has come. */
import type { FleetEvent, FleetServer } from "../fleet/server.ts";
import type { ConsoleLine } from "../fleet/console-line.ts";
import { isHistory, recoverGap } from "../fleet/recover-gap.ts";
import { heardUntil } from "./handover.ts";
import { headingOf, noteOf } from "./notes.ts";
import type { KeptStream } from "./kept-streams.ts";
import { MovableSink } from "./movable-sink.ts";
import type { LinePreparation } from "./prepare-line.ts";
import type { RelayOptions, RelayStats } from "./relay-options.ts";
import { createRelay, type Relay } from "./relay.ts";
import type { ConsoleSink } from "./sink.ts";
import { Sessions } from "./sessions.ts";
import { fingerprint, Trail, type TrailLine } from "./trail.ts";

/** What all relays have in common. */
export type CommonRelayOptions = Pick<RelayOptions, "clock" | "log" | "acquire" | "memory" | "random">;

export interface StreamOptions {
  server: FleetServer;
  /** Where the environment wants it, or where it was asked to be. */
  channelId: string;
  kept: KeptStream | undefined;
  keep: (kept: KeptStream) => void;
  openSink: (channelId: string) => ConsoleSink;
  relayOptions: CommonRelayOptions;
  /** How that channel shows a console. */
  preparationFor: (channelId: string) => LinePreparation;
  openSpool?: RelayOptions["openSpool"];
  /** Whether other consoles stand in that channel as well: then each message says whose it is. */
  isShared: (channelId: string) => boolean;
  /** A new message of this console stands in the channel or thread. */
  onPosted: (stream: ConsoleStream) => void;
  onTrouble: (channelId: string, trouble: { failure: "channel-gone" | "forbidden"; isOver: boolean }) => void;
}

/** The node replays at most so many lines; the fleet keeps a few more. */
const historyLines = 200;

export class ConsoleStream {
  readonly server: FleetServer;
  readonly #options: StreamOptions;
  readonly #sink: MovableSink;
  readonly #relay: Relay;
  readonly #trail = new Trail();
  #kept: KeptStream;
  readonly #sessions: Sessions;
  /** Until the history of the first connection has been looked through, nothing is known to be new. */
  #hasBegun = false;
  /** Lines of the first moments, which come once more. */
  readonly #dealtWith = new WeakSet<ConsoleLine>();

  constructor(options: StreamOptions) {
    this.#options = options;
    const { server, kept, channelId, relayOptions } = options;
    this.server = server;
    this.#kept = kept ?? { isPaused: false };
    this.#sink = new MovableSink(options.openSink, this.#kept.movedTo ?? channelId, () => {
      options.onPosted(this);
    });
    const heardAt = heardUntil(this.#kept.handover) ?? this.#sink.writtenAt;
    this.#sessions = new Sessions(relayOptions.clock, heardAt);
    this.#relay = createRelay({
      ...relayOptions,
      ...options.preparationFor(this.#sink.channelId),
      ...(options.openSpool && { openSpool: options.openSpool }),
      sink: this.#sink,
      name: server.key,
      heading: () => {
        const isShared = this.#sink.isInChannel && options.isShared(this.channelId);
        return isShared ? headingOf(server.name) : undefined;
      },
      handover: this.#kept.handover,
      onSettled: (lines, handover) => {
        // Before the history has been looked through, how far it had come must stay as it was kept.
        const seen = this.#hasBegun ? this.#trail.before(lines) : undefined;
        this.#keep({ handover, ...(seen && { seen, heard: this.#heard() }) });
      },
      onTrouble: (trouble) => {
        options.onTrouble(this.channelId, trouble);
      },
    });
    if (this.#kept.isPaused) this.#relay.pause();
    const { seen = [] } = this.#kept;
    if (seen.length > 0) server.recogniseHistory((texts) => isHistory(seen, texts.map(fingerprint)));
  }

  get channelId(): string {
    return this.#sink.channelId;
  }

  /** Where its lines stand now: the channel, or a thread in it. */
  get placeId(): string {
    return this.#sink.placeId;
  }

  /** For a stream made while the console is open already: whatever was printed until now is no news. */
  joinNow(): void {
    if (this.#hasBegun || this.server.live().socket !== "open") return;
    this.#hasBegun = true;
    const past = this.server.recentLines(historyLines).filter(({ source }) => source !== "daemon");
    const prints = past.map(({ text }) => fingerprint(text));
    this.#trail.seed(prints);
    this.#keep({ seen: prints });
  }

  /** Takes what happens to the server. */
  hear(event: FleetEvent): void {
    if (event.type === "begun" && !this.#hasBegun) this.#begin(event);
    if (event.type === "socket" && event.socket === "open") this.joinNow();
    const mark = this.#sink.hasSessions ? this.#sessions.markOf(event) : undefined;
    if (mark?.what === "begin") this.#relay.mark(mark);
    const note = noteOf(event);
    if (note !== undefined) this.#relay.note(note);
    if (mark?.what === "end") this.#relay.mark(mark);
    if (event.type === "lines") this.#push(event.lines.filter((line) => !this.#dealtWith.has(line)));
    // What is missing came before what could be recovered, so the gap's note stands above it.
    if (event.type === "resumed") this.#push(event.missed.recovered);
  }

  note(text: string): void {
    this.#relay.note(text);
  }

  /** Somebody else spoke in the channel. */
  cut(): void {
    this.#relay.cut();
  }

  pause(): void {
    this.#keep({ isPaused: true });
    this.#relay.pause();
  }

  resume(): void {
    this.#keep({ isPaused: false });
    this.#relay.resume();
  }

  /** What waits and what comes goes into another channel from now on. */
  moveTo(channelId: string): void {
    this.#relay.showAs(this.#options.preparationFor(channelId));
    this.#sink.moveTo(channelId);
    this.#keep({ movedTo: channelId });
    if (!this.#kept.isPaused) this.#relay.resume();
  }

  stats(): RelayStats {
    return this.#relay.stats();
  }

  async close(deadlineMs: number): Promise<void> {
    if (this.#hasBegun) this.#keep({ heard: this.#heard() });
    await this.#relay.flush(this.#kept.isPaused ? 0 : deadlineMs);
    this.#relay.stop();
    await this.#relay.written();
  }

  #push(lines: readonly TrailLine[]): void {
    this.#trail.push(lines);
    this.#relay.push(lines);
  }

  /** What was printed while this program did not run, as far as the history holds it. */
  #begin({ past, early }: Extract<FleetEvent, { type: "begun" }>): void {
    this.#hasBegun = true;
    const { seen, heard } = this.#kept;
    if (seen === undefined) {
      // It has never been shown here: its past is no news.
      const prints = past.map(({ text }) => fingerprint(text));
      this.#trail.seed(prints);
      this.#keep({ seen: prints });
      return;
    }
    this.#trail.seed(seen);
    const lines = [...past, ...early];
    for (const line of early) this.#dealtWith.add(line);
    if (seen.length === 0 && lines.length === 0) return;
    const now = this.#heard();
    const { missed, isComplete } = recoverGap({
      seen,
      history: lines.map(({ text }) => fingerprint(text)),
      wasOffline: heard?.wasOffline ?? false,
      isOffline: now.wasOffline,
      downMs: heard ? Math.max(0, now.at - heard.at) : Number.POSITIVE_INFINITY,
    });
    if (!isComplete) this.#relay.note("⚠️ Lines may be missing here: Roost was not running.");
    this.#push(lines.slice(lines.length - missed.length));
  }

  #heard(): NonNullable<KeptStream["heard"]> {
    const { clock } = this.#options.relayOptions;
    return { at: clock.now(), wasOffline: this.server.live().state === "offline" };
  }

  #keep(change: Partial<KeptStream>): void {
    this.#kept = { ...this.#kept, ...change };
    this.#options.keep(this.#kept);
  }
}
