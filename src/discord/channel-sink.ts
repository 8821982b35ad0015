/** A Discord channel as the sink of a relay. Needs no cache and no gateway: two REST routes. */
import {
  DiscordAPIError,
  HTTPError,
  MessageFlags,
  RateLimitError,
  Routes,
  type RawFile,
  type REST,
  type RESTPatchAPIChannelMessageJSONBody,
  type RESTPostAPIChannelMessageJSONBody,
} from "discord.js";
import { z } from "zod";
import { isCompressed, type LogFile } from "../relay/log-file.ts";
import {
  isSinkError,
  SinkError,
  type ConsoleSink,
  type MessageRef,
  type SinkFailure,
} from "../relay/sink.ts";

export interface ChannelSinkOptions {
  rest: Pick<REST, "post" | "patch"> & Partial<Pick<REST, "get">>;
  /** A text channel or a thread. */
  channelId: string;
}

/** Console text never mentions anybody. An edit without this parses mentions again, so it goes with both. */
const nobody = { parse: [] };

/** Links in a log unfold no previews, and nobody's phone rings for it. Both stay on a message when it is edited. */
const quiet = MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications;

const none = Promise.resolve([]);

/** Of the newest messages; Discord gives a hundred at most. */
const lookThrough = 50;
/** Discord's clock and ours. */
const clocksDifferMs = 60_000;

export function createChannelSink({ rest, channelId }: ChannelSinkOptions): ConsoleSink {
  return {
    async post({ text, file }, nonce) {
      const body: RESTPostAPIChannelMessageJSONBody = {
        content: text,
        allowed_mentions: nobody,
        flags: quiet,
        nonce,
        enforce_nonce: true,
      };
      const request = { body, files: filesOf(file) };
      return toMessageRef(await named("post", rest.post(Routes.channelMessages(channelId), request)));
    },
    async find({ text, file }, since, after) {
      // Only where nothing was delivered before need the clocks tell.
      const mayBe = (id: string, timestamp: string): boolean =>
        after === undefined ? Date.parse(timestamp) >= since - clocksDifferMs : isLater(id, after);
      const found = (await newest(rest, channelId)).find(
        ({ id, author, content, timestamp, attachments }) =>
          mayBe(id, timestamp) &&
          author.bot === true &&
          content.trim() === text.trim() &&
          attachments.length > 0 === (file !== undefined),
      );
      return found && toMessageRef(found);
    },
    async edit(ref, { text, file }) {
      const body: RESTPatchAPIChannelMessageJSONBody = { content: text, allowed_mentions: nobody };
      // What stands in this list stays or comes; without a list all stay (Discord docs, resources/message).
      if (file) body.attachments = [...(ref.fileIds ?? []).map((id) => ({ id })), { id: "0" }];
      const request = { body, files: filesOf(file) };
      const edited = await named("edit", rest.patch(Routes.channelMessage(channelId, ref.id), request));
      return file ? toMessageRef(edited) : ref;
    },
  };
}

/** Discord's ids grow. */
const isLater = (id: string, than: string): boolean =>
  id.length === than.length ? id > than : id.length > than.length;

/** Nothing where they may not be read: that is no reason to post nothing. */
async function newest(
  rest: ChannelSinkOptions["rest"],
  channelId: string,
): Promise<z.infer<typeof messagesShape>> {
  const query = new URLSearchParams({ limit: String(lookThrough) });
  try {
    const answer = await named("post", rest.get?.(Routes.channelMessages(channelId), { query }) ?? none);
    return messagesShape.safeParse(answer).data ?? [];
  } catch (error) {
    if (isSinkError(error, "forbidden")) return [];
    throw error;
  }
}

function filesOf(file: LogFile | undefined): RawFile[] {
  if (!file) return [];
  const contentType = isCompressed(file) ? "application/gzip" : "text/plain; charset=utf-8";
  return [{ ...file, contentType }];
}

type Verb = "post" | "edit";

async function named<T>(verb: Verb, request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    throw sinkErrorOf(error, verb, `${verb} channel message`);
  }
}

/** The library's error holds the request's body, the console text: its name and numbers are enough. */
export function sinkErrorOf(error: unknown, verb: Verb, what: string): SinkError {
  const retryAfterMs = error instanceof RateLimitError ? error.retryAfter : undefined;
  return new SinkError(
    `${what}${numbersOf(error)}`,
    toSinkFailure(error, verb),
    retryAfterMs === undefined ? {} : { retryAfterMs },
  );
}

const answerShape = z.object({
  id: z.string(),
  attachments: z.array(z.object({ id: z.string() })).optional(),
});

const messagesShape = z.array(
  z.object({
    id: z.string(),
    author: z.object({ bot: z.boolean().optional() }),
    content: z.string(),
    timestamp: z.string(),
    attachments: z.array(z.object({ id: z.string() })),
  }),
);

function toMessageRef(answer: unknown): MessageRef {
  const { data } = answerShape.safeParse(answer);
  if (!data) throw new SinkError("post channel message: answer without id", "unavailable");
  const fileIds = (data.attachments ?? []).map(({ id }) => id);
  return fileIds.length > 0 ? { id: data.id, fileIds } : { id: data.id };
}

/** Discord's JSON error codes (docs: topics/opcodes-and-status-codes). */
const failureOfCode: ReadonlyMap<number | string, SinkFailure> = new Map<number | string, SinkFailure>([
  [10_003, "channel-gone"],
  [10_008, "message-gone"],
  [20_016, "rate-limited"], // slow mode
  [20_028, "rate-limited"], // writes to this channel
  [20_029, "rate-limited"], // writes to this server
  [30_046, "message-gone"], // too many edits of old messages
  [40_005, "rejected"], // too large
  [50_001, "forbidden"],
  [50_005, "message-gone"], // another author's message
  [50_006, "rejected"], // empty
  [50_008, "channel-gone"], // no channel for text
  [50_013, "forbidden"],
  [50_035, "rejected"],
  [50_045, "rejected"], // file too big
  [160_005, "forbidden"], // locked thread
  [200_000, "blocked"],
  [200_001, "blocked"],
]);

const archivedThread = 50_083;

/** What a failed request means for a relay. */
export function toSinkFailure(error: unknown, verb: Verb): SinkFailure {
  if (error instanceof RateLimitError) return "rate-limited";
  if (!(error instanceof DiscordAPIError)) return "unavailable";
  // A post opens an archived thread again, an edit does not.
  if (error.code === archivedThread) return verb === "edit" ? "message-gone" : "forbidden";
  return failureOfCode.get(error.code) ?? failureOfStatus(error.status);
}

function failureOfStatus(status: number): SinkFailure {
  if (status === 401 || status === 403) return "forbidden";
  if (status === 404) return "channel-gone";
  if (status === 429) return "rate-limited";
  return status >= 400 && status < 500 ? "rejected" : "unavailable";
}

function numbersOf(error: unknown): string {
  if (error instanceof DiscordAPIError) return ` (HTTP ${error.status}, code ${error.code})`;
  if (error instanceof HTTPError) return ` (HTTP ${error.status})`;
  return error instanceof Error ? ` (${error.name})` : "";
}
