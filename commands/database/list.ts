/** `/database list [database] [server]`: a server's databases; of a single one, the password too, for a minute. */
import { defineCommand } from "../../src/command.ts";
import { code, plain } from "../../src/lib/markdown.ts";
import type { Database } from "../../src/panel/panel.ts";
import { pageButtons, pageOf, pageOption } from "../pages.ts";
import { serverOption } from "../server-option.ts";
import { accessReply } from "./access-card.ts";
import { databaseOption, pickDatabase } from "./database-option.ts";

const perPage = 10;

export const list = defineCommand({
  data: {
    name: "list",
    description: "A server's databases; with a name, how to get into that one",
    options: [{ ...databaseOption, required: false }, serverOption, pageOption],
  },
  access: "admin",
  visibility: "private",
  effect: ({ database }) => (database === undefined ? "reads" : "reveals"),
  needs: "database.read",
  async run({ server, options }) {
    if (options.database !== undefined) {
      const shown = pickDatabase(await server.api.databases.list({ withPasswords: true }), options.database);
      return {
        ...accessReply("", shown),
        outcome: shown.password === undefined ? "no password shown" : "showed the password",
      };
    }
    const databases = await server.api.databases.list();
    const limit = server.details().featureLimits.databases;
    const name = `**${plain(server.name)}**`;
    if (databases.length === 0)
      return {
        text:
          limit === 0
            ? `${name} has no room for databases in its plan. Ask your hoster for some.`
            : `${name} has no databases yet. Make one with \`/database create\`.`,
      };
    const page = pageOf(databases, options.page, perPage);
    const count = limit === null ? `${databases.length}` : `${databases.length} of ${limit}`;
    const choices = page.items.map((database) => ({ label: database.name, value: database.id }));
    return {
      text: [`**Databases of ${plain(server.name)}** (${count})`, ...page.items.map(lineOf)].join("\n"),
      selects: [
        {
          placeholder: "Show a password for a minute",
          choices,
          command: "database list",
          options: { server: server.key },
          fills: "database",
        },
      ],
      buttons: pageButtons(page, "database list", { server: server.key }),
    };
  },
});

function lineOf({ name, username, host, connectionsFrom }: Database): string {
  const from = connectionsFrom === "%" ? "from anywhere" : `from ${code(connectionsFrom)}`;
  return `${code(name)} · user ${code(username)} · ${code(`${host.address}:${host.port}`)} · ${from}`;
}
