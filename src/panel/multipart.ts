/** One file as a `multipart/form-data` body of known length. */
import { randomUUID } from "node:crypto";

export interface FilePart {
  readonly field: string;
  readonly name: string;
  readonly body: AsyncIterable<Uint8Array> | Uint8Array;
  /** Length of `body`. */
  readonly bytes: number;
}

export interface Multipart {
  readonly contentType: string;
  /** Of the whole form. */
  readonly bytes: number;
  readonly body: AsyncIterable<Uint8Array>;
}

export function multipartOf({ field, name, body, bytes }: FilePart): Multipart {
  const boundary = `roost-${randomUUID()}`;
  const head = Buffer.from(
    `--${boundary}\r\n` +
      `Content-Disposition: form-data; name="${field}"; filename="${quotable(name)}"\r\n` +
      "Content-Type: application/octet-stream\r\n\r\n",
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytes: head.byteLength + bytes + tail.byteLength,
    body: joined(head, body, tail),
  };
}

/** Backslash escapes, which Go's parser undoes; a line break would end the header. */
function quotable(name: string): string {
  return name
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, "_")
    .replaceAll(/["\\]/g, String.raw`\$&`);
}

async function* joined(head: Uint8Array, body: FilePart["body"], tail: Uint8Array) {
  yield head;
  if (body instanceof Uint8Array) yield body;
  else yield* body;
  yield tail;
}
