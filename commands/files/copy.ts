/** `/files copy path [server]`: make a copy of a file beside it. */
import { defineCommand } from "../../src/command.ts";
import { code } from "../../src/lib/markdown.ts";
import { UserError } from "../../src/reply.ts";
import { serverOption } from "../server-option.ts";
import { fileOption } from "./path-option.ts";
import { entriesOf, findEntry, joinPath, normalPath, splitPath } from "./path.ts";

export const copy = defineCommand({
  data: {
    name: "copy",
    description: "Make a copy of a file beside it",
    options: [fileOption, serverOption],
  },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: ["file.read", "file.create"],
  async run({ server, options }) {
    const path = normalPath(options.path);
    const { kind } = await findEntry(server, path);
    if (kind === "directory") {
      throw new UserError(
        `${code(path)} is a folder, which cannot be copied. \`/files compress\` packs it into a file.`,
      );
    }
    const { directory } = splitPath(path);
    const before = new Set((await entriesOf(server, directory))?.map(({ name }) => name));
    await server.api.files.copy(path);
    // The node chooses the name, and does not tell it.
    const made = (await entriesOf(server, directory))?.find(
      ({ name }) => !before.has(name) && / copy\b/.test(name),
    );
    if (!made)
      return { text: `${code(path)} is copied; look at \`/files list\` for the copy.`, outcome: "copied" };
    const to = joinPath(directory, made.name);
    return {
      text: `Copied ${code(path)} to ${code(to)}.`,
      buttons: [
        {
          label: "Rename",
          style: "secondary",
          command: "files move",
          options: { from: to, server: server.key },
          form: { title: "Rename the copy", fields: [{ name: "to", label: "New path", value: to }] },
        },
      ],
      outcome: `${code(path)} → ${code(to)}`,
    };
  },
});
