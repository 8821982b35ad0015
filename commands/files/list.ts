/** `/files list [path] [server]`: what is in a folder, with a menu that opens what is in it. */
import { defineCommand } from "../../src/command.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import { code, oneLine, plain, timestamp } from "../../src/lib/markdown.ts";
import { bytesInWords, cut } from "../../src/lib/text.ts";
import type { FileEntry } from "../../src/panel/panel.ts";
import { UserError, type Button, type Reply } from "../../src/reply.ts";
import { pageButtons, pageOf, pageOption, type Page } from "../pages.ts";
import { serverOption } from "../server-option.ts";
import { showFile } from "./file-card.ts";
import { folderOption } from "./path-option.ts";
import { currentEntryAt, entriesOf, joinPath, normalPath, splitPath } from "./path.ts";

/** Lines of up to about 100 characters: a page fits into one message and one menu. */
const perPage = 18;
/** Names are cut shorter where markup makes them longer than a message. */
const nameLengths = [60, 40, 20] as const;
const maxText = 2000;

export const list = defineCommand({
  data: {
    name: "list",
    description: "What is in a folder",
    options: [folderOption, serverOption, pageOption],
  },
  access: "admin",
  visibility: "private",
  effect: "reads",
  needs: "file.read",
  async run({ server, options, may }) {
    const path = normalPath(options.path ?? "/");
    if (path !== "/") {
      // Asking for the list of a file or of nothing ends in a node error: the folder above knows.
      const entry = await currentEntryAt(server, path);
      if (!entry) throw new UserError(`There is no folder ${code(path)}. Pick one of the suggestions.`);
      if (entry.kind === "file") return showFile(server, { path, entry }, may);
    }
    const entries = (await entriesOf(server, path)) ?? [];
    const title = `**${plain(server.name)}** ${code(path)} (${entries.length})`;
    if (entries.length > 0)
      return showFolder(server, { path, title }, pageOf(entries, options.page, perPage));
    return { text: `${title}\nThis folder is empty.`, buttons: upButton(server, path) };
  },
});

function showFolder(
  server: FleetServer,
  { path, title }: { path: string; title: string },
  page: Page<FileEntry>,
): Reply {
  const texts = nameLengths.map((length) =>
    [title, ...page.items.map((entry) => lineOf(entry, length))].join("\n"),
  );
  return {
    text: texts.find((text) => text.length <= maxText) ?? texts.at(-1) ?? title,
    selects: [
      {
        placeholder: "Open …",
        command: "files list",
        options: { server: server.key },
        fills: "path",
        inPlace: true,
        choices: page.items.map((entry) => ({
          label: `${icon(entry)} ${oneLine(entry.name) || "?"}`,
          value: joinPath(path, entry.name),
        })),
      },
    ],
    buttons: [...upButton(server, path), ...pageButtons(page, "files list", { path, server: server.key })],
  };
}

function upButton(server: FleetServer, path: string): Button[] {
  if (path === "/") return [];
  return [
    {
      label: "▲ Up",
      style: "secondary",
      command: "files list",
      options: { path: splitPath(path).directory, server: server.key },
      inPlace: true,
    },
  ];
}

const icon = ({ kind }: FileEntry): string => (kind === "directory" ? "📁" : "📄");

function lineOf(entry: FileEntry, maxName: number): string {
  const shown = plain(cut(entry.name, maxName));
  const changed = timestamp(entry.modifiedAt, "R");
  return entry.kind === "directory"
    ? `${icon(entry)} ${shown}/ · ${changed}`
    : `${icon(entry)} ${shown} · ${bytesInWords(entry.size)} · ${changed}`;
}
