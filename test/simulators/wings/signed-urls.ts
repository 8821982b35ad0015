/** The node's endpoints behind signed URLs: download a file, download a backup, upload; one use per URL. */
import busboy from "busboy";
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { posix } from "node:path";
import type { NodeServer } from "./node-server.ts";
import type { NodeOptions } from "./profile.ts";
import type { Claims, TokenStore } from "./tokens.ts";
import { notFound, unexpected, WingsError } from "./wings-error.ts";

export interface SignedUrlHost {
  tokens: TokenStore;
  options: NodeOptions;
  find: (uuid: string) => NodeServer | undefined;
}

/** Which scope each endpoint demands of a modern token. */
const scopes: Record<string, string> = {
  "GET /download/file": "file-download",
  "GET /download/backup": "backup-download",
  "POST /upload/file": "file-upload",
};

/** Answers, unless the path is none of its own: then false, and nothing was sent. */
export async function answerSignedUrl(
  host: SignedUrlHost,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const url = new URL(request.url ?? "/", "http://node");
  const scope = scopes[`${request.method} ${url.pathname}`];
  if (scope === undefined) return false;
  try {
    const { claims, server } = admit(host, url.searchParams.get("token") ?? "", scope);
    if (scope === "file-upload")
      await upload(host, server, { request, directory: url.searchParams.get("directory") });
    const { data, name } = download(server, claims, scope);
    response.writeHead(200, {
      "Content-Length": data.length,
      ...(name === undefined
        ? {}
        : {
            "Content-Disposition": attachmentHeader(name),
            "Content-Type": "application/octet-stream",
          }),
    });
    response.end(data);
  } catch (error) {
    const { status, message, requestId } =
      error instanceof WingsError ? error : new WingsError(500, unexpected);
    response.writeHead(status, {
      "Content-Type": "application/json",
      "X-Request-Id": requestId,
      Connection: "close",
    });
    response.end(JSON.stringify({ error: message, ...(status >= 500 ? { request_id: requestId } : {}) }));
  }
  return true;
}

/** Uses the token up even when it is then refused, unless it is forged or expired. */
function admit(host: SignedUrlHost, token: string, scope: string): { claims: Claims; server: NodeServer } {
  const claims = host.tokens.read(token);
  if (!claims || host.tokens.fault(claims) === "exp claim is invalid") throw new WingsError(500, unexpected);
  const fresh = host.tokens.consume(claims);
  const wrongScope = host.options.profile === "modern" && claims.scope !== scope;
  const server = host.find(claims.server_uuid);
  if (!fresh || wrongScope || host.tokens.fault(claims) || !server) throw new WingsError(404, notFound);
  return { claims, server };
}

function download(server: NodeServer, claims: Claims, scope: string): { data: Buffer; name?: string } {
  if (scope === "file-upload") return { data: Buffer.alloc(0) };
  if (scope === "backup-download") {
    const uuid = claims.backup_uuid ?? "";
    const data = server.backups.archives.get(uuid);
    if (!data) throw new WingsError(404, notFound);
    return { data, name: `${uuid}.tar.gz` };
  }
  const path = claims.file_path ?? "";
  const node = server.files.tree.resolve(path);
  if (node?.kind !== "file") throw new WingsError(404, notFound);
  return { data: node.data, name: posix.basename(path) };
}

interface UploadRequest {
  request: IncomingMessage;
  directory: string | null;
}

/** Writes the files in their order; those before a failing one stay. */
async function upload(
  host: SignedUrlHost,
  server: NodeServer,
  { request, directory }: UploadRequest,
): Promise<void> {
  const parts = await readParts(request);
  if (parts.length === 0) throw new WingsError(400, "No files were found on the request body.");
  const limit = host.options.uploadLimitBytes;
  for (const { name, data } of parts) {
    if (data.length <= limit) continue;
    const size = limit / 1024 / 1024;
    throw new WingsError(400, `File ${name} is larger than the maximum file upload size of ${size} MB.`);
  }
  for (const { name, data } of parts) server.files.write(posix.join("/", directory ?? "/", name), data);
}

function readParts(request: IncomingMessage): Promise<{ name: string; data: Buffer }[]> {
  return new Promise((resolve, reject) => {
    const parts: { name: string; data: Buffer }[] = [];
    const bad = (): void => {
      request.resume();
      reject(new WingsError(400, `Failed to get multipart form data from request. (${randomUUID()})`));
    };
    if (!/^multipart\/form-data/i.test(request.headers["content-type"] ?? "")) {
      bad();
      return;
    }
    const form = busboy({ headers: request.headers, preservePath: true, defParamCharset: "utf8" });
    form.on("file", (field, stream, { filename }) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (field === "files" && filename) parts.push({ name: filename, data: Buffer.concat(chunks) });
      });
    });
    form.on("close", () => {
      resolve(parts);
    });
    form.on("error", bad);
    request.on("close", () => {
      if (!request.complete) bad();
    });
    request.pipe(form);
  });
}

/** Go writes the name's bytes as they are; Node takes header text for latin-1, byte by byte. */
function attachmentHeader(name: string): string {
  return `attachment; filename=${Buffer.from(JSON.stringify(name)).toString("latin1")}`;
}
