/** The option that says which schedule is meant: suggested by name and time, understood by name or number. */
import type { CompletionContext, StringOption } from "../../src/command.ts";
import { fingerprintOf } from "../../src/files/fingerprint.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import { code } from "../../src/lib/markdown.ts";
import type { Schedule } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";
import { cronText } from "../../src/schedules/cron-fields.ts";
import { cronInWords } from "../../src/schedules/cron-in-words.ts";

export const scheduleOption = {
  type: "string",
  name: "schedule",
  description: "Which schedule",
  required: true,
  complete: async ({ typed, server }: CompletionContext) => {
    const wanted = typed.toLowerCase();
    const schedules = server ? await server.api.schedules.list() : [];
    return schedules
      .filter(({ name }) => name.toLowerCase().includes(wanted))
      .map((schedule) => ({ name: labelOf(schedule), value: String(schedule.id) }));
  },
} as const satisfies StringOption;

/** `Nightly restart · every day at 04:00 · off` */
function labelOf({ name, cron, isActive }: Schedule): string {
  return [name, cronInWords(cron), ...(isActive ? [] : ["off"])].join(" · ");
}

/**
 * As the panel has it now, not as it was remembered: what is decided on it may replace all of it.
 * @throws {UserError} when no schedule, or more than one, goes by that name.
 */
export async function findSchedule(server: FleetServer, wanted: string): Promise<Schedule> {
  server.forget("schedules");
  const schedules = await server.api.schedules.list();
  const named = schedules.filter(({ name }) => name.toLowerCase() === wanted.trim().toLowerCase());
  const found =
    schedules.find(({ id }) => String(id) === wanted.trim()) ?? (named.length === 1 ? named[0] : undefined);
  if (found) return found;
  const what = code(wanted);
  if (named.length > 1)
    throw new UserError(`${named.length} schedules are called ${what}. Pick one from the suggestions.`);
  throw new UserError(
    `There is no schedule called ${what}. Pick one from the suggestions, or look at \`/schedule list\`.`,
  );
}

/** A schedule's own content, without its tasks, in short: different as soon as anybody changes it. */
export function versionOf({ name, cron, isActive, onlyWhenOnline, updatedAt }: Schedule): string {
  const content = [name, cronText(cron), isActive, onlyWhenOnline, updatedAt?.getTime() ?? 0];
  return fingerprintOf(Buffer.from(JSON.stringify(content)));
}
