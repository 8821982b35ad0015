/** Changing a schedule without losing what is not changed: the panel replaces all of it with what it is sent. */
import type { FleetServer } from "../../src/fleet/server.ts";
import { plain } from "../../src/lib/markdown.ts";
import type { Schedule, ScheduleInput } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";
import { cronInWords } from "../../src/schedules/cron-in-words.ts";
import { findSchedule, versionOf } from "./schedule-option.ts";

/** The whole schedule as it will be sent. */
export function withChanges(
  { name, cron, isActive, onlyWhenOnline }: Schedule,
  changes: Partial<ScheduleInput>,
): ScheduleInput {
  return { name, cron, isActive, onlyWhenOnline, ...changes };
}

/**
 * Reads, changes, writes. `seen`: the version that was looked at when the change was decided on.
 * @throws {UserError} when somebody has changed it since, or a name is not known.
 */
export async function changeSchedule(
  server: FleetServer,
  { wanted, seen, changes }: { wanted: string; seen?: string | undefined; changes: Partial<ScheduleInput> },
): Promise<{ before: Schedule; after: Schedule }> {
  const before = await findSchedule(server, wanted);
  if (seen !== undefined && versionOf(before) !== seen) {
    throw new UserError(
      `Nothing was saved: somebody changed **${plain(before.name)}** in the meantime. Look at it again, and then decide.`,
      {
        buttons: [
          {
            label: "Show it",
            style: "primary",
            command: "schedule info",
            options: { schedule: String(before.id), server: server.key },
          },
        ],
      },
    );
  }
  const after = await server.api.schedules.update(before.id, withChanges(before, changes));
  return { before, after };
}

/** Each thing that differs: `when: every day at 04:00 → every day at 05:00`. */
export function changesInWords(before: ScheduleInput, after: ScheduleInput): string[] {
  const said = (input: ScheduleInput): Record<string, string> => ({
    name: plain(input.name),
    when: cronInWords(input.cron),
    "only while running": input.onlyWhenOnline ? "yes" : "no",
    state: input.isActive ? "on" : "off",
  });
  const now = said(after);
  return Object.entries(said(before))
    .filter(([what, value]) => now[what] !== value)
    .map(([what, value]) => `${what}: ${value} → ${now[what]}`);
}
