/** `/database rotate database [server]`: give a database a new password. */
import { defineCommand } from "../../src/command.ts";
import { code } from "../../src/lib/markdown.ts";
import { serverOption } from "../server-option.ts";
import { accessReply } from "./access-card.ts";
import { databaseOption, findDatabase } from "./database-option.ts";

export const rotate = defineCommand({
  data: {
    name: "rotate",
    description: "Give a database a new password",
    options: [databaseOption, serverOption],
  },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: ["database.read", "database.update"],
  async confirm({ server, options }) {
    const { name } = await findDatabase(server, options.database);
    return {
      text: `Give ${code(name)} a new password? Whatever uses the old one, plugins for instance, cannot connect until it has the new one.`,
      yes: "Make a new password",
      fills: { database: name },
    };
  },
  async run({ server, options }) {
    const { id, name } = await findDatabase(server, options.database);
    const database = await server.api.databases.rotatePassword(id);
    return { ...accessReply("The password is new.", database), outcome: `new password for ${code(name)}` };
  },
});
