/** `/schedule remove-task schedule task [server]`: take a task out of a schedule. */
import { defineCommand } from "../../src/command.ts";
import { plain } from "../../src/lib/markdown.ts";
import { serverOption } from "../server-option.ts";
import { findSchedule, scheduleOption } from "./schedule-option.ts";
import { findTask, handleOf, taskOption } from "./task-option.ts";
import { taskForRecord, taskLine } from "./task-words.ts";

export const removeTask = defineCommand({
  data: {
    name: "remove-task",
    description: "Take a task out of a schedule",
    options: [
      scheduleOption,
      taskOption,
      { ...taskOption, name: "id", hidden: true, required: false },
      serverOption,
    ],
  },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: ["schedule.read", "schedule.update"],
  async confirm({ server, options }) {
    const schedule = await findSchedule(server, options.schedule);
    const task = findTask(schedule, options.task);
    return {
      text: `Remove this task from **${plain(schedule.name)}**?\n${taskLine(task)}`,
      yes: "Remove the task",
      // Places move when somebody else adds or removes a task meanwhile.
      fills: { id: handleOf(task) },
    };
  },
  async run({ server, options }) {
    const schedule = await findSchedule(server, options.schedule);
    const task = findTask(schedule, options.id ?? options.task);
    await server.api.schedules.removeTask(schedule.id, task.id);
    const { tasks } = await server.api.schedules.details(schedule.id);
    return {
      text: [
        tasks.length > 0
          ? `**${plain(schedule.name)}** now does this:`
          : `**${plain(schedule.name)}** does nothing now.`,
        ...tasks.map((task) => taskLine(task)),
      ].join("\n"),
      outcome: `removed: ${taskForRecord(task)}`,
    };
  },
});
