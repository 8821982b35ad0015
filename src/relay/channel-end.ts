/** The last message of a console in its channel, as long as something may be added to it. Pure. */
import { emptyBody, type Body, type LastLine } from "./compose.ts";
import type { MessageRef } from "./sink.ts";
import type { Totals } from "./totals.ts";

interface LastMessage {
  readonly ref: MessageRef;
  /** Monotonic. */
  readonly postedAt: number;
}

/** Lines can be added to its text. */
export interface OpenText extends LastMessage {
  readonly kind: "text";
  readonly body: Body;
  readonly last?: LastLine | undefined;
}

/** Files can be added to it; its text sums them up. */
export interface OpenFiles extends LastMessage {
  readonly kind: "files";
  readonly totals: Totals;
}

export type ChannelEnd = OpenText | OpenFiles;

/** For a repeat of what an earlier program added to a message: nothing else is added to that one. */
export function openFrom(ref: MessageRef): ChannelEnd {
  return { kind: "text", ref, body: emptyBody, postedAt: Number.NEGATIVE_INFINITY };
}

/** An older message is left alone: what is new should stand at the end of the channel. */
const maxOpenMs = 10 * 60_000;

/** Attachments of one message (Discord docs, resources/message). */
const maxFiles = 10;

/** The text that lines may be added to, if there is one. */
export function openText(end: ChannelEnd | undefined, now: number): OpenText | undefined {
  return end?.kind === "text" && now - end.postedAt < maxOpenMs ? end : undefined;
}

/** The message that one more file may be added to, if there is one: what waited on the disk stands apart. */
export function openFiles(
  end: ChannelEnd | undefined,
  { now, isSpooled }: { now: number; isSpooled: boolean },
): OpenFiles | undefined {
  if (end?.kind !== "files" || now - end.postedAt >= maxOpenMs) return undefined;
  return end.totals.isSpooled === isSpooled && end.totals.files < maxFiles ? end : undefined;
}
