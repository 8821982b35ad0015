/** `/backup delete backup [server]`: delete a backup for good. */
import { defineCommand } from "../../src/command.ts";
import { plain, timestamp } from "../../src/lib/markdown.ts";
import { UserError } from "../../src/reply.ts";
import { serverOption } from "../server-option.ts";
import { conditionInWords } from "./backup-condition.ts";
import { backupOption, findBackup } from "./backup-option.ts";

export const deleteBackup = defineCommand({
  data: { name: "delete", description: "Delete a backup for good", options: [backupOption, serverOption] },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: "backup.delete",
  async confirm({ server, options, clock }) {
    const backup = await findBackup(server, options.backup);
    if (backup.isLocked && backup.state === "done") {
      throw new UserError(
        `**${plain(backup.name)}** is locked, so it cannot be deleted. Unlock it first: \`/backup unlock\`.`,
      );
    }
    const made = `${conditionInWords(backup, clock.now())}, made ${timestamp(backup.createdAt, "R")}`;
    return {
      text: `Delete the backup **${plain(backup.name)}** of **${plain(server.name)}** (${made})? It cannot be brought back.`,
      yes: "Delete the backup",
      fills: { backup: backup.uuid },
    };
  },
  async run({ server, options }) {
    const backup = await findBackup(server, options.backup);
    await server.api.backups.delete(backup.uuid);
    return {
      text: `The backup **${plain(backup.name)}** is deleted.`,
      outcome: `deleted ${plain(backup.name)}`,
    };
  },
});
