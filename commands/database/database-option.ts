/** The option that says which database is meant: suggested and understood by name. */
import type { CompletionContext, StringOption } from "../../src/command.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import { code } from "../../src/lib/markdown.ts";
import type { Database } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";

export const databaseOption = {
  type: "string",
  name: "database",
  description: "Which database",
  required: true,
  complete: async ({ typed, server }: CompletionContext) => {
    const wanted = typed.toLowerCase();
    const databases = server ? await server.api.databases.list() : [];
    return databases
      .filter(({ name }) => name.toLowerCase().includes(wanted))
      .map(({ id, name }) => ({ name, value: id }));
  },
} as const satisfies StringOption;

/** @throws {UserError} when there is none of that name. */
export function pickDatabase(databases: readonly Database[], wanted: string): Database {
  const name = wanted.trim().toLowerCase();
  const found =
    databases.find(({ id }) => id === wanted.trim()) ??
    databases.find((database) => database.name.toLowerCase() === name) ??
    // `s12_plots` is what the panel makes of `plots`.
    databases.find((database) => database.name.toLowerCase().replace(/^s\d+_/, "") === name);
  if (found) return found;
  throw new UserError(
    `There is no database called ${code(wanted)}. Pick one from the suggestions, or look at \`/database list\`.`,
  );
}

/** @throws {UserError} when there is none of that name. */
export async function findDatabase(server: FleetServer, wanted: string): Promise<Database> {
  return pickDatabase(await server.api.databases.list(), wanted);
}
