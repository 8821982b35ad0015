/** How to get into a database, the password behind a spoiler. Only for private replies, and not for long. */
import { code, plain } from "../../src/lib/markdown.ts";
import type { Database } from "../../src/panel/panel.ts";
import { colours, type Field, type Reply } from "../../src/reply.ts";

/** Long enough to copy it. */
export const secretMs = 60_000;

export function accessReply(text: string, database: Database): Reply {
  const { password } = database;
  const card = {
    title: plain(database.name),
    colour: colours.neutral,
    fields: [
      ...databaseFields(database),
      {
        name: "Password",
        value:
          password === undefined
            ? "Roost's panel key may not see it: it lacks the permission `database.view_password`."
            : `||${code(password)}||`,
      },
    ],
    ...(password === undefined ? {} : { footer: "Hidden again in a minute" }),
  };
  return { text, card, ...(password === undefined ? {} : { lifetimeMs: secretMs }) };
}

export function databaseFields({ host, name, username, connectionsFrom, maxConnections }: Database): Field[] {
  return [
    { name: "Host", value: code(`${host.address}:${host.port}`), inline: true },
    { name: "Database", value: code(name), inline: true },
    { name: "User", value: code(username), inline: true },
    { name: "From", value: connectionsFrom === "%" ? "anywhere" : code(connectionsFrom), inline: true },
    ...(maxConnections > 0
      ? [{ name: "Connections", value: `at most ${maxConnections}`, inline: true }]
      : []),
  ];
}
