/** `/files delete path [server]`: delete a file, or a folder with all that is in it. */
import { defineCommand } from "../../src/command.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import { code, plain, timestamp } from "../../src/lib/markdown.ts";
import { bytesInWords, listInWords } from "../../src/lib/text.ts";
import type { FileEntry } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";
import { serverOption } from "../server-option.ts";
import { namesInWords } from "./names-in-words.ts";
import { anyOption } from "./path-option.ts";
import { entriesOf, entryAt, findEntry, normalPath, splitPath } from "./path.ts";

export const deleteFile = defineCommand({
  data: {
    name: "delete",
    description: "Delete a file, or a folder with all that is in it",
    options: [anyOption, serverOption],
  },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: "file.delete",
  async confirm({ server, options }) {
    const path = normalPath(options.path);
    const entry = await findEntry(server, path);
    const what =
      entry.kind === "file"
        ? `the file ${code(path)} (${bytesInWords(entry.size)}, changed ${timestamp(entry.modifiedAt, "R")})`
        : `the folder ${code(path)}, ${contentsInWords((await entriesOf(server, path)) ?? [])}`;
    return {
      text: `Delete ${what} of **${plain(server.name)}**? It cannot be brought back.`,
      yes: entry.kind === "file" ? "Delete the file" : "Delete the folder",
    };
  },
  async run({ server, options }) {
    const path = normalPath(options.path);
    const entry = await findEntry(server, path);
    const { directory, name } = splitPath(path);
    await server.api.files.delete(directory, [name]);
    await checkGone(server, path);
    return {
      text: `${code(path)} is deleted.`,
      outcome: `deleted ${code(path)}${entry.kind === "file" ? `, ${bytesInWords(entry.size)}` : ""}`,
    };
  },
});

/** The panel says yes whatever came of it. */
async function checkGone(server: FleetServer, path: string): Promise<void> {
  if (await entryAt(server, path))
    throw new UserError(
      `${code(path)} is still there: the server's machine could not delete it, or not all of it.`,
    );
}

/** `with 3 folders and 12 files (4 MiB) in it: **a/**, **b**, …` */
function contentsInWords(entries: readonly FileEntry[]): string {
  if (entries.length === 0) return "which is empty";
  const files = entries.filter(({ kind }) => kind === "file");
  const folders = entries.length - files.length;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const counts = [
    ...(folders > 0 ? [`${folders} ${folders === 1 ? "folder" : "folders and all in them"}`] : []),
    ...(files.length > 0
      ? [`${files.length} ${files.length === 1 ? "file" : "files"} (${bytesInWords(bytes)})`]
      : []),
  ];
  return `with ${listInWords(counts, "and")} in it: ${namesInWords(entries)}`;
}
