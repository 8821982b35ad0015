/** Where a relay's messages go: two verbs and a closed list of failures. */
import type { SessionMark } from "./entry.ts";
import type { LogFile } from "./log-file.ts";

export interface MessageRef {
  readonly id: string;
  /** Of its files, in order; absent where it has none. */
  readonly fileIds?: readonly string[];
}

export interface SinkMessage {
  /** At most `maxMessageUnits` UTF-16 units, never empty. */
  readonly text: string;
  readonly file?: LogFile;
}

export interface ConsoleSink {
  /**
   * @param nonce the same for each try of one message: a sink that already has it answers with the first one.
   * @throws {SinkError}
   */
  post(message: SinkMessage, nonce: string): Promise<MessageRef>;
  /** Replaces the text of a message; a file comes after those that it has. @throws {SinkError} */
  edit(ref: MessageRef, message: SinkMessage): Promise<MessageRef>;
  /**
   * The newest message of ours with this text and, if it has one, a file, that is later than the message `after`, or
   * posted since `since` (wall time in milliseconds) where that is not known: for a post whose answer was lost so long ago
   * that its nonce may be forgotten. `undefined` as well where nobody may look. @throws {SinkError}
   */
  find?(message: SinkMessage, since: number, after?: string): Promise<MessageRef | undefined>;
  /**
   * For a sink with a place of its own for each run of the server: what is posted from now on belongs to another one,
   * or a run has ended. @returns whether messages of before must be left alone.
   */
  turn?(mark: SessionMark): boolean;
  /** Where messages go now: the channel, or a thread in it. `undefined` before the first one. */
  readonly placeId?: string | undefined;
  /** When something was last written there, wall time in milliseconds; kept over restarts. */
  readonly writtenAt?: number | undefined;
}

/**
 * - `message-gone`: this message cannot be edited (any more); a new one can be posted.
 * - `channel-gone`, `forbidden`: nothing can be posted until somebody mends it.
 * - `rejected`: this message will never be taken as it is; `blocked`: a content rule of the guild refuses it.
 * - `rate-limited`, `unavailable`: later. An `unavailable` post may have arrived all the same.
 */
export type SinkFailure =
  "message-gone" | "channel-gone" | "forbidden" | "rejected" | "blocked" | "rate-limited" | "unavailable";

export class SinkError extends Error {
  override readonly name = "SinkError";
  readonly failure: SinkFailure;
  /** How long the sink asks to wait, for `rate-limited`. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    failure: SinkFailure,
    options: { retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(`${message}: ${failure}`, options.cause === undefined ? {} : { cause: options.cause });
    this.failure = failure;
    this.retryAfterMs = options.retryAfterMs;
  }
}

export function isSinkError(error: unknown, ...failures: readonly SinkFailure[]): error is SinkError {
  return error instanceof SinkError && failures.includes(error.failure);
}

/** Discord's limit for the content of a bot's message (Discord docs, resources/message). */
export const maxMessageUnits = 2000;
