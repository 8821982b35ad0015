/** Files that a page has sent ahead of the command they belong to. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { FileOption } from "../simulators/discord/command-call.ts";

/** What Discord lets anybody upload. */
export const maxUploadBytes = 10 * 1024 * 1024;
/** Of files whose command was never sent. */
const kept = 20;

export class Uploads {
  readonly #files = new Map<string, FileOption>();

  /** Reads a file from a request's body; `undefined` when it is too large. */
  async receive(request: IncomingMessage, name: string): Promise<string | undefined> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of request) {
      if (!(chunk instanceof Buffer)) continue;
      bytes += chunk.length;
      if (bytes > maxUploadBytes) return undefined;
      chunks.push(chunk);
    }
    const id = randomUUID();
    const contentType = request.headers["content-type"] ?? "application/octet-stream";
    this.#files.set(id, { name, data: Buffer.concat(chunks), contentType });
    const [oldest] = this.#files.keys();
    if (this.#files.size > kept && oldest !== undefined) this.#files.delete(oldest);
    return id;
  }

  /** @throws when there is no such file */
  get(id: string): FileOption {
    const file = this.#files.get(id);
    if (!file) throw new Error("That file is gone: choose it again.");
    return file;
  }
}
