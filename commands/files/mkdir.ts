/** `/files mkdir path [server]`: make a folder, with those above it. */
import { defineCommand } from "../../src/command.ts";
import { code } from "../../src/lib/markdown.ts";
import { UserError } from "../../src/reply.ts";
import { serverOption } from "../server-option.ts";
import { newPath } from "./new-path.ts";
import { anyOption } from "./path-option.ts";
import { entryAt, splitPath } from "./path.ts";

export const mkdir = defineCommand({
  data: {
    name: "mkdir",
    description: "Make a folder",
    options: [{ ...anyOption, description: "Its path, such as plugins/new" }, serverOption],
  },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: "file.create",
  async run({ server, options }) {
    const path = newPath(options.path);
    const entry = await entryAt(server, path);
    // The panel would say yes to a folder that is there.
    if (entry)
      throw new UserError(`There is a ${entry.kind === "file" ? "file" : "folder"} ${code(path)} already.`);
    const { directory, name } = splitPath(path);
    await server.api.files.createFolder(directory, name);
    return {
      text: `The folder ${code(path)} is made.`,
      buttons: [
        { label: "Open", style: "secondary", command: "files list", options: { path, server: server.key } },
      ],
      outcome: `made ${code(path)}`,
    };
  },
});
