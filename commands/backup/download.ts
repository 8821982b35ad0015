/** `/backup download backup [server]`: a one-time link to a backup. */
import { defineCommand } from "../../src/command.ts";
import { plain } from "../../src/lib/markdown.ts";
import { bytesInWords } from "../../src/lib/text.ts";
import { UserError } from "../../src/reply.ts";
import { oneTimeLink } from "../one-time-link.ts";
import { serverOption } from "../server-option.ts";
import { whyUnusable } from "./backup-condition.ts";
import { backupOption, findBackup } from "./backup-option.ts";

export const download = defineCommand({
  data: {
    name: "download",
    description: "A link to download a backup, only for you",
    options: [backupOption, serverOption],
  },
  access: "admin",
  visibility: "private",
  effect: "reveals",
  needs: "backup.download",
  async run({ server, options, clock }) {
    const backup = await findBackup(server, options.backup);
    const why = whyUnusable(backup, clock.now());
    if (why !== undefined) throw new UserError(`**${plain(backup.name)}** cannot be downloaded: ${why}.`);
    const link = oneTimeLink(await server.api.backups.download(backup.uuid));
    return {
      text: `**${plain(backup.name)}**, ${bytesInWords(backup.bytes)}\n${link}`,
      outcome: "gave a link",
    };
  },
});
