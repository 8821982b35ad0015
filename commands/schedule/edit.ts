/** `/schedule edit schedule [name] [when] [online-only] [server]`: change a schedule; shows before and after, and asks. */
import { defineCommand } from "../../src/command.ts";
import { plain, timestamp } from "../../src/lib/markdown.ts";
import type { ScheduleInput } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";
import { serverOption } from "../server-option.ts";
import { changeSchedule, changesInWords, withChanges } from "./change.ts";
import { maxNameLength } from "./create.ts";
import { findSchedule, scheduleOption, versionOf } from "./schedule-option.ts";
import { readWhen, whenOption } from "./when-option.ts";

interface Wishes {
  readonly name?: string | undefined;
  readonly when?: string | undefined;
  readonly "online-only"?: boolean | undefined;
}

export const edit = defineCommand({
  data: {
    name: "edit",
    description: "Change a schedule; what you leave out stays",
    options: [
      scheduleOption,
      { type: "string", name: "name", description: "A new name", maxLength: maxNameLength },
      whenOption,
      { type: "boolean", name: "online-only", description: "Run only while the server is running" },
      { type: "string", name: "seen", description: "The version that was asked about", hidden: true },
      serverOption,
    ],
  },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: ["schedule.read", "schedule.update"],
  async confirm({ server, options }) {
    const before = await findSchedule(server, options.schedule);
    const changes = changesInWords(before, withChanges(before, toChanges(options)));
    if (changes.length === 0)
      throw new UserError(
        `**${plain(before.name)}** is so already. Say what to change: \`name\`, \`when\` or \`online-only\`.`,
      );
    return {
      text: [`Change **${plain(before.name)}** of **${plain(server.name)}**?`, ...changes].join("\n"),
      yes: "Save",
      fills: { seen: versionOf(before) },
    };
  },
  async run({ server, options }) {
    const { schedule: wanted, seen } = options;
    const { before, after } = await changeSchedule(server, { wanted, seen, changes: toChanges(options) });
    const next = after.isActive && after.nextRunAt ? `\nNext: ${timestamp(after.nextRunAt, "f")}.` : "";
    const changes = changesInWords(before, after);
    return {
      text: [`**${plain(after.name)}** is changed.`, ...changes].join("\n") + next,
      outcome: changes.join("; ") || "nothing changed",
    };
  },
});

function toChanges({ name, when, "online-only": onlyWhenOnline }: Wishes): Partial<ScheduleInput> {
  return {
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(when === undefined ? {} : { cron: readWhen(when) }),
    ...(onlyWhenOnline === undefined ? {} : { onlyWhenOnline }),
  };
}
