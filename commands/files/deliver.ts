/** Hands a file over: attached where it fits, otherwise as a link that works once. */
import type { FleetServer } from "../../src/fleet/server.ts";
import { code } from "../../src/lib/markdown.ts";
import { bytesInWords } from "../../src/lib/text.ts";
import type { FileEntry } from "../../src/panel/panel.ts";
import type { Reply } from "../../src/reply.ts";
import { oneTimeLink } from "../one-time-link.ts";

/** What the panel itself passes on; anything larger comes from the node. */
export const maxContentsBytes = 4 * 1024 * 1024;

export async function deliverFile(
  server: FleetServer,
  file: { path: string; entry: FileEntry },
  maxFileBytes: number,
): Promise<Reply> {
  const { path, entry } = file;
  const what = `${code(path)}, ${bytesInWords(entry.size)}`;
  if (entry.size > maxFileBytes) {
    const link = oneTimeLink(await server.api.files.download(path));
    return { text: `${what}: too big to attach here.\n${link}`, outcome: "gave a link" };
  }
  const data = await readFile(server, path, entry.size);
  return { text: what, files: [{ name: entry.name, data }], outcome: "read" };
}

/** The whole file; the caller has looked at its size. */
export async function readFile(server: FleetServer, path: string, size: number): Promise<Uint8Array> {
  if (size <= maxContentsBytes) return await server.api.files.contents(path);
  return await server.download(await server.api.files.download(path), size);
}
