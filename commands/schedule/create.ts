/** `/schedule create name when [online-only] [active] [server]`: make a schedule; tasks are added afterwards. */
import { defineCommand } from "../../src/command.ts";
import { plain, timestamp } from "../../src/lib/markdown.ts";
import type { Button } from "../../src/reply.ts";
import { cronInWords } from "../../src/schedules/cron-in-words.ts";
import { serverOption } from "../server-option.ts";
import { readWhen, whenOption } from "./when-option.ts";

/** The panel takes no longer name. */
export const maxNameLength = 191;

export const create = defineCommand({
  data: {
    name: "create",
    description: "Make a schedule, and then give it tasks",
    options: [
      {
        type: "string",
        name: "name",
        description: "What to call it",
        required: true,
        maxLength: maxNameLength,
      },
      { ...whenOption, required: true },
      { type: "boolean", name: "online-only", description: "Run only while the server is running" },
      { type: "boolean", name: "active", description: "Turned on at once, unless you say no" },
      serverOption,
    ],
  },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: "schedule.create",
  async run({ server, options, may }) {
    const schedule = await server.api.schedules.create({
      name: options.name,
      cron: readWhen(options.when),
      isActive: options.active ?? true,
      onlyWhenOnline: options["online-only"] ?? false,
    });
    const next = schedule.nextRunAt ? ` Next: ${timestamp(schedule.nextRunAt, "f")}.` : "";
    const when = `${cronInWords(schedule.cron)}, panel time`;
    return {
      text: `**${plain(schedule.name)}** is made: ${when}.${next}\nIt does nothing until it has a task: \`/schedule add-task\`, or one of these.`,
      buttons: may("schedule add-task") ? firstTasks(String(schedule.id), server.key) : [],
      outcome: `made ${plain(schedule.name)}, ${when}`,
    };
  },
});

function firstTasks(schedule: string, server: string): Button[] {
  const button = (label: string, options: Button["options"]): Button => ({
    label,
    style: "secondary",
    command: "schedule add-task",
    options: { schedule, server, ...options },
    // Pressed twice, it adds one task.
    inPlace: true,
  });
  return [
    button("Restart the server", { action: "power", payload: "restart" }),
    button("Make a backup", { action: "backup" }),
  ];
}
