/** `/files compress path [server]`: pack a file or a folder into an archive beside it. */
import { defineCommand } from "../../src/command.ts";
import { code } from "../../src/lib/markdown.ts";
import { bytesInWords } from "../../src/lib/text.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import type { Reply } from "../../src/reply.ts";
import { serverOption } from "../server-option.ts";
import { whileWorking } from "./long-work.ts";
import { anyOption } from "./path-option.ts";
import { findEntry, joinPath, normalPath, splitPath } from "./path.ts";

export const compress = defineCommand({
  data: {
    name: "compress",
    description: "Pack a file or a folder into an archive beside it",
    options: [anyOption, serverOption],
  },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: "file.archive",
  async run({ server, options }) {
    const path = normalPath(options.path);
    await findEntry(server, path);
    return { text: `Packing ${code(path)} …`, next: whileWorking(pack(server, path)) };
  },
});

async function pack(server: FleetServer, path: string): Promise<Reply> {
  const { directory, name } = splitPath(path);
  const archive = await server.api.files.compress(directory, [name]);
  const made = joinPath(directory, archive.name);
  return {
    text: `Packed ${code(path)} into ${code(made)}, ${bytesInWords(archive.size)}.`,
    buttons: [
      {
        label: "Download",
        style: "secondary",
        command: "files download",
        options: { path: made, server: server.key },
      },
    ],
    outcome: `made ${code(made)}, ${bytesInWords(archive.size)}`,
  };
}
