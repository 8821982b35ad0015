/** Files that people hand over in Discord, read from its storage piece by piece. Goes nowhere else, follows no redirect. */
import { Agent, request, type Dispatcher } from "undici";
import type { Attachment } from "../command.ts";
import { UserError } from "../reply.ts";

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
  async open({ url, bytes }: Attachment): Promise<OpenAttachment> {
    if (!this.#origins.has(originOf(url))) throw new UserError("That file does not come from Discord.");
    const response = await this.#get(url);
    const length = response.headers["content-length"];
    if (response.statusCode !== 200 || (length !== undefined && Number(length) !== bytes)) {
      response.body.on("error", () => {
        // We are leaving: how the connection ends does not matter.
      });
      response.body.destroy();
      throw new UserError(gone);
    }
    let failure: UserError | undefined;
    const body = exactly(response.body, bytes, (why) => {
      failure = why;
    });
    return { body, failure: () => failure };
  }

  /** The whole file. @throws {UserError} also when it is larger than `maxBytes`. */
  async read(attachment: Attachment, maxBytes: number): Promise<Uint8Array> {
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
async function* exactly(body: AsyncIterable<Uint8Array>, bytes: number, onFailure: (why: UserError) => void) {
  let seen = 0;
  try {
    for await (const chunk of body) {
      seen += chunk.byteLength;
      if (seen > bytes) break;
      yield chunk;
    }
  } catch (error) {
    const why = new UserError(gone, { cause: error });
    onFailure(why);
    throw why;
  }
  if (seen === bytes) return;
  const why = new UserError(gone);
  onFailure(why);
  throw why;
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : "";
}

function otherOrigin(apiUrl: string): string[] {
  const { origin, hostname } = new URL(apiUrl);
  return /(^|\.)discord(app)?\.com$/.test(hostname) ? [] : [origin];
}
