/** Signed links to a node: downloads and uploads. The API key never goes there, and no redirect is followed. */
import { Readable } from "node:stream";
import { request, type Dispatcher } from "undici";
import { toConnectionFault } from "./connection-fault.ts";
import { multipartOf } from "./multipart.ts";
import { fileNameOf, nodeFault } from "./node-answer.ts";
import { PanelError, type FaultRoute } from "./panel-error.ts";
import { flatHeaders, readAtMost } from "./transport.ts";

export interface NodeFile {
  /** To be read to its end or destroyed. Fails with a PanelError when it breaks or grows too large. */
  readonly body: Readable;
  readonly bytes?: number | undefined;
  readonly name?: string | undefined;
}

export interface Download {
  /** More is given up with "too-large". */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Upload {
  /** In the server's files. */
  readonly directory: string;
  /** One name, no path. */
  readonly name: string;
  readonly body: AsyncIterable<Uint8Array> | Uint8Array;
  /** Length of `body`. */
  readonly bytes: number;
  readonly signal?: AbortSignal | undefined;
}

export interface NodeLinksOptions {
  readonly dispatcher: Dispatcher;
  readonly userAgent: string;
  /** Until the node begins to answer, and between two pieces of a body, in milliseconds. */
  readonly timeoutMs: number;
}

const maxErrorBytes = 64 * 1024;
const download = "GET node link";
const upload = "POST node link";

type Response = Dispatcher.ResponseData;

export class NodeLinks {
  readonly #options: NodeLinksOptions;

  constructor(options: NodeLinksOptions) {
    this.#options = options;
  }

  /** Uses the link up, even when it fails. @throws {PanelError} "not-found" when it was used or does not fit. */
  async download(url: string, { maxBytes, signal }: Download): Promise<NodeFile> {
    const response = await this.#send(download, url, { method: "GET", signal });
    await refuseFailure(download, response);
    const headers = flatHeaders(response.headers);
    const length = Number(headers["content-length"] ?? Number.NaN);
    const bytes = Number.isSafeInteger(length) ? length : undefined;
    if (bytes !== undefined && bytes > maxBytes) {
      response.body.on("error", () => {
        // We are leaving: how the connection ends does not matter.
      });
      response.body.destroy();
      throw new PanelError(download, { failure: "too-large", status: response.statusCode });
    }
    const body = Readable.from(limited(response.body, { maxBytes, signal }), { objectMode: false });
    return { body, bytes, name: fileNameOf(headers["content-disposition"]) };
  }

  /** Uses the link up, even when it fails. @throws {PanelError} "refused" with the node's words. */
  async upload(url: string, { directory, name, body, bytes, signal }: Upload): Promise<void> {
    const form = multipartOf({ field: "files", name, body, bytes });
    const response = await this.#send(upload, withDirectory(url, directory), {
      method: "POST",
      signal,
      headers: { "content-type": form.contentType, "content-length": String(form.bytes) },
      body: Readable.from(form.body, { objectMode: false }),
    });
    await refuseFailure(upload, response);
    await response.body.dump();
  }

  async #send(route: FaultRoute, url: string, { method, signal, headers, body }: Sending): Promise<Response> {
    const { dispatcher, timeoutMs, userAgent } = this.#options;
    try {
      return await request(url, {
        method,
        dispatcher,
        signal: signal ?? null,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        headers: { accept: "*/*", "user-agent": userAgent, ...headers },
        body: body ?? null,
      });
    } catch (error) {
      throw connectionError(route, error, signal);
    }
  }
}

interface Sending {
  readonly method: "GET" | "POST";
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Readable;
}

function withDirectory(url: string, directory: string): string {
  return `${url}${url.includes("?") ? "&" : "?"}directory=${encodeURIComponent(directory.toWellFormed())}`;
}

function connectionError(route: FaultRoute, error: unknown, signal?: AbortSignal): PanelError {
  const circumstances = { isLate: false, isAborted: signal?.aborted ?? false, isRead: route === download };
  return new PanelError(route, toConnectionFault(error, circumstances), error);
}

async function refuseFailure(route: FaultRoute, response: Response): Promise<void> {
  const { statusCode } = response;
  if (statusCode >= 200 && statusCode < 300) return;
  let body: Uint8Array | undefined;
  try {
    body = await readAtMost(response.body, maxErrorBytes);
  } catch {
    // The status is enough: what the node would have added is lost.
    body = undefined;
  }
  throw new PanelError(route, nodeFault(statusCode, body ?? new Uint8Array()));
}

/** The same bytes, as long as they are not too many; every way to break becomes a PanelError. */
async function* limited(body: AsyncIterable<Uint8Array>, { maxBytes, signal }: Download) {
  let bytes = 0;
  try {
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw new PanelError(download, { failure: "too-large" });
      yield chunk;
    }
  } catch (error) {
    throw error instanceof PanelError ? error : connectionError(download, error, signal);
  }
}
