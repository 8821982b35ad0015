/** The option that says when: in a few words or as five cron fields, with suggestions in words. */
import type { CompletionContext, StringOption } from "../../src/command.ts";
import { code } from "../../src/lib/markdown.ts";
import type { Cron } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";
import { cronText, problemWithCron } from "../../src/schedules/cron-fields.ts";
import { cronInWords } from "../../src/schedules/cron-in-words.ts";
import { parseWhen, suggestWhen } from "../../src/schedules/when.ts";

export const whenOption = {
  type: "string",
  name: "when",
  description: "04:30, every 6 hours, monday 04:00, or five cron fields; in the panel's time zone",
  maxLength: 100,
  complete: ({ typed }: CompletionContext) =>
    suggestWhen(typed)
      .filter((cron) => problemWithCron(cron) === undefined)
      .map((cron) => ({ name: cronInWords(cron), value: cronText(cron) })),
} as const satisfies StringOption;

/** @throws {UserError} with what is wrong, before the panel is asked. */
export function readWhen(typed: string): Cron {
  const cron = parseWhen(typed);
  if (!cron) {
    throw new UserError(
      `${code(typed)} is no time that Roost understands. Try \`04:30\`, \`every 6 hours\`, \`monday 04:00\`, or five cron fields such as \`0 4 * * *\`.`,
    );
  }
  const problem = problemWithCron(cron);
  if (problem !== undefined) throw new UserError(problem);
  return cron;
}
