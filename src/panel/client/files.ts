/** Files of a server. Paths are relative to its root, with or without a leading `/`. */
import type { Caller } from "../caller.ts";
import { bytes, encode, json, nothing, type CallOptions } from "../request.ts";
import { item, list } from "../wire/envelope.ts";
import { fileEntry, type FileEntry } from "../wire/file.ts";
import { signedUrl } from "../wire/resources.ts";

/** The panel's own default for what it opens, with some room. */
const maxContentBytes = 4 * 1024 * 1024 + 64 * 1024;

export interface Pull {
  /** Where the node fetches from. */
  readonly url: string;
  readonly directory?: string;
  readonly fileName?: string;
  /** Take the name from the answer's headers. */
  readonly useHeader?: boolean;
  /** Wait until it is there; the panel gives up after some seconds though the node goes on. */
  readonly foreground?: boolean;
}

/** `server` should be the full UUID: with the short id the panel trims blanks off both ends of names. */
export function filesOf(caller: Caller, server: string) {
  const params = { server };
  return {
    /** Directories first, then by name: the node's order is not defined. */
    async list(directory = "/", options: CallOptions = {}): Promise<readonly FileEntry[]> {
      const entries = await caller.send({
        route: "GET /servers/:server/files/list",
        params,
        query: { directory },
        read: json(list(fileEntry)),
        ...options,
      });
      return entries.toSorted(byKindAndName);
    },

    /** @throws {PanelError} "unreadable" when it is missing or no file; "too-large" beyond about 4 MiB. */
    contents: (file: string, options: CallOptions = {}): Promise<Uint8Array> =>
      caller.send({
        route: "GET /servers/:server/files/contents",
        params,
        query: { file },
        read: bytes,
        maxBytes: maxContentBytes,
        ...options,
      }),

    /** A link to the node: a secret, for one use within minutes. Also given for what does not exist. */
    download: (file: string, options: CallOptions = {}): Promise<string> =>
      caller.send({
        route: "GET /servers/:server/files/download",
        params,
        // This one route decodes twice.
        query: { file: file.includes("%") ? encode(file) : file },
        read: json(item(signedUrl)),
        ...options,
      }),

    /** A link for `panel.uploadSigned`: a secret, for one use within minutes. */
    uploadUrl: (options: CallOptions = {}): Promise<string> =>
      caller.send({
        route: "GET /servers/:server/files/upload",
        params,
        read: json(item(signedUrl)),
        ...options,
      }),

    /** Makes missing directories, replaces what is there, resets the mode. */
    write: (file: string, content: Uint8Array | string): Promise<void> =>
      caller.send({
        route: "POST /servers/:server/files/write",
        params,
        query: { file },
        raw: content,
        read: nothing,
      }),

    /** Also succeeds when `from` is missing: look afterwards. Names are relative to `root`. */
    rename: (root: string, files: readonly { from: string; to: string }[]): Promise<void> =>
      caller.send({
        route: "PUT /servers/:server/files/rename",
        params,
        json: { root: rooted(root), files },
        read: nothing,
      }),

    /** Makes `name copy.ext` beside it. */
    copy: (file: string): Promise<void> =>
      caller.send({
        route: "POST /servers/:server/files/copy",
        params,
        json: { location: file },
        read: nothing,
      }),

    /** Gives the archive. Takes minutes for much. */
    compress: (root: string, files: readonly string[]): Promise<FileEntry> =>
      caller.send({
        route: "POST /servers/:server/files/compress",
        params,
        json: { root: rooted(root), files },
        read: json(item(fileEntry)),
      }),

    /** Unpacks into `root`. Takes minutes for much. */
    decompress: (root: string, file: string): Promise<void> =>
      caller.send({
        route: "POST /servers/:server/files/decompress",
        params,
        json: { root: rooted(root), file },
        read: nothing,
      }),

    /** With all that is inside. Also succeeds when there is none such. */
    delete: (root: string, files: readonly string[]): Promise<void> =>
      caller.send({
        route: "POST /servers/:server/files/delete",
        params,
        json: { root: rooted(root), files },
        read: nothing,
      }),

    /** With all directories above it. Also succeeds when it exists. */
    createFolder: (root: string, name: string): Promise<void> =>
      caller.send({
        route: "POST /servers/:server/files/create-folder",
        params,
        json: { root: rooted(root), name },
        read: nothing,
      }),

    /** `mode` is octal digits, like `755`. Also succeeds when there is none such. */
    chmod: (root: string, files: readonly { file: string; mode: string }[]): Promise<void> =>
      caller.send({
        route: "POST /servers/:server/files/chmod",
        params,
        json: { root: rooted(root), files },
        read: nothing,
      }),

    /** Lets the node fetch a file; the panel does not tell when it is there. */
    pull: ({ url, directory, fileName, useHeader, foreground }: Pull): Promise<void> =>
      caller.send({
        route: "POST /servers/:server/files/pull",
        params,
        json: { url, directory, filename: fileName, use_header: useHeader, foreground },
        read: nothing,
      }),
  };
}

/** The panel takes an empty text for none at all. */
function rooted(root: string): string {
  return root === "" ? "/" : root;
}

function byKindAndName(a: FileEntry, b: FileEntry): number {
  if (a.kind !== b.kind) return a.kind === "directory" ? -1 : 1;
  return a.name.localeCompare(b.name, "en");
}
