/** `/schedule run schedule [server]`: do now what a schedule does. */
import { defineCommand } from "../../src/command.ts";
import { powerOf } from "../../src/console-command.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import { plain } from "../../src/lib/markdown.ts";
import { PanelError, type Schedule, type Task } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";
import { powerButton } from "../power-reply.ts";
import { serverOption } from "../server-option.ts";
import { findSchedule, scheduleOption } from "./schedule-option.ts";

export const run = defineCommand({
  data: {
    name: "run",
    description: "Do now what a schedule does",
    options: [scheduleOption, serverOption],
  },
  access: "operator",
  visibility: "public",
  effect: "changes",
  // The panel counts running as a change.
  needs: ["schedule.read", "schedule.update"],
  async run({ server, options, may, actor }) {
    const schedule = await findSchedule(server, options.schedule);
    const name = `**${plain(schedule.name)}**`;
    if (schedule.tasks.length === 0)
      throw new UserError(
        `${name} has no tasks, so there is nothing to run. Add one: \`/schedule add-task\`.`,
      );
    // The panel would say that it is done, and do nothing.
    if (schedule.onlyWhenOnline && (await server.status()).state === "offline") {
      throw new UserError(`${name} runs only while **${plain(server.name)}** is running. Start it first.`, {
        buttons: may("power start") ? [powerButton(server, "start")] : [],
      });
    }
    await execute(server, schedule, actor.name);
    const { length } = schedule.tasks;
    return {
      // Everybody reads this, and what a task types may be nobody's business.
      text: `▶️ ${name} runs on **${plain(server.name)}** now: ${length} ${length === 1 ? "task" : "tasks"}.`,
      outcome: `ran ${plain(schedule.name)}`,
    };
  },
});

/** A stop that comes of this is no crash. @throws {PanelError} */
async function execute(server: FleetServer, { id, tasks }: Schedule, by: string): Promise<void> {
  const takeBack = tasks.some(mayStop) ? server.expectStop(by) : undefined;
  try {
    await server.api.schedules.execute(id);
  } catch (error) {
    // A lost answer may have been a yes.
    if (!(error instanceof PanelError && error.outcomeUnknown)) takeBack?.();
    throw error;
  }
}

function mayStop({ action, payload }: Task): boolean {
  return action === "power" ? payload !== "start" : action === "command" && powerOf(payload) !== undefined;
}
