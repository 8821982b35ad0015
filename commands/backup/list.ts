/** `/backup list [server]`: the backups of a server, newest first. */
import { defineCommand } from "../../src/command.ts";
import { plain, timestamp } from "../../src/lib/markdown.ts";
import { cut } from "../../src/lib/text.ts";
import type { Backup } from "../../src/panel/panel.ts";
import { pageButtons, pageOf, pageOption } from "../pages.ts";
import { serverOption } from "../server-option.ts";
import { conditionInWords, conditionMarks, conditionOf } from "./backup-condition.ts";
import { newestFirst } from "./backup-option.ts";

const perPage = 15;
/** So that a page fits into one message. */
const maxName = 60;

export const list = defineCommand({
  data: { name: "list", description: "The backups of a server", options: [serverOption, pageOption] },
  access: "operator",
  visibility: "private",
  effect: "reads",
  needs: "backup.read",
  async run({ server, options, clock }) {
    const backups = newestFirst(await server.api.backups.list());
    const allowed = server.details().featureLimits.backups;
    const kept = backups.filter(({ state }) => state !== "failed").length;
    const count = allowed === undefined ? `${kept}` : `${kept} of ${allowed}`;
    if (backups.length === 0)
      return { text: `**${plain(server.name)}** has no backups yet. Make one with \`/backup create\`.` };
    const page = pageOf(backups, options.page, perPage);
    return {
      text: [
        `**Backups of ${plain(server.name)}** (${count})`,
        ...page.items.map((backup) => lineOf(backup, clock.now())),
      ].join("\n"),
      buttons: pageButtons(page, "backup list", { server: server.key }),
    };
  },
});

function lineOf(backup: Backup, now: number): string {
  const { name, createdAt, isLocked } = backup;
  const mark = conditionMarks[conditionOf(backup, now)];
  return `${mark} ${plain(cut(name, maxName))} · ${conditionInWords(backup, now)} · ${timestamp(createdAt, "R")}${isLocked ? " 🔒" : ""}`;
}
