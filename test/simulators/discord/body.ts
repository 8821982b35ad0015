/** Reads a request's body: JSON, or multipart with `files[n]` and `payload_json`. */
import type { IncomingMessage } from "node:http";
import { refuse } from "./api-error.ts";
import type { FilePart } from "./message-writer.ts";

const MAX_BODY_BYTES = 25 * 1024 * 1024;

export interface ParsedBody {
  /** `undefined` without a body. */
  json: unknown;
  files: FilePart[];
}

/** @throws {ApiError} 40005 above 25 MiB, 50109 for anything but JSON */
export async function readBody(request: IncomingMessage): Promise<ParsedBody> {
  const bytes = await readBytes(request);
  const contentType = request.headers["content-type"] ?? "";
  if (contentType.startsWith("multipart/form-data")) return readParts(bytes, contentType);
  if (bytes.length === 0) return { json: undefined, files: [] };
  if (!contentType.startsWith("application/json")) throw refuse("badJson");
  return { json: parseJson(bytes.toString("utf8")), files: [] };
}

/** Reads to the end even when it is too much, so that the sender gets to read the refusal. */
async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size <= MAX_BODY_BYTES) chunks.push(bytes);
  }
  if (size > MAX_BODY_BYTES) throw refuse("requestTooLarge");
  return Buffer.concat(chunks);
}

async function readParts(bytes: Buffer, contentType: string): Promise<ParsedBody> {
  const form = await new Response(new Uint8Array(bytes), { headers: { "content-type": contentType } })
    .formData()
    .catch(() => {
      throw refuse("badJson");
    });
  const files: FilePart[] = [];
  let json: unknown = {};
  for (const [key, value] of form) {
    if (typeof value === "string") {
      if (key === "payload_json") json = parseJson(value);
      continue;
    }
    const index = Number(/^files\[(\d+)\]$/u.exec(key)?.[1] ?? files.length);
    const contentType = value.type || undefined;
    files.push({ index, name: value.name, contentType, data: Buffer.from(await value.arrayBuffer()) });
  }
  return { json, files };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Whatever the parser says, Discord says only that it is no JSON.
    throw refuse("badJson");
  }
}
