/** The option that says which backup is meant: suggested by name and age, understood by name or id. */
import type { CompletionContext, StringOption } from "../../src/command.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import { code } from "../../src/lib/markdown.ts";
import { durationInWords } from "../../src/lib/text.ts";
import type { Backup } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";
import { conditionInWords } from "./backup-condition.ts";

export const backupOption = {
  type: "string",
  name: "backup",
  description: "Which backup",
  required: true,
  complete: async ({ typed, server, clock }: CompletionContext) => {
    const wanted = typed.toLowerCase();
    const backups = server ? await server.api.backups.list() : [];
    return newestFirst(backups)
      .filter(({ name, uuid }) => name.toLowerCase().includes(wanted) || uuid.startsWith(wanted))
      .map((backup) => ({ name: labelOf(backup, clock.now()), value: backup.uuid }));
  },
} as const satisfies StringOption;

export function newestFirst(backups: readonly Backup[]): Backup[] {
  return backups.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
}

/** `Before the update · 3 h ago · 1.2 GiB · locked` */
export function labelOf(backup: Backup, now: number): string {
  const age = `${durationInWords(now - backup.createdAt.getTime())} ago`;
  return [backup.name, age, conditionInWords(backup, now), ...(backup.isLocked ? ["locked"] : [])].join(
    " · ",
  );
}

/** @throws {UserError} when no backup, or more than one, goes by that name. */
export async function findBackup(server: FleetServer, wanted: string): Promise<Backup> {
  const backups = await server.api.backups.list();
  const exact = backups.find(({ uuid }) => uuid === wanted);
  const named = backups.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  const found = exact ?? (named.length === 1 ? named[0] : undefined);
  if (found) return found;
  const what = code(wanted);
  if (named.length > 1)
    throw new UserError(`${named.length} backups are called ${what}. Pick one from the suggestions.`);
  throw new UserError(
    `There is no backup called ${what}. Pick one from the suggestions, or look at \`/backup list\`.`,
  );
}
