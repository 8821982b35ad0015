/** People who share a server. */
import type { Caller } from "../caller.ts";
import { json, nothing, type CallOptions } from "../request.ts";
import { item, list } from "../wire/envelope.ts";
import { subuser, type Subuser } from "../wire/subuser.ts";

export function subusersOf(caller: Caller, server: string) {
  return {
    list: (options: CallOptions = {}): Promise<readonly Subuser[]> =>
      caller.send({
        route: "GET /servers/:server/users",
        params: { server },
        read: json(list(subuser)),
        ...options,
      }),

    /** @throws {PanelError} "forbidden" for the key's own owner. */
    details: (uuid: string, options: CallOptions = {}): Promise<Subuser> =>
      caller.send({
        route: "GET /servers/:server/users/:user",
        params: { server, user: uuid },
        read: json(item(subuser)),
        ...options,
      }),

    /** Makes and mails an account when the address is new to the panel. */
    invite: ({ email, permissions }: { email: string; permissions: readonly string[] }): Promise<Subuser> =>
      caller.send({
        route: "POST /servers/:server/users",
        params: { server },
        json: { email, permissions },
        read: json(item(subuser)),
      }),

    /** Replaces all; unknown ones are dropped silently: see the answer. */
    setPermissions: (uuid: string, permissions: readonly string[]): Promise<Subuser> =>
      caller.send({
        route: "POST /servers/:server/users/:user",
        params: { server, user: uuid },
        json: { permissions },
        read: json(item(subuser)),
      }),

    remove: (uuid: string): Promise<void> =>
      caller.send({
        route: "DELETE /servers/:server/users/:user",
        params: { server, user: uuid },
        read: nothing,
      }),
  };
}
