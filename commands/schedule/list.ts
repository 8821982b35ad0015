/** `/schedule list [server]`: what a server does by itself, and when. */
import { defineCommand } from "../../src/command.ts";
import { plain, timestamp } from "../../src/lib/markdown.ts";
import { cut } from "../../src/lib/text.ts";
import type { Schedule } from "../../src/panel/panel.ts";
import { cronInWords } from "../../src/schedules/cron-in-words.ts";
import { pageButtons, pageOf, pageOption } from "../pages.ts";
import { serverOption } from "../server-option.ts";

const perPage = 10;
/** So that a page fits into one message. */
const maxName = 60;

export const list = defineCommand({
  data: {
    name: "list",
    description: "What a server does by itself, and when",
    options: [serverOption, pageOption],
  },
  access: "operator",
  visibility: "private",
  effect: "reads",
  needs: "schedule.read",
  async run({ server, options }) {
    const schedules = await server.api.schedules.list();
    if (schedules.length === 0)
      return { text: `**${plain(server.name)}** has no schedules yet. Make one with \`/schedule create\`.` };
    const page = pageOf(schedules, options.page, perPage);
    return {
      text: [`**Schedules of ${plain(server.name)}** (${schedules.length})`, ...page.items.map(lineOf)].join(
        "\n",
      ),
      buttons: pageButtons(page, "schedule list", { server: server.key }),
    };
  },
});

function lineOf({ name, cron, isActive, isProcessing, nextRunAt, tasks }: Schedule): string {
  const mark = isActive ? "🟢" : "⚪";
  const tasksInWords = tasks.length === 1 ? "1 task" : `${tasks.length} tasks`;
  return [
    `${mark} **${plain(cut(name, maxName))}**`,
    `${cronInWords(cron)}, panel time`,
    ...(isActive ? [] : ["off"]),
    ...(isProcessing ? ["running now"] : []),
    ...(isActive && nextRunAt ? [`next ${timestamp(nextRunAt, "R")}`] : []),
    tasks.length === 0 ? "⚠️ no tasks" : tasksInWords,
  ].join(" · ");
}
