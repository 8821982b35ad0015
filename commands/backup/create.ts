/** `/backup create [name] [ignored] [lock] [server]`: make a backup and tell when it is done. */
import { defineCommand } from "../../src/command.ts";
import type { BackupOutcome } from "../../src/fleet/backup-watch.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import { plain } from "../../src/lib/markdown.ts";
import { bytesInWords } from "../../src/lib/text.ts";
import { UserError, type Reply } from "../../src/reply.ts";
import { serverOption } from "../server-option.ts";

export const create = defineCommand({
  data: {
    name: "create",
    description: "Make a backup and tell when it is done",
    options: [
      { type: "string", name: "name", description: "What to call it", maxLength: 191 },
      {
        type: "string",
        name: "ignored",
        description: "Files to leave out, with commas between: logs/*, cache",
        maxLength: 1000,
      },
      { type: "boolean", name: "lock", description: "Keep it from being deleted" },
      serverOption,
    ],
  },
  access: "operator",
  visibility: "public",
  effect: "changes",
  needs: "backup.create",
  async run({ server, options }) {
    refuseWithoutSlots(server);
    const ignored = options.ignored
      ?.split(",")
      .map((pattern) => pattern.trim())
      .filter(Boolean);
    const { backup, outcome } = await server.backup({ name: options.name, ignored, isLocked: options.lock });
    const name = plain(backup.name);
    return {
      text: `Making the backup **${name}** of **${plain(server.name)}** …`,
      next: outcome.then((result) => outcomeReply(name, result)),
    };
  },
});

/** 0 means none here, unlike in the other limits; the panel's own answer for it is less clear. */
function refuseWithoutSlots(server: FleetServer): void {
  if (server.details().featureLimits.backups !== 0) return;
  throw new UserError(
    `**${plain(server.name)}** has no room for backups in its plan. Ask your hoster for some.`,
  );
}

function outcomeReply(name: string, outcome: BackupOutcome): Reply {
  switch (outcome.kind) {
    case "done":
      return {
        text: `🟢 The backup **${name}** is done: ${bytesInWords(outcome.bytes)}.`,
        outcome: `done, ${bytesInWords(outcome.bytes)}`,
      };
    case "failed":
      return {
        text: `🔴 The backup **${name}** failed. Check that the server has disk space left, then try again.`,
        outcome: "failed",
      };
    case "gone":
      return { text: `The backup **${name}** was deleted before it was done.`, outcome: "deleted meanwhile" };
    case "not-confirmed":
      return {
        text: `🟡 The backup **${name}** is not done after hours. Look at \`/backup list\`.`,
        outcome: "not confirmed",
      };
    case "unwatched":
      return {
        text: `Roost is being restarted; the backup **${name}** goes on. Look at \`/backup list\`.`,
        outcome: "not watched to its end",
      };
  }
}
