/** `/files move from to [server]`: move or rename a file or a folder. */
import { defineCommand } from "../../src/command.ts";
import { code } from "../../src/lib/markdown.ts";
import { UserError } from "../../src/reply.ts";
import { serverOption } from "../server-option.ts";
import { targetOf } from "./new-path.ts";
import { anyOption } from "./path-option.ts";
import { entryAt, findEntry, normalPath, splitPath } from "./path.ts";

export const move = defineCommand({
  data: {
    name: "move",
    description: "Move or rename a file or a folder",
    options: [
      { ...anyOption, name: "from" },
      { ...anyOption, name: "to", description: "The new path, or a folder to put it into" },
      serverOption,
    ],
  },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: "file.update",
  async run({ server, options }) {
    const from = normalPath(options.from);
    // The panel would say yes to moving what is not there.
    await findEntry(server, from);
    if (normalPath(options.to) === from) throw new UserError("That is where it is already.");
    const { path: to, entry } = await targetOf(server, options.to, splitPath(from).name);
    if (to === from) throw new UserError("That is where it is already.");
    if (entry) throw new UserError(`There is a file ${code(to)} already. Move or delete it first.`);
    if (to.startsWith(`${from}/`)) throw new UserError("A folder cannot be moved into itself.");
    await server.api.files.rename("/", [{ from: from.slice(1), to: to.slice(1) }]);
    if (!(await entryAt(server, to)))
      throw new UserError(`${code(from)} was not moved: somebody else may have moved or deleted it.`);
    return {
      text: `Moved ${code(from)} to ${code(to)}.`,
      buttons: [
        {
          label: "Move it back",
          style: "secondary",
          command: "files move",
          options: { from: to, to: from, server: server.key },
        },
      ],
      outcome: `${code(from)} → ${code(to)}`,
    };
  },
});
