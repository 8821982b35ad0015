/** One exchange with the panel: address, key, time limit, size limit. Never retries, follows no redirect, keeps no cookie. */
import { request, type Dispatcher } from "undici";
import type { Clock } from "../lib/clock.ts";
import type { Answer } from "./answer.ts";
import { toConnectionFault } from "./connection-fault.ts";
import { PanelError } from "./panel-error.ts";
import { isRead, type RouteKey } from "./routes.ts";

export interface Outgoing {
  readonly route: RouteKey;
  /** Relative to `/api/client`, encoded, with its query. */
  readonly path: string;
  readonly body?: Uint8Array | string | undefined;
  readonly contentType?: string | undefined;
  /** An answer larger than this is given up. */
  readonly maxBytes: number;
  /** For the whole exchange, body included. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface TransportOptions {
  /** Origin of the panel, with no trailing slash. */
  readonly url: string;
  readonly apiKey: string;
  readonly userAgent: string;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
}

export class Transport {
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /** @throws {PanelError} when no complete answer came: "unreachable", "timeout", "aborted", "too-large". */
  async exchange(outgoing: Outgoing): Promise<Answer> {
    const { route, timeoutMs, signal } = outgoing;
    const gaveUp = new AbortController();
    let isLate = false;
    const abort = (): void => {
      gaveUp.abort();
    };
    const cancel = this.#options.clock.after(timeoutMs, () => {
      isLate = true;
      abort();
    });
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort, { once: true });
    try {
      return await this.#send(outgoing, gaveUp.signal);
    } catch (error) {
      if (error instanceof PanelError) throw error;
      const circumstances = { isLate, isAborted: signal?.aborted ?? false, isRead: isRead(route) };
      throw new PanelError(route, toConnectionFault(error, circumstances), error);
    } finally {
      cancel();
      signal?.removeEventListener("abort", abort);
    }
  }

  async #send({ route, path, body, contentType, maxBytes }: Outgoing, signal: AbortSignal): Promise<Answer> {
    const { url, apiKey, userAgent, dispatcher } = this.#options;
    const method = route.slice(0, route.indexOf(" ")) as Dispatcher.HttpMethod;
    const response = await request(`${url}/api/client${path}`, {
      method,
      dispatcher,
      signal,
      body: body ?? null,
      headers: {
        // Without a JSON type here the panel answers errors with redirects and pages.
        accept: "application/json",
        authorization: `Bearer ${apiKey}`,
        "user-agent": userAgent,
        ...(contentType === undefined ? {} : { "content-type": contentType }),
      },
    });
    const headers = flatHeaders(response.headers);
    const received = await readAtMost(response.body, maxBytes);
    if (received) return { status: response.statusCode, headers, body: received };
    throw new PanelError(route, {
      failure: "too-large",
      status: response.statusCode,
      outcomeUnknown: !isRead(route),
    });
  }
}

/** The whole body, or undefined when it is larger than `maxBytes`; then the connection is given up. */
export async function readAtMost(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    // Leaving the loop destroys the stream.
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

/** Repeated headers are joined; names are in lower case already. */
export function flatHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string | undefined> {
  const flat = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  return Object.fromEntries(flat);
}
