/** `/schedule edit-task schedule task [action] [payload] [after] [position] [go-on] [server]`: what is left out stays. */
import { defineCommand } from "../../src/command.ts";
import { plain } from "../../src/lib/markdown.ts";
import type { Task, TaskInput } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";
import { serverOption } from "../server-option.ts";
import { findSchedule, scheduleOption } from "./schedule-option.ts";
import { actionOption, checkTask, taskOptions } from "./task-input.ts";
import { findTask, taskOption } from "./task-option.ts";
import { taskForRecord, taskLine } from "./task-words.ts";

export const editTask = defineCommand({
  data: {
    name: "edit-task",
    description: "Change a task of a schedule; what you leave out stays",
    options: [
      scheduleOption,
      taskOption,
      actionOption,
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
    const schedule = await findSchedule(server, options.schedule);
    const task = findTask(schedule, options.task);
    const action = options.action ?? knownAction(task);
    const isKept = options.payload === undefined && action === task.action;
    // Also what stays is checked: a task may not be moved to the front by somebody who could not have made it.
    const checked = checkTask(
      server,
      { action, payload: isKept ? task.payload : (options.payload ?? "") },
      context,
    );
    const payload = isKept ? task.payload : checked;
    await server.api.schedules.updateTask(schedule.id, task.id, {
      action,
      payload,
      offsetSeconds: options.after ?? task.offsetSeconds,
      sequence: options.position ?? task.sequence,
      continuesOnFailure: options["go-on"] ?? task.continuesOnFailure,
    });
    const { tasks } = await server.api.schedules.details(schedule.id);
    return {
      text: [`**${plain(schedule.name)}** now does this:`, ...tasks.map((task) => taskLine(task))].join("\n"),
      outcome: `${taskForRecord(task)} → ${taskForRecord({ action, payload })}`,
    };
  },
});

function knownAction({ action }: Task): TaskInput["action"] {
  if (action === "command" || action === "power" || action === "backup") return action;
  throw new UserError("Roost does not know what that task does. Say with `action` what it shall do instead.");
}
