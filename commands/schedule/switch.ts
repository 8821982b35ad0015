/** `/schedule enable schedule [server]` and `/schedule disable schedule [server]`. */
import { defineCommand, type Command } from "../../src/command.ts";
import { plain, timestamp } from "../../src/lib/markdown.ts";
import { serverOption } from "../server-option.ts";
import { changeSchedule } from "./change.ts";
import { findSchedule, scheduleOption } from "./schedule-option.ts";

export const enable = switchCommand({ name: "enable", description: "Turn a schedule on", isActive: true });
export const disable = switchCommand({
  name: "disable",
  description: "Turn a schedule off",
  isActive: false,
});

function switchCommand({
  name,
  description,
  isActive,
}: {
  name: string;
  description: string;
  isActive: boolean;
}): Command {
  const word = isActive ? "on" : "off";
  return defineCommand({
    data: { name, description, options: [scheduleOption, serverOption] },
    access: "admin",
    visibility: "private",
    effect: "changes",
    needs: ["schedule.read", "schedule.update"],
    async run({ server, options }) {
      const found = await findSchedule(server, options.schedule);
      const title = `**${plain(found.name)}**`;
      if (found.isActive === isActive)
        return { text: `${title} is ${word} already.`, outcome: `was ${word} already` };
      const { after } = await changeSchedule(server, { wanted: String(found.id), changes: { isActive } });
      const next = isActive && after.nextRunAt ? ` Next: ${timestamp(after.nextRunAt, "f")}.` : "";
      return { text: `${title} is turned ${word}.${next}`, outcome: `turned ${word}` };
    },
  });
}
