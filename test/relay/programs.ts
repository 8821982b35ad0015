/** One program after the other on the same channel, store and disk: each starts on what the one before has left. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLog } from "../../src/lib/logger.ts";
import type { Handover } from "../../src/relay/handover.ts";
import { createKeptStreams } from "../../src/relay/kept-streams.ts";
import type { RelayOptions } from "../../src/relay/relay-options.ts";
import { createRelay, type Relay } from "../../src/relay/relay.ts";
import type { ConsoleSink } from "../../src/relay/sink.ts";
import { Spools } from "../../src/relay/spool.ts";
import { openDatabase } from "../../src/store/database.ts";
import { createSmallState, type SmallState } from "../../src/store/small-state.ts";
import { ManualClock } from "../manual-clock.ts";
import { RecordingChannel, SessionChannel } from "./recording-channel.ts";

export class Programs {
  readonly clock = new ManualClock();
  channel = new RecordingChannel(this.clock);
  readonly folder: string;
  /** As the store gives it to the next program. */
  handover: Handover | undefined;
  /** So many lines of the running program have been dealt with. */
  settled = 0;
  relay!: Relay;
  #kill = (): void => undefined;
  readonly #state: SmallState;

  constructor(folder: string) {
    this.folder = folder;
    this.#state = createSmallState(openDatabase(":memory:"), () => {
      throw new Error("not kept");
    });
  }

  static async begin(): Promise<Programs> {
    return new Programs(await mkdtemp(join(tmpdir(), "roost-programs-")));
  }

  async end(): Promise<void> {
    this.kill();
    await this.relay.written();
    await rm(this.folder, { recursive: true, force: true });
  }

  start(options: Partial<RelayOptions> = {}): Relay {
    let isDead = false;
    const { channel } = this;
    const never = new Promise<never>(() => undefined);
    const sink: ConsoleSink = {
      post: (message, nonce) => (isDead ? never : channel.post(message, nonce)),
      edit: (ref, message) => (isDead ? never : channel.edit(ref, message)),
      find: (message, since, after) => (isDead ? never : channel.find(message, since, after)),
      ...(channel instanceof SessionChannel && { turn: (mark) => channel.turn(mark) }),
    };
    const spools = new Spools({ folder: this.folder, log: silentLog });
    const kept = createKeptStreams(this.#state);
    this.settled = 0;
    const relay = createRelay({
      sink,
      clock: this.clock,
      log: silentLog,
      name: "survival",
      style: "plain",
      redact: (text) => text,
      random: () => 0,
      openSpool: (onLost) => spools.open("one", onLost),
      handover: this.handover,
      onSettled: (lines, left) => {
        if (isDead) return;
        this.settled = lines;
        kept.save("one", { isPaused: false, handover: left });
        this.handover = kept.load("one")?.handover;
      },
      ...options,
    });
    this.relay = relay;
    this.#kill = () => {
      isDead = true;
      relay.stop();
    };
    return relay;
  }

  /** Without a warning: it says and keeps nothing any more. */
  kill(): void {
    this.#kill();
  }

  /** As somebody stops it who does not wait for Discord. */
  async stop(): Promise<void> {
    this.relay.stop();
    await this.relay.written();
    this.kill();
  }

  push(...texts: string[]): void {
    this.relay.push(texts.map((text) => ({ text, at: this.clock.now() })));
  }

  get texts(): string[] {
    return this.channel.messages.map(({ text }) => text);
  }

  /** The disk takes its moment of real time. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 500) {
      await this.clock.advance(500);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  /** Goes on until `lines` are in the channel, or so much time has passed that they will not come. */
  async untilShown(lines: number): Promise<void> {
    for (let step = 0; step < 400 && this.channel.lines.length < lines; step += 1) await this.pass(500);
    await this.pass(3000);
  }
}

export const numbered = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `line ${from + index}`.padEnd(90, "."));
