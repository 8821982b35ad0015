/** Files people and the bot uploaded, kept in memory, and the addresses they are fetched from. */
import type { APIAttachment } from "discord-api-types/v10";

export interface Upload {
  name: string;
  data: Buffer;
  contentType: string | undefined;
  description?: string | undefined;
}

export class Attachments {
  readonly #origin: () => string;
  readonly #nextId: () => string;
  readonly #files = new Map<string, { upload: Upload; attachment: APIAttachment }>();

  /** `origin` is asked late, because a server knows its port only once it listens. */
  constructor(origin: () => string, nextId: () => string) {
    this.#origin = origin;
    this.#nextId = nextId;
  }

  add(channelId: string, upload: Upload): APIAttachment {
    const id = this.#nextId();
    const filename = upload.name.replaceAll(/[^\w.-]/gu, "_");
    const url = `${this.#origin()}/attachments/${channelId}/${id}/${filename}`;
    const attachment: APIAttachment = {
      id,
      filename,
      size: upload.data.length,
      url,
      proxy_url: url,
      ...(upload.contentType !== undefined && { content_type: upload.contentType }),
      ...(upload.description !== undefined && { description: upload.description }),
    };
    this.#files.set(id, { upload, attachment });
    return attachment;
  }

  data(id: string): Buffer | undefined {
    return this.#files.get(id)?.upload.data;
  }

  contentType(id: string): string {
    return this.#files.get(id)?.upload.contentType ?? "application/octet-stream";
  }
}
