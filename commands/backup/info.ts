/** `/backup info backup [server]`: what is known of one backup. */
import { defineCommand } from "../../src/command.ts";
import { code, plain, timestamp } from "../../src/lib/markdown.ts";
import { bytesInWords } from "../../src/lib/text.ts";
import type { Backup } from "../../src/panel/panel.ts";
import { colours, type Button, type Field } from "../../src/reply.ts";
import { serverOption } from "../server-option.ts";
import { conditionOf, type Condition } from "./backup-condition.ts";
import { backupOption, findBackup } from "./backup-option.ts";

const states: Record<Condition, { words: string; colour: number }> = {
  done: { words: "🟢 done", colour: colours.running },
  pending: { words: "🟡 being made", colour: colours.between },
  stuck: {
    words: "🟠 seems stuck; the panel gives it up six hours after its start, or delete it now",
    colour: colours.between,
  },
  failed: { words: "🔴 failed: there is nothing in it; check the disk space", colour: colours.offline },
};

export const info = defineCommand({
  data: { name: "info", description: "What is known of a backup", options: [backupOption, serverOption] },
  access: "operator",
  visibility: "private",
  effect: "reads",
  needs: "backup.read",
  async run({ server, options, may, clock }) {
    const { uuid } = await findBackup(server, options.backup);
    const backup = await server.api.backups.details(uuid);
    const condition = conditionOf(backup, clock.now());
    const button = (label: string, name: string, style: Button["style"]): Button[] =>
      may(`backup ${name}`)
        ? [{ label, style, command: `backup ${name}`, options: { backup: backup.uuid, server: server.key } }]
        : [];
    return {
      card: {
        title: plain(backup.name),
        colour: states[condition].colour,
        fields: fieldsOf(backup, condition),
        footer: server.name,
      },
      buttons: [
        ...(backup.state === "done" ? button("Download", "download", "primary") : []),
        ...(backup.isLocked ? button("Unlock", "unlock", "secondary") : button("Lock", "lock", "secondary")),
        ...(backup.state === "done" ? button("Restore", "restore", "danger") : []),
        // The panel keeps only locked ones that are done.
        ...(backup.isLocked && backup.state === "done" ? [] : button("Delete", "delete", "danger")),
      ],
    };
  },
});

function fieldsOf(backup: Backup, condition: Condition): Field[] {
  return [
    {
      name: "State",
      value: states[condition].words + (backup.isLocked ? " 🔒 locked" : ""),
      inline: true,
    },
    ...(backup.state === "done" ? [{ name: "Size", value: bytesInWords(backup.bytes), inline: true }] : []),
    { name: "Made", value: timestamp(backup.createdAt, "f"), inline: true },
    ...(backup.ignoredFiles.length > 0
      ? [{ name: "Left out", value: backup.ignoredFiles.map(code).join(" ") }]
      : []),
    ...(backup.checksum ? [{ name: "Checksum", value: code(backup.checksum) }] : []),
  ];
}
