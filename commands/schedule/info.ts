/** `/schedule info schedule [server]`: when a schedule runs and what it does. */
import { defineCommand } from "../../src/command.ts";
import { code, plain, timestamp } from "../../src/lib/markdown.ts";
import type { Schedule } from "../../src/panel/panel.ts";
import { colours, type Button, type Field } from "../../src/reply.ts";
import { cronText } from "../../src/schedules/cron-fields.ts";
import { cronInWords } from "../../src/schedules/cron-in-words.ts";
import { serverOption } from "../server-option.ts";
import { findSchedule, scheduleOption } from "./schedule-option.ts";
import { tasksField } from "./task-words.ts";

export const info = defineCommand({
  data: {
    name: "info",
    description: "When a schedule runs, and what it does",
    options: [scheduleOption, serverOption],
  },
  access: "operator",
  visibility: "private",
  effect: "reads",
  needs: "schedule.read",
  async run({ server, options, may }) {
    const { id } = await findSchedule(server, options.schedule);
    const schedule = await server.api.schedules.details(id);
    const button = (label: string, name: string, style: Button["style"]): Button[] =>
      may(`schedule ${name}`)
        ? [
            {
              label,
              style,
              command: `schedule ${name}`,
              options: { schedule: String(id), server: server.key },
            },
          ]
        : [];
    return {
      card: {
        title: plain(schedule.name),
        colour: schedule.isActive ? colours.running : colours.neutral,
        fields: fieldsOf(schedule),
        footer: server.name,
      },
      buttons: [
        ...(schedule.tasks.length > 0 ? button("Run now", "run", "primary") : []),
        ...(schedule.isActive
          ? button("Turn off", "disable", "secondary")
          : button("Turn on", "enable", "success")),
        ...button("Delete", "delete", "danger"),
      ],
    };
  },
});

function fieldsOf({
  cron,
  isActive,
  isProcessing,
  onlyWhenOnline,
  nextRunAt,
  lastRunAt,
  tasks,
}: Schedule): Field[] {
  const state = isActive ? "🟢 on" : "⚪ off";
  return [
    { name: "State", value: isProcessing ? `${state}, running now` : state, inline: true },
    { name: "Runs", value: `${cronInWords(cron)}, panel time\n${code(cronText(cron))}`, inline: true },
    ...(isActive && nextRunAt
      ? [{ name: "Next", value: `${timestamp(nextRunAt, "f")}, ${timestamp(nextRunAt, "R")}`, inline: true }]
      : []),
    { name: "Last", value: lastRunAt ? timestamp(lastRunAt, "R") : "never", inline: true },
    ...(onlyWhenOnline ? [{ name: "Only", value: "while the server is running", inline: true }] : []),
    {
      name: "Tasks",
      value: tasksField(tasks) || "None: it does nothing. Give it one with `/schedule add-task`.",
    },
  ];
}
