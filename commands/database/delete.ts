/** `/database delete database [server]`: delete a database with everything in it. */
import { defineCommand } from "../../src/command.ts";
import { code, plain } from "../../src/lib/markdown.ts";
import { serverOption } from "../server-option.ts";
import { databaseOption, findDatabase } from "./database-option.ts";

export const deleteDatabase = defineCommand({
  data: {
    name: "delete",
    description: "Delete a database with everything in it",
    options: [databaseOption, serverOption],
  },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: ["database.read", "database.delete"],
  async confirm({ server, options }) {
    const { name } = await findDatabase(server, options.database);
    return {
      text: `Delete the database ${code(name)} of **${plain(server.name)}** with everything in it? It cannot be brought back, and backups do not hold it. You will have to type its name: ${code(name)}.`,
      yes: "Delete the database",
      typed: name,
      fills: { database: name },
    };
  },
  async run({ server, options }) {
    const { id, name } = await findDatabase(server, options.database);
    await server.api.databases.delete(id);
    return { text: `The database ${code(name)} is deleted.`, outcome: `deleted ${code(name)}` };
  },
});
