/** The option that says which task of a schedule is meant: by its place, suggested in words. */
import type { CompletionContext, StringOption } from "../../src/command.ts";
import { code, plain } from "../../src/lib/markdown.ts";
import type { Schedule, Task } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";
import { taskLine } from "./task-words.ts";

export const taskOption = {
  type: "string",
  name: "task",
  description: "Which task, by its place",
  required: true,
  complete: async ({ options, server }: CompletionContext) => {
    const wanted = options["schedule"];
    const schedules = server ? await server.api.schedules.list() : [];
    const schedule = schedules.find(({ id, name }) => wanted === String(id) || wanted === name);
    return (schedule?.tasks ?? []).map((task) => ({
      name: taskLine(task).replaceAll("`", ""),
      value: String(task.id),
    }));
  },
} as const satisfies StringOption;

/** Suggestions give a task's number in the panel, people type its place. @throws {UserError} when there is none such. */
export function findTask({ name, tasks }: Schedule, wanted: string): Task {
  const found =
    tasks.find(({ id }) => String(id) === wanted.trim()) ??
    tasks.find(({ sequence }) => String(sequence) === wanted.trim());
  if (found) return found;
  throw new UserError(
    `**${plain(name)}** has no task ${code(wanted)}. Pick one from the suggestions, or look at \`/schedule info\`.`,
  );
}
