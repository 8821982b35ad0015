/**
 * A console channel with a thread for each run of the server. The message that each thread hangs on stays in the channel
 * and says when the run began and ended. Where threads cannot be made, lines go into the channel itself.
 */
import type { REST } from "discord.js";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import type { SessionMark } from "../relay/entry.ts";
import {
  isSinkError,
  SinkError,
  type ConsoleSink,
  type MessageRef,
  type SinkMessage,
} from "../relay/sink.ts";
import { createNonces } from "../relay/under-way.ts";
import { createChannelSink } from "./channel-sink.ts";
import { openThread } from "./open-thread.ts";
import { removeThread } from "./remove-thread.ts";
import { sessionInWords, threadName } from "./session-words.ts";
import type { KeptThreads, Session } from "./kept-threads.ts";

export interface ThreadSinkOptions {
  rest: Pick<REST, "post" | "patch" | "delete"> & Partial<Pick<REST, "get">>;
  channelId: string;
  /** The server's name; hostile text. */
  server: string;
  /** So many threads are kept; older ones are deleted, or archived where Roost may not delete. */
  keeps: number;
  kept: KeptThreads;
  clock: Clock;
  log: Log;
  /** Told when threads cannot be made in the channel, once. */
  onRefused: () => void;
}

export class ThreadSink implements ConsoleSink {
  readonly #options: ThreadSinkOptions;
  readonly #channel: ConsoleSink;
  #session: Session | undefined;
  #past: readonly Session[];
  #isRefusalTold = false;

  constructor(options: ThreadSinkOptions) {
    const { rest, channelId, kept } = options;
    this.#options = options;
    this.#channel = createChannelSink({ rest, channelId });
    ({ current: this.#session, past: this.#past = [] } = kept.load() ?? {});
  }

  get placeId(): string | undefined {
    return this.#session?.isInChannel ? this.#options.channelId : this.#session?.threadId;
  }

  get writtenAt(): number | undefined {
    return this.#session?.writtenAt;
  }

  turn(mark: SessionMark): boolean {
    if (mark.what === "end") {
      this.#end(mark);
      return false;
    }
    // Told again after a restart.
    if (this.#session?.startedAt === mark.at) return false;
    if (this.#session?.starterId !== undefined) this.#past = [...this.#past, this.#session];
    this.#session = { startedAt: mark.at };
    this.#save();
    return true;
  }

  async post(message: SinkMessage, nonce: string): Promise<MessageRef> {
    const place = await this.#place();
    try {
      return this.#posted(await place.post(message, nonce));
    } catch (error) {
      if (place === this.#channel) throw error;
      if (isSinkError(error, "forbidden")) return this.#leaveThread(message, nonce);
      if (!isSinkError(error, "channel-gone")) throw error;
      // Somebody deleted the thread: what comes now begins another.
      this.#session = { startedAt: this.#session?.startedAt ?? this.#options.clock.now() };
      return this.#posted(await (await this.#place()).post(message, nonce));
    }
  }

  async find(message: SinkMessage, since: number, after?: string): Promise<MessageRef | undefined> {
    const { isInChannel, threadId } = this.#session ?? {};
    if (isInChannel) return this.#channel.find?.(message, since, after);
    // Without a thread nothing can be in it.
    if (threadId === undefined) return undefined;
    return createChannelSink({ rest: this.#options.rest, channelId: threadId }).find?.(message, since, after);
  }

  async edit(ref: MessageRef, message: SinkMessage): Promise<MessageRef> {
    const place = await this.#place();
    try {
      return this.#written(await place.edit(ref, message));
    } catch (error) {
      if (!isSinkError(error, "channel-gone", "forbidden") || place === this.#channel) throw error;
      throw new SinkError("edit thread message", "message-gone", { cause: error });
    }
  }

  /** Somebody closed the thread, or Roost may not write in threads: the rest of this run stands in the channel. */
  async #leaveThread(message: SinkMessage, nonce: string): Promise<MessageRef> {
    const ref = await this.#channel.post(message, nonce);
    if (this.#session) this.#session.isInChannel = true;
    this.#tellRefusal();
    return this.#posted(ref);
  }

  /** Opens the thread where there is none yet. Each step is kept, so that a repeat goes on where the last try failed. */
  async #place(): Promise<ConsoleSink> {
    const { clock, rest } = this.#options;
    const session = (this.#session ??= { startedAt: clock.now() });
    if (session.isInChannel) return this.#channel;
    const starterId = session.starterId ?? (await this.#postStarter(session));
    if (session.threadId === undefined) {
      await this.#openThread(session, starterId);
      this.#save();
      void this.#prune();
    }
    return session.threadId === undefined
      ? this.#channel
      : createChannelSink({ rest, channelId: session.threadId });
  }

  /** Under a nonce that outlives a restart: an answer may get lost. */
  async #postStarter(session: Session): Promise<string> {
    session.starterNonce ??= createNonces()();
    this.#save();
    const { id } = await this.#channel.post({ text: this.#words(session) }, session.starterNonce);
    delete session.starterNonce;
    session.starterId = id;
    this.#save();
    return id;
  }

  async #openThread(session: Session, starterId: string): Promise<void> {
    const { rest, channelId, server } = this.#options;
    const name = threadName(server, session.startedAt);
    const opened = await openThread(rest, { channelId, messageId: starterId, name });
    if (opened === "open") session.threadId = starterId;
    else if (opened === "no-message") {
      delete session.starterId;
      throw new SinkError("start thread", "unavailable");
    } else {
      session.isInChannel = true;
      this.#tellRefusal();
    }
  }

  #tellRefusal(): void {
    if (!this.#isRefusalTold) this.#options.onRefused();
    this.#isRefusalTold = true;
  }

  #end({ at, by }: Extract<SessionMark, { what: "end" }>): void {
    const session = this.#session;
    if (session?.starterId === undefined || session.endedAt !== undefined) return;
    session.endedAt = at;
    if (by !== undefined) session.endedBy = by;
    this.#save();
    this.#channel.edit({ id: session.starterId }, { text: this.#words(session) }).catch((error: unknown) => {
      // The thread itself says how it ended.
      this.#options.log.debug({ err: error }, "the message of a console thread could not be edited");
    });
  }

  async #prune(): Promise<void> {
    const { rest, channelId, keeps } = this.#options;
    const excess = this.#past.slice(0, Math.max(0, this.#past.length - (keeps - 1)));
    for (const session of excess) {
      // Tried again when the next one opens.
      if (!(await removeThread(rest, channelId, session))) return;
      this.#past = this.#past.filter((one) => one !== session);
      this.#save();
    }
  }

  /** Not after each edit: a message is open for ten minutes at most, and the store writes to a disk. */
  #posted(ref: MessageRef): MessageRef {
    this.#written(ref);
    this.#save();
    return ref;
  }

  #written(ref: MessageRef): MessageRef {
    if (this.#session) this.#session.writtenAt = this.#options.clock.now();
    return ref;
  }

  #save(): void {
    this.#options.kept.save({ ...(this.#session && { current: this.#session }), past: this.#past });
  }

  #words(session: Session): string {
    return sessionInWords(this.#options.server, session);
  }
}
