/** `/backup lock backup [server]` and `/backup unlock backup [server]`: keep a backup from being deleted, or not. */
import { defineCommand, type Command } from "../../src/command.ts";
import { plain } from "../../src/lib/markdown.ts";
import { serverOption } from "../server-option.ts";
import { backupOption, findBackup } from "./backup-option.ts";

export const lock = lockCommand({
  name: "lock",
  description: "Keep a backup from being deleted",
  isLocked: true,
});
export const unlock = lockCommand({
  name: "unlock",
  description: "Let a backup be deleted again",
  isLocked: false,
});

function lockCommand({
  name,
  description,
  isLocked,
}: {
  name: string;
  description: string;
  isLocked: boolean;
}): Command {
  const locked = isLocked ? "locked" : "unlocked";
  return defineCommand({
    data: { name, description, options: [backupOption, serverOption] },
    access: "operator",
    visibility: "private",
    effect: "changes",
    // The panel counts the lock as a part of deleting.
    needs: "backup.delete",
    async run({ server, options }) {
      const backup = await findBackup(server, options.backup);
      const changed = await server.setBackupLock(backup.uuid, isLocked);
      return {
        text: `**${plain(backup.name)}** ${changed ? "is now" : "was already"} ${locked}.`,
        outcome: changed ? locked : `was already ${locked}`,
      };
    },
  });
}
