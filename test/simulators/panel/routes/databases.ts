/** Databases of a server. */
import { randomBytes } from "node:crypto";
import { list } from "../envelope.ts";
import { display, generic, invalid, notFound } from "../errors.ts";
import { noContent, ok, serverRoute, type ServerCall, type ServerRoute } from "../route.ts";
import { validate } from "../rules.ts";
import type { Database } from "../world.ts";
import { includes } from "./account.ts";
import { databaseItem } from "./present.ts";

const secret = (length: number): string => randomBytes(length).toString("hex").slice(0, length);

export const databaseRoutes: ServerRoute[] = [
  serverRoute("GET /databases", "database.read", (call) => {
    const password = includes(call).includes("password") ? shown(call) : "absent";
    return ok(list(call.server.row.databases.map((database) => databaseItem(database, password))));
  }),
  serverRoute("POST /databases", "database.create", (call) => {
    const { input, server, state, user } = call;
    validate(input, {
      database: "required|alpha_dash|between:3,48",
      remote: String.raw`required|string|regex:/^[\w\-\/.%:]+$/`,
    });
    if (!state.settings.databases) throw generic("DatabaseClientFeatureNotEnabledException");
    const { row } = server;
    const name = `s${row.id}_${String(input["database"])}`;
    if (row.databases.some((database) => database.name === name)) {
      throw invalid("database", "unique", "The database has already been taken.");
    }
    const limit = row.featureLimits.databases;
    if (limit !== null && row.databases.length >= limit) {
      throw display(
        "Operation aborted: creating a new database would put this server over the defined limit.",
        "TooManyDatabasesException",
      );
    }
    const database: Database = {
      id: secret(8),
      name,
      username: `u${row.id}_${secret(10)}`,
      remote: String(input["remote"]),
      password: secret(24),
    };
    row.databases.push(database);
    server.log("server:database.create", user.id, { name });
    return ok(databaseItem(database, shown(call)));
  }),
  serverRoute("POST /databases/:database/rotate-password", "database.update", (call) => {
    const database = find(call);
    database.password = secret(24);
    call.server.log("server:database.rotate-password", call.user.id, { name: database.name });
    return ok(databaseItem(database, shown(call)));
  }),
  serverRoute("DELETE /databases/:database", "database.delete", (call) => {
    const database = find(call);
    const { databases } = call.server.row;
    databases.splice(databases.indexOf(database), 1);
    call.server.log("server:database.delete", call.user.id, { name: database.name });
    return noContent;
  }),
];

function shown({ may }: ServerCall): "shown" | "hidden" {
  return may("database.view_password") ? "shown" : "hidden";
}

function find({ server, params }: ServerCall): Database {
  const database = server.row.databases.find(({ id }) => id === params["database"]);
  if (!database) throw notFound();
  return database;
}
