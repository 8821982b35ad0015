/** `/files download path [server]`: get a file, attached where it fits. */
import { defineCommand } from "../../src/command.ts";
import { serverOption } from "../server-option.ts";
import { deliverFile } from "./deliver.ts";
import { fileOption } from "./path-option.ts";
import { findFile, normalPath } from "./path.ts";

export const download = defineCommand({
  data: { name: "download", description: "Get a file, only for you", options: [fileOption, serverOption] },
  access: "admin",
  visibility: "private",
  effect: "reveals",
  needs: "file.read-content",
  async run({ server, options, maxFileBytes }) {
    const path = normalPath(options.path);
    return await deliverFile(server, { path, entry: await findFile(server, path) }, maxFileBytes);
  },
});
