/** A sink whose channel can change under a relay that is at work. */
import type { SessionMark } from "./entry.ts";
import type { ConsoleSink, MessageRef, SinkMessage } from "./sink.ts";

export class MovableSink implements ConsoleSink {
  readonly #open: (channelId: string) => ConsoleSink;
  readonly #onPosted: () => void;
  #sink: ConsoleSink;
  #channelId: string;

  /** @param onPosted told of each new message. */
  constructor(open: (channelId: string) => ConsoleSink, channelId: string, onPosted: () => void) {
    this.#open = open;
    this.#onPosted = onPosted;
    this.#channelId = channelId;
    this.#sink = open(channelId);
  }

  get channelId(): string {
    return this.#channelId;
  }

  /** A message of the old channel cannot be edited in the new one: the relay must `cut` as well. */
  moveTo(channelId: string): void {
    this.#channelId = channelId;
    this.#sink = this.#open(channelId);
  }

  /** Whether each run of the server has a place of its own here. */
  get hasSessions(): boolean {
    return this.#sink.turn !== undefined;
  }

  get placeId(): string {
    return this.#sink.placeId ?? this.#channelId;
  }

  /** Whether its messages stand in the channel itself, maybe among those of others. */
  get isInChannel(): boolean {
    return !this.hasSessions || this.#sink.placeId === this.#channelId;
  }

  get writtenAt(): number | undefined {
    return this.#sink.writtenAt;
  }

  turn(mark: SessionMark): boolean {
    return this.#sink.turn?.(mark) ?? false;
  }

  async post(message: SinkMessage, nonce: string): Promise<MessageRef> {
    const ref = await this.#sink.post(message, nonce);
    this.#onPosted();
    return ref;
  }

  async find(message: SinkMessage, since: number, after?: string): Promise<MessageRef | undefined> {
    return this.#sink.find?.(message, since, after);
  }

  edit(ref: MessageRef, message: SinkMessage): Promise<MessageRef> {
    return this.#sink.edit(ref, message);
  }
}
