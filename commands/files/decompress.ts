/** `/files decompress path [server]`: unpack an archive into its folder. */
import { defineCommand } from "../../src/command.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import { code } from "../../src/lib/markdown.ts";
import { PanelError } from "../../src/panel/panel.ts";
import { UserError, type Reply } from "../../src/reply.ts";
import { serverOption } from "../server-option.ts";
import { whileWorking } from "./long-work.ts";
import { namesInWords } from "./names-in-words.ts";
import { fileOption } from "./path-option.ts";
import { entriesOf, findFile, normalPath, splitPath } from "./path.ts";

export const decompress = defineCommand({
  data: {
    name: "decompress",
    description: "Unpack an archive into its folder",
    options: [{ ...fileOption, description: "Which archive" }, serverOption],
  },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: "file.create",
  async confirm({ server, options }) {
    const path = normalPath(options.path);
    await findFile(server, path);
    return {
      text: `Unpack ${code(path)} into ${code(splitPath(path).directory)}? Files of the same names are overwritten.`,
      yes: "Unpack it",
    };
  },
  async run({ server, options }) {
    const path = normalPath(options.path);
    await findFile(server, path);
    return { text: `Unpacking ${code(path)} …`, next: whileWorking(unpack(server, path)) };
  },
});

async function unpack(server: FleetServer, path: string): Promise<Reply> {
  const { directory, name } = splitPath(path);
  const before = new Set((await entriesOf(server, directory))?.map((entry) => entry.name));
  try {
    await server.api.files.decompress(directory, name);
  } catch (error) {
    throw isNoArchive(error) ? new UserError(`${code(path)} is not an archive that can be unpacked.`) : error;
  }
  const fresh = ((await entriesOf(server, directory)) ?? []).filter((entry) => !before.has(entry.name));
  return {
    text: `Unpacked ${code(path)}. ${fresh.length > 0 ? `New in ${code(directory)}: ${namesInWords(fresh)}.` : `All its names were in ${code(directory)} already.`}`,
    outcome: `unpacked, ${fresh.length} new in ${code(directory)}`,
  };
}

/** The node's own words, which it does not translate. */
function isNoArchive(error: unknown): boolean {
  return (
    error instanceof PanelError && error.failure === "refused" && /format|archive/i.test(error.detail ?? "")
  );
}
