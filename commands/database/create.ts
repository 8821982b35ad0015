/** `/database create name [from] [server]`: make a database and show once how to get into it. */
import { defineCommand } from "../../src/command.ts";
import { code, plain } from "../../src/lib/markdown.ts";
import { UserError } from "../../src/reply.ts";
import { serverOption } from "../server-option.ts";
import { accessReply } from "./access-card.ts";

/** What the panel takes. */
const nameShape = /^[\w-]{3,48}$/;
const remoteShape = /^[\w\-/.%:]+$/;
const anywhere = "%";

export const create = defineCommand({
  data: {
    name: "create",
    description: "Make a database",
    options: [
      {
        type: "string",
        name: "name",
        description: "3 to 48 letters, digits, - and _",
        required: true,
        maxLength: 48,
      },
      {
        type: "string",
        name: "from",
        description: "The address that may connect; anywhere if you leave it out",
        maxLength: 100,
      },
      serverOption,
    ],
  },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: "database.create",
  async run({ server, options }) {
    const name = options.name.trim();
    const remote = options.from?.trim() ?? anywhere;
    if (!nameShape.test(name))
      throw new UserError(
        `${code(name)} cannot be a database's name: use 3 to 48 letters, digits, \`-\` and \`_\`.`,
      );
    if (!remoteShape.test(remote))
      throw new UserError(
        `${code(remote)} cannot be an address: use one such as \`203.0.113.7\`, or \`%\` for anywhere.`,
      );
    if (server.details().featureLimits.databases === 0)
      throw new UserError(
        `**${plain(server.name)}** has no room for databases in its plan. Ask your hoster for some.`,
      );
    const database = await server.api.databases.create({ name, remote });
    return { ...accessReply("The database is made.", database), outcome: `made ${code(database.name)}` };
  },
});
