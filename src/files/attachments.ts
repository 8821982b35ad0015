/** Files that people hand over in Discord, read from its storage piece by piece. Goes nowhere else, follows no redirect. */
import type { Readable } from "node:stream";
import { Agent, request, type Dispatcher } from "undici";
import { UserError } from "../reply.ts";

/** What Discord tells of a file that somebody sent. */
export interface SentFile {
  readonly url: string;
  readonly bytes: number;
}

export interface OpenAttachment {
  /** To be read to its end or destroyed. Fails with a UserError when it breaks or is not as long as announced. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Why `body` has failed, for those who only saw somebody else stumble over it. */
  readonly failure: () => UserError | undefined;
}

export interface AttachmentsOptions {
  /** Base address of Discord's API. One that is not Discord's own (a proxy) may also hand out files. */
  readonly apiUrl: string;
  /** Default: a few connections of its own, closed by `close`. */
  readonly dispatcher?: Dispatcher;
}

const storage: ReadonlySet<string> = new Set(["https://cdn.discordapp.com", "https://media.discordapp.net"]);
type Body = Readable & AsyncIterable<Uint8Array>;

const timeoutMs = 10_000;
const gone = "Discord did not hand the file over. Send it once more.";

export class Attachments {
  readonly #origins: ReadonlySet<string>;
  readonly #dispatcher: Dispatcher;
  readonly #own: Agent | undefined;

  constructor({ apiUrl, dispatcher }: AttachmentsOptions) {
    this.#origins = new Set([...storage, ...otherOrigin(apiUrl)]);
    this.#own = dispatcher ? undefined : new Agent({ connections: 8, connect: { timeout: timeoutMs } });
    this.#dispatcher = dispatcher ?? this.#own ?? new Agent();
  }

  /** @throws {UserError} when Discord does not give it. */
  async open({ url, bytes }: SentFile): Promise<OpenAttachment> {
    if (!this.#origins.has(originOf(url))) throw new UserError("That file does not come from Discord.");
    const response = await this.#get(url);
    const length = response.headers["content-length"];
    if (response.statusCode !== 200 || (length !== undefined && Number(length) !== bytes)) {
      giveUp(response.body);
      throw new UserError(gone);
    }
    let failure: UserError | undefined;
    const body = exactly(response.body, bytes, (why) => {
      failure = why;
    });
    return { body, failure: () => failure };
  }

  /** The whole file. @throws {UserError} also when it is larger than `maxBytes`. */
  async read(attachment: SentFile, maxBytes: number): Promise<Uint8Array> {
    if (attachment.bytes > maxBytes)
      throw new UserError("That file is too large to be edited here. Use `/files upload`.");
    const { body } = await this.open(attachment);
    return Buffer.concat(await Array.fromAsync(body));
  }

  async close(): Promise<void> {
    await this.#own?.close();
  }

  async #get(url: string): Promise<Dispatcher.ResponseData> {
    try {
      return await request(url, {
        dispatcher: this.#dispatcher,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      });
    } catch (error) {
      throw new UserError(gone, { cause: error });
    }
  }
}

/** The same bytes, exactly as many as announced. */
async function* exactly(body: Body, bytes: number, onFailure: (why: UserError) => void) {
  // By hand: what its reader throws in at `yield`, because it has stumbled itself, is no failure of ours.
  const pieces = body[Symbol.asyncIterator]();
  const fail = (cause?: unknown): never => {
    const why = new UserError(gone, { cause });
    onFailure(why);
    throw why;
  };
  let seen = 0;
  try {
    for (;;) {
      const piece = await pieces.next().catch(fail);
      if (piece.done) break;
      seen += piece.value.byteLength;
      if (seen > bytes) break;
      yield piece.value;
    }
    if (seen !== bytes) fail();
  } finally {
    giveUp(body);
  }
}

/** Ends what may still be under way. */
function giveUp(body: Body): void {
  body.on("error", () => {
    // We are leaving: how the connection ends does not matter.
  });
  body.destroy();
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : "";
}

function otherOrigin(apiUrl: string): string[] {
  const { origin, hostname } = new URL(apiUrl);
  return /(^|\.)discord(app)?\.com$/.test(hostname) ? [] : [origin];
}
