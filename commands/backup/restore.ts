/** `/backup restore backup [truncate] [server]`: bring a server's files back to what they were. */
import { defineCommand } from "../../src/command.ts";
import { asTyped, plain, timestamp } from "../../src/lib/markdown.ts";
import { bytesInWords, durationInWords } from "../../src/lib/text.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import type { Backup } from "../../src/panel/panel.ts";
import { UserError, type Button, type Question } from "../../src/reply.ts";
import { serverOption } from "../server-option.ts";
import { whyUnusable } from "./backup-condition.ts";
import { backupOption, findBackup } from "./backup-option.ts";
import { restoreReply } from "./restore-reply.ts";

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
  // Truncating stops the server first.
  needs: ({ truncate }) =>
    truncate ? ["backup.read", "backup.restore", "control.stop"] : ["backup.read", "backup.restore"],
  async confirm({ server, options, may, clock }) {
    const backup = await findBackup(server, options.backup);
    const why = whyUnusable(backup, clock.now());
    if (why !== undefined) throw new UserError(`**${plain(backup.name)}** cannot be restored: ${why}.`);
    const truncate = options.truncate ?? false;
    const buttons = may("backup create") ? [backUpFirst(server, backup, truncate)] : [];
    return { ...questionOf(server, { backup, truncate, now: clock.now() }), buttons };
  },
  async run({ server, options, may, actor, clock }) {
    const { uuid } = await findBackup(server, options.backup);
    const backup = await server.api.backups.details(uuid);
    const why = whyUnusable(backup, clock.now());
    if (why !== undefined) throw new UserError(`**${plain(backup.name)}** cannot be restored: ${why}.`);
    return await restoreReply({
      server,
      backup,
      truncate: options.truncate ?? false,
      by: actor.name,
      mayStart: may("power start"),
      clock,
    });
  },
});

function questionOf(
  server: FleetServer,
  { backup, truncate, now }: { backup: Backup; truncate: boolean; now: number },
): Question {
  const name = plain(server.name);
  const typed = nameToType(server);
  const age = durationInWords(now - backup.createdAt.getTime());
  const effect = truncate
    ? "The server is stopped, and then **all its files are deleted** before those of the backup come back."
    : "The server is stopped. Files of the same names are overwritten, others stay.";
  return {
    text: [
      `Restore **${name}** to **${plain(backup.name)}**: ${bytesInWords(backup.bytes)}, ${age} old (${timestamp(backup.createdAt, "f")})?`,
      `${effect} What happened in those ${age} is lost, and the server stays stopped afterwards.`,
      `You will have to type the server's ${typed === server.name ? "name" : "id"}: **${plain(typed)}**. To be safe, make a fresh backup first.`,
    ].join("\n"),
    yes: "Restore the backup",
    typed,
    fills: { backup: backup.uuid },
  };
}

/** A name may have nothing in it that can be seen and typed. */
function nameToType({ name, key }: FleetServer): string {
  return asTyped(name) === "" ? key : name;
}

function backUpFirst(server: FleetServer, backup: Backup, truncate: boolean): Button {
  return {
    label: "Make a backup first",
    style: "primary",
    command: "backup create",
    options: { server: server.key, restore: backup.uuid, truncate },
    // Pressed twice, it makes one backup.
    inPlace: true,
  };
}
