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
  complete: async ({ typed, options, server }: CompletionContext) => {
    const wanted = options["schedule"];
    const schedules = server ? await server.api.schedules.list() : [];
    const schedule = schedules.find(({ id, name }) => wanted === String(id) || wanted === name);
    const text = typed.trim().toLowerCase();
    return (schedule?.tasks ?? [])
      .map((task) => ({ name: taskLine(task).replaceAll("`", ""), value: handleOf(task) }))
      .filter(({ name, value }) => value === text || name.toLowerCase().includes(text));
  },
} as const satisfies StringOption;

/** `#12`: the one task with this number in the panel, which cannot be taken for a place. */
export const handleOf = ({ id }: Task): string => `#${id}`;

/** A number is a place: people type those. Suggestions give handles. @throws {UserError} when there is none such. */
export function findTask({ name, tasks }: Schedule, wanted: string): Task {
  const text = wanted.trim();
  const found = tasks.find((task) => handleOf(task) === text || String(task.sequence) === text);
  if (found) return found;
  throw new UserError(
    `**${plain(name)}** has no task ${code(wanted)}. Pick one from the suggestions, or look at \`/schedule info\`.`,
  );
}
