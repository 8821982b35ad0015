/** Files: what the panel checks itself before it asks the node. */
import { posix } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { item, list } from "../envelope.ts";
import { display, invalid } from "../errors.ts";
import { noContent, ok, serverRoute, type ServerCall, type ServerRoute } from "../route.ts";
import { validate } from "../rules.ts";
import { unexpected, WingsError } from "../../wings/wings-error.ts";
import { onNode } from "./server.ts";

/** Archives may take this long before the panel gives up. Virtual milliseconds. */
const archivePatienceMs = 900_000;
const signedUrlTtlMs = 15 * 60_000;
const maxPulls = 3;

export const fileRoutes: ServerRoute[] = [
  serverRoute("GET /files/list", "file.read", async ({ server, state, input }) => {
    const stats = await onNode(state.wings, () => server.node.files.list(text(input["directory"], "/")));
    return ok(list(stats.map((stat) => item("file_object", { ...stat }))));
  }),
  serverRoute("GET /files/contents", "file.read-content", async (call) => {
    const { server, state, input, user } = call;
    validate(input, { file: "required|string" });
    const data = await onNode(state.wings, () => server.node.files.read(text(input["file"])));
    if (data.length > state.settings.maxEditBytes) {
      throw display(
        "The file you are attempting to open is too large to view in the file editor.",
        "FileSizeTooLargeException",
      );
    }
    server.log("server:file.read", user.id, { file: input["file"] });
    return { raw: data };
  }),
  serverRoute("GET /files/download", "file.read-content", (call) => {
    validate(call.input, { file: "required|string" });
    // Only this route decodes twice.
    const path = decodeURIComponent(escapeLone(text(call.input["file"])));
    return ok(signedUrl(call, "download/file", { scope: "file-download", extra: { file_path: path } }));
  }),
  serverRoute("GET /files/upload", "file.create", (call) =>
    ok(signedUrl(call, "upload/file", { scope: "file-upload", extra: {} })),
  ),
  serverRoute("PUT /files/rename", "file.update", async ({ server, state, input, user }) => {
    validate(input, {
      root: "required|string",
      files: "required|array",
      "files.*.from": "required|string",
      "files.*.to": "required|string",
    });
    await onNode(state.wings, () => {
      for (const { from, to } of input["files"] as { from: string; to: string }[]) {
        server.node.files.rename(at(input, from), at(input, to));
      }
    });
    server.log("server:file.rename", user.id, { directory: input["root"], files: input["files"] });
    return noContent;
  }),
  serverRoute("POST /files/copy", "file.create", async ({ server, state, input }) => {
    validate(input, { location: "required|string" });
    await onNode(state.wings, () => {
      server.node.files.copy(text(input["location"]));
    });
    return noContent;
  }),
  serverRoute("POST /files/write", "file.create", async ({ server, state, query, input, raw, user }) => {
    validate({ file: query.get("file") ?? input["file"] }, { file: "required|string" });
    const file = text(input["file"]);
    await onNode(state.wings, () => {
      server.node.files.write(file, raw);
    });
    server.log("server:file.write", user.id, { file });
    return noContent;
  }),
  serverRoute("POST /files/compress", "file.archive", async ({ server, state, input }) => {
    validate(input, { root: "nullable|string", files: "required|array", "files.*": "string" });
    const stat = await onNode(
      state.wings,
      () => server.node.files.compress(text(input["root"], "/"), input["files"] as string[]),
      archivePatienceMs,
    );
    return ok(item("file_object", { ...stat }));
  }),
  serverRoute("POST /files/decompress", "file.create", async ({ server, state, input }) => {
    validate(input, { root: "nullable|string", file: "required|string" });
    await onNode(
      state.wings,
      () => {
        server.node.files.decompress(text(input["root"], "/"), text(input["file"]));
      },
      archivePatienceMs,
    );
    return noContent;
  }),
  serverRoute("POST /files/delete", "file.delete", async ({ server, state, input, user }) => {
    validate(input, { root: "required|string", files: "required|array", "files.*": "string" });
    await onNode(state.wings, () => {
      for (const file of input["files"] as string[]) server.node.files.delete(at(input, file));
    });
    server.log("server:file.delete", user.id, { directory: input["root"], files: input["files"] });
    return noContent;
  }),
  serverRoute("POST /files/create-folder", "file.create", async ({ server, state, input }) => {
    validate(input, { root: "nullable|string", name: "required|string" });
    await onNode(state.wings, () => {
      server.node.files.createFolder(at(input, text(input["name"])));
    });
    return noContent;
  }),
  serverRoute("POST /files/chmod", "file.update", async ({ server, state, input }) => {
    validate(input, { root: "required|string", files: "required|array", "files.*.file": "required|string" });
    const changes = input["files"] as { file: string; mode: unknown }[];
    await onNode(state.wings, () => {
      for (const { file, mode } of changes) {
        if (typeof mode !== "string") throw new WingsError(400, "Invalid file mode.");
        server.node.files.chmod(at(input, file), mode);
      }
    });
    return noContent;
  }),
  serverRoute("POST /files/pull", "file.create", (call) => pull(call)),
];

const running = new WeakMap<object, number>();

async function pull({ server, state, input }: ServerCall): Promise<typeof noContent> {
  validate(input, {
    url: "required|string|url",
    directory: "nullable|string",
    filename: "nullable|string",
    use_header: "boolean",
    foreground: "boolean",
  });
  const url = new URL(text(input["url"]));
  const name = text(input["filename"], posix.basename(url.pathname) || "download");
  await onNode(state.wings, async () => {
    if (isPrivate(url.hostname)) {
      if (input["foreground"]) throw new WingsError(500, unexpected);
      return;
    }
    const count = running.get(server) ?? 0;
    if (count >= maxPulls) {
      throw new WingsError(
        400,
        "This server has reached its limit of 3 simultaneous remote file downloads at once.",
      );
    }
    running.set(server, count + 1);
    const finished = state.clock.sleep(state.wings.options.timings.pullMs).then(() => {
      running.set(server, (running.get(server) ?? 1) - 1);
      server.node.files.write(
        posix.join("/", text(input["directory"], "/"), name),
        Buffer.from(`pulled ${url.href}\n`),
      );
    });
    // A background download that fails is told to nobody.
    finished.catch(() => undefined);
    if (input["foreground"]) await finished;
    else await pause(0);
  });
  return noContent;
}

function isPrivate(host: string): boolean {
  return /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|0\.|\[)/.test(host);
}

function text(value: unknown, fallback = ""): string {
  return typeof value === "string" && value !== "" ? value : fallback;
}

function at(input: Record<string, unknown>, name: string): string {
  return posix.join("/", text(input["root"], "/"), name);
}

/** A `%` that starts no escape is left alone by PHP. */
function escapeLone(value: string): string {
  return value.replaceAll(/%(?![0-9a-f]{2})/gi, "%25");
}

interface Signed {
  scope: string;
  extra: Record<string, unknown>;
}

/** A link to the node that works once. */
export function signedUrl(
  { server, user, state }: ServerCall,
  path: string,
  { scope, extra }: Signed,
): object {
  if (!state.wings.url) throw invalid("node", "", "no node");
  const token = state.wings.tokens.sign({
    serverUuid: server.uuid,
    userUuid: user.uuid,
    ttlMs: signedUrlTtlMs,
    scope: state.profile === "modern" ? scope : undefined,
    extra,
  });
  return item("signed_url", { url: `${state.wings.url}/${path}?token=${token}` });
}
