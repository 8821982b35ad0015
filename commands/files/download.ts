/** `/files download path [server]`: get a file, attached where it fits. */
import { defineCommand } from "../../src/command.ts";
import { fingerprintOf } from "../../src/files/fingerprint.ts";
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
  async run({ server, options, maxFileBytes, files, actor }) {
    const path = normalPath(options.path);
    const reply = await deliverFile(server, { path, entry: await findFile(server, path) }, maxFileBytes);
    const place = { userId: actor.id, server: server.uuid, path };
    // It may come back changed.
    for (const { data } of reply.files ?? []) files.readings.note(place, fingerprintOf(data));
    return reply;
  },
});
