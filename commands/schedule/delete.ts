/** `/schedule delete schedule [server]`: delete a schedule with its tasks. */
import { defineCommand } from "../../src/command.ts";
import { plain } from "../../src/lib/markdown.ts";
import { cronInWords } from "../../src/schedules/cron-in-words.ts";
import { serverOption } from "../server-option.ts";
import { findSchedule, scheduleOption } from "./schedule-option.ts";
import { taskForRecord, taskLine } from "./task-words.ts";

export const deleteSchedule = defineCommand({
  data: {
    name: "delete",
    description: "Delete a schedule with its tasks",
    options: [scheduleOption, serverOption],
  },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: ["schedule.read", "schedule.delete"],
  async confirm({ server, options }) {
    const { name, cron, tasks } = await findSchedule(server, options.schedule);
    return {
      text: [
        `Delete the schedule **${plain(name)}** of **${plain(server.name)}** (${cronInWords(cron)})? It cannot be brought back.`,
        ...tasks.map((task) => taskLine(task)),
      ].join("\n"),
      yes: "Delete the schedule",
    };
  },
  async run({ server, options }) {
    const { id, name, cron, tasks } = await findSchedule(server, options.schedule);
    await server.api.schedules.delete(id);
    return {
      text: `The schedule **${plain(name)}** is deleted.`,
      outcome: `deleted ${plain(name)}, ${cronInWords(cron)}: ${tasks.map((task) => taskForRecord(task)).join("; ") || "no tasks"}`,
    };
  },
});
