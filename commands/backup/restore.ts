/** `/backup restore backup [truncate] [server]`: bring a server's files back to what they were. */
import { defineCommand } from "../../src/command.ts";
import type { RestoreOutcome } from "../../src/fleet/backup-watch.ts";
import { plain, timestamp } from "../../src/lib/markdown.ts";
import { bytesInWords } from "../../src/lib/text.ts";
import { UserError, type Reply } from "../../src/reply.ts";
import { powerButton } from "../power-reply.ts";
import { serverOption } from "../server-option.ts";
import { backupOption, findBackup } from "./backup-option.ts";

export const restore = defineCommand({
  data: {
    name: "restore",
    description: "Bring a server's files back to what they were in a backup",
    options: [
      backupOption,
      {
        type: "boolean",
        name: "truncate",
        description: "Delete all other files first; without it they stay",
      },
      serverOption,
    ],
  },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: "backup.restore",
  async confirm({ server, options }) {
    const backup = await findBackup(server, options.backup);
    if (backup.state !== "done") {
      throw new UserError(
        `**${plain(backup.name)}** cannot be restored: it ${backup.state === "failed" ? "failed" : "is still being made"}.`,
      );
    }
    const { state } = await server.status();
    // The panel deletes before it stops the game, which would write half a world back.
    if (options.truncate && state !== "offline") {
      throw new UserError(
        `Stop **${plain(server.name)}** first: all its files would be deleted while it runs.`,
        {
          buttons: [powerButton(server, "stop")],
        },
      );
    }
    const effect = options.truncate
      ? "**All files of the server are deleted first.**"
      : "Files of the same names are overwritten.";
    return {
      text:
        `Restore **${plain(server.name)}** to **${plain(backup.name)}**, ${bytesInWords(backup.bytes)}, made ${timestamp(backup.createdAt, "R")}?\n` +
        `${effect} The server stops and stays stopped. What happened since is lost.`,
      yes: "Restore the backup",
    };
  },
  async run({ server, options, may, actor }) {
    const backup = await findBackup(server, options.backup);
    server.expectStop(actor.name);
    const { outcome } = await server.restore(backup.uuid, { truncate: options.truncate ?? false });
    const name = `**${plain(server.name)}**`;
    const buttons = may("power start") ? [powerButton(server, "start")] : [];
    return {
      text: `Restoring ${name} to **${plain(backup.name)}** …`,
      next: outcome.then((result) => ({ ...outcomeReply(name, result), buttons })),
    };
  },
});

function outcomeReply(name: string, { kind }: RestoreOutcome): Reply {
  switch (kind) {
    case "done":
      return { text: `🟢 ${name} is restored. Start it when you are ready.`, outcome: "restored" };
    case "ended":
      return {
        text: `🟡 The restore of ${name} is over, but the node did not say how it went. Look at its files before you start it.`,
        outcome: "ended, not confirmed",
      };
    case "not-confirmed":
      return {
        text: `🟡 The restore of ${name} is still going on after hours. Look at \`/status\`.`,
        outcome: "not confirmed",
      };
    case "unwatched":
      return {
        text: `Roost is being restarted; the restore of ${name} goes on. Look at \`/status\`.`,
        outcome: "not watched to its end",
      };
  }
}
