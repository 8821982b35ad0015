/** `/schedule run schedule [server]`: do now what a schedule does. */
import { defineCommand } from "../../src/command.ts";
import { plain } from "../../src/lib/markdown.ts";
import { UserError } from "../../src/reply.ts";
import { powerButton } from "../power-reply.ts";
import { serverOption } from "../server-option.ts";
import { findSchedule, scheduleOption } from "./schedule-option.ts";
import { taskLine } from "./task-words.ts";

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
    if (schedule.tasks.some(({ action, payload }) => action === "power" && payload !== "start"))
      server.expectStop(actor.name);
    await server.api.schedules.execute(schedule.id);
    return {
      text: [`▶️ ${name} runs on **${plain(server.name)}** now:`, ...schedule.tasks.map(taskLine)].join("\n"),
      outcome: `ran ${plain(schedule.name)}`,
    };
  },
});
