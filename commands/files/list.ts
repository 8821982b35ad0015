/** `/files list [path] [server]`: what is in a folder. */
import { defineCommand } from "../../src/command.ts";
import { code, plain, timestamp } from "../../src/lib/markdown.ts";
import { bytesInWords, cut } from "../../src/lib/text.ts";
import type { FileEntry } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";
import { pageButtons, pageOf, pageOption } from "../pages.ts";
import { serverOption } from "../server-option.ts";
import { folderOption } from "./path-option.ts";
import { inOrder, normalPath, splitPath } from "./path.ts";

/** Lines of up to about 90 characters: a page fits into one message. */
const perPage = 18;
const maxName = 60;

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
  async run({ server, options }) {
    const path = normalPath(options.path ?? "/");
    if (path !== "/") {
      // Asking for the list of a file or of nothing ends in a node error: the folder above knows.
      const { directory, name } = splitPath(path);
      const entry = (await server.api.files.list(directory)).find((candidate) => candidate.name === name);
      if (!entry) throw new UserError(`There is no folder ${code(path)}. Pick one of the suggestions.`);
      if (entry.kind === "file")
        throw new UserError(`${code(path)} is a file. Use \`/files read\` to look into it.`);
    }
    const entries = inOrder(await server.api.files.list(path));
    const page = pageOf(entries, options.page, perPage);
    const title = `**${plain(server.name)}** ${code(path)} (${entries.length})`;
    return {
      text: [title, ...(entries.length === 0 ? ["This folder is empty."] : page.items.map(lineOf))].join(
        "\n",
      ),
      buttons: pageButtons(page, "files list", { path, server: server.key }),
    };
  },
});

function lineOf({ kind, name, size, modifiedAt }: FileEntry): string {
  const shown = plain(cut(name, maxName));
  return kind === "directory"
    ? `📁 ${shown}/`
    : `📄 ${shown} · ${bytesInWords(size)} · ${timestamp(modifiedAt, "R")}`;
}
