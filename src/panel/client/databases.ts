/** Databases of a server. */
import type { Caller } from "../caller.ts";
import { json, nothing, type CallOptions } from "../request.ts";
import { database, type Database } from "../wire/database.ts";
import { item, list } from "../wire/envelope.ts";

export interface NewDatabase {
  /** 3 to 48 letters, digits, `-`, `_`; the panel puts the server's number before it. */
  readonly name: string;
  /** Where connections may come from; `%` is anywhere. */
  readonly remote: string;
}

export function databasesOf(caller: Caller, server: string) {
  return {
    /** With `withPasswords`, the secrets too, where the key may see them. */
    list: ({ withPasswords, signal }: CallOptions & { withPasswords?: boolean } = {}): Promise<
      readonly Database[]
    > =>
      caller.send({
        route: "GET /servers/:server/databases",
        params: { server },
        query: { include: withPasswords ? "password" : undefined },
        read: json(list(database)),
        signal,
      }),

    create: ({ name, remote }: NewDatabase): Promise<Database> =>
      caller.send({
        route: "POST /servers/:server/databases",
        params: { server },
        json: { database: name, remote },
        read: json(item(database)),
      }),

    /** Gives the new password. */
    rotatePassword: (id: string): Promise<Database> =>
      caller.send({
        route: "POST /servers/:server/databases/:database/rotate-password",
        params: { server, database: id },
        read: json(item(database)),
      }),

    delete: (id: string): Promise<void> =>
      caller.send({
        route: "DELETE /servers/:server/databases/:database",
        params: { server, database: id },
        read: nothing,
      }),
  };
}
