/** One message on its way into the channel, and how that ends. */
import type { MessageRef, SinkFailure, SinkMessage } from "./sink.ts";

export interface Parcel {
  readonly message: SinkMessage;
  /** What goes instead, as a message of its own, where the channel takes messages and no files. */
  readonly withoutFile?: SinkMessage | undefined;
  /** The same for each try of it. */
  readonly nonce: string;
  /** The message to edit; a new one is posted without it. */
  readonly ref?: MessageRef | undefined;
  /** Not posted before: wall time in milliseconds. */
  readonly since: number;
  /** The message that was delivered before it: the same words there are not this one. */
  readonly after?: string | undefined;
  /** An earlier program has tried, and does not know how it ended. */
  readonly isRepeat?: true | undefined;
}

/** How it ended: delivered (with the message), or a failure that only another message can mend, or stopped. */
export type Delivery = Delivered | { failure: Final } | { failure: "stopped" };
type Final = Extract<SinkFailure, "message-gone" | "rejected" | "blocked">;

interface Delivered {
  ref: MessageRef;
  /** The message that goes without its file. */
  isFileless: boolean;
}

export function filelessOf(parcel: Parcel): Parcel {
  return { ...parcel, message: parcel.withoutFile ?? parcel.message, ref: undefined };
}

export function isFinal(failure: SinkFailure): failure is Final {
  return failure === "message-gone" || failure === "rejected" || failure === "blocked";
}
