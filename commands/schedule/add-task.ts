/** `/schedule add-task schedule action [payload] [after] [position] [go-on] [server]`: give a schedule one more thing to do. */
import { defineCommand } from "../../src/command.ts";
import { plain } from "../../src/lib/markdown.ts";
import { UserError } from "../../src/reply.ts";
import { serverOption } from "../server-option.ts";
import { findSchedule, scheduleOption } from "./schedule-option.ts";
import { actionOption, checkTask, taskOptions } from "./task-input.ts";
import { taskForRecord, taskLine } from "./task-words.ts";

/** The panel takes no more. */
const maxTasks = 10;

export const addTask = defineCommand({
  data: {
    name: "add-task",
    description: "Give a schedule one more thing to do",
    options: [
      scheduleOption,
      { ...actionOption, required: true },
      taskOptions.payload,
      taskOptions.after,
      taskOptions.position,
      taskOptions.goOn,
      serverOption,
    ],
  },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: ["schedule.read", "schedule.update"],
  async run(context) {
    const { server, options } = context;
    const { action, after = 0, position } = options;
    const payload = checkTask(server, { action, payload: options.payload ?? "" }, context);
    const schedule = await findSchedule(server, options.schedule);
    const name = `**${plain(schedule.name)}**`;
    if (schedule.tasks.length >= maxTasks) {
      throw new UserError(
        `${name} has ${schedule.tasks.length} tasks, and the panel takes no more. Remove one first: \`/schedule remove-task\`.`,
      );
    }
    await server.api.schedules.addTask(schedule.id, {
      action,
      payload,
      offsetSeconds: after,
      sequence: position,
      continuesOnFailure: options["go-on"] ?? false,
    });
    const { tasks } = await server.api.schedules.details(schedule.id);
    return {
      text: [`${name} now does this:`, ...tasks.map((task) => taskLine(task))].join("\n"),
      outcome: `added: ${taskForRecord({ action, payload })}`,
    };
  },
});
