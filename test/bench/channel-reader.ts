/** Reads numbered lines out of a channel: which have come and when, and whether each stands there once and in order. */
import { gunzipSync } from "node:zlib";
import type { APIAttachment } from "discord-api-types/v10";
import type { DiscordSimulator } from "../simulators/discord/discord-simulator.ts";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";

const numbered = /\[flood\] (\d{6})/g;
const settleMs = 2500;

export interface Reading {
  lost: number;
  duplicated: number;
  outOfOrder: number;
  messages: number;
  files: number;
}

export class ChannelReader {
  /** Line number → when somebody in the channel could read it, in ms since the Unix epoch. */
  readonly seenAt = new Map<number, number>();
  readonly #discord: DiscordSimulator;
  readonly #channel: string;
  readonly #stop: () => void;
  /** By attachment: the lines it holds. */
  readonly #inFile = new Map<string, readonly number[]>();

  constructor(discord: DiscordSimulator, channel = "console") {
    this.#discord = discord;
    this.#channel = channel;
    const { id } = discord.guild.channel(channel);
    this.#stop = discord.onChange((change) => {
      if (change.type === "message" && change.message.channelId === id) this.#note(change.message);
    });
  }

  /** Waits until lines 1 to `total` have all come, or `withinMs` are over; then a little for what comes twice. */
  async until(total: number, withinMs: number): Promise<void> {
    await this.untilSeen(total, withinMs);
    await new Promise((resolve) => {
      setTimeout(resolve, settleMs);
    });
  }

  /** Waits until lines 1 to `total` have all come, or `withinMs` are over. */
  async untilSeen(total: number, withinMs: number): Promise<void> {
    const everything = (): true | undefined => (this.seenAt.size >= total ? true : undefined);
    await this.#discord.until(everything, withinMs).catch(() => undefined);
  }

  /** The channel as it stands now, read from top to bottom. */
  read(total: number): Reading {
    this.#stop();
    const messages = this.#discord.messages(this.#channel);
    const order = messages.flatMap((message) => this.#numbersIn(message));
    const distinct = new Set(order);
    return {
      lost: Array.from({ length: total }, (_, index) => index + 1).filter((n) => !distinct.has(n)).length,
      duplicated: order.length - distinct.size,
      outOfOrder: order.filter((number, index) => index > 0 && number < (order[index - 1] ?? 0)).length,
      messages: messages.length,
      files: messages.flatMap(({ attachments }) => attachments).length,
    };
  }

  /** When the last of the lines came. */
  get lastAt(): number {
    return [...this.seenAt.values()].reduce((last, at) => Math.max(last, at), 0);
  }

  #note(message: SeenMessage): void {
    const now = Date.now();
    for (const number of this.#numbersIn(message)) {
      if (!this.seenAt.has(number)) this.seenAt.set(number, now);
    }
  }

  /** Above its files stand some of their lines once more: those do not count again. */
  #numbersIn({ content, attachments }: SeenMessage): number[] {
    const filed = attachments.flatMap((file) => this.#numbersInFile(file));
    const isFiled = new Set(filed);
    return [...filed, ...numbersOf(content).filter((number) => !isFiled.has(number))];
  }

  /** A file stays as it is while its message is edited, so each is read once. */
  #numbersInFile({ id, filename }: APIAttachment): readonly number[] {
    const known = this.#inFile.get(id);
    if (known) return known;
    const data = this.#discord.attachment(id) ?? Buffer.alloc(0);
    const numbers = numbersOf((filename.endsWith(".gz") ? gunzipSync(data) : data).toString());
    this.#inFile.set(id, numbers);
    return numbers;
  }
}

function numbersOf(text: string): number[] {
  return Array.from(text.matchAll(numbered), ([, number]) => Number(number));
}

export function readingInWords({ lost, duplicated, outOfOrder }: Reading): string {
  return `lost ${lost}, doubled ${duplicated}, out of order ${outOfOrder}`;
}

export function faultsIn({ lost, duplicated, outOfOrder }: Reading): number {
  return lost + duplicated + outOfOrder;
}
