/** Addresses of a server. */
import type { Caller } from "../caller.ts";
import { json, nothing, type CallOptions } from "../request.ts";
import { item, list } from "../wire/envelope.ts";
import { allocation, type Allocation } from "../wire/network.ts";

export function networkOf(caller: Caller, server: string) {
  return {
    list: (options: CallOptions = {}): Promise<readonly Allocation[]> =>
      caller.send({
        route: "GET /servers/:server/network/allocations",
        params: { server },
        read: json(list(allocation)),
        ...options,
      }),

    /** The panel picks one. @throws {PanelError} "refused" at the limit, or when it is switched off. */
    add: (): Promise<Allocation> =>
      caller.send({
        route: "POST /servers/:server/network/allocations",
        params: { server },
        read: json(item(allocation)),
      }),

    /** null removes the note. */
    note: (id: number, notes: string | null): Promise<Allocation> =>
      caller.send({
        route: "POST /servers/:server/network/allocations/:allocation",
        params: { server, allocation: id },
        json: { notes },
        read: json(item(allocation)),
      }),

    /** Counts from the server's next start on. */
    makePrimary: (id: number): Promise<Allocation> =>
      caller.send({
        route: "POST /servers/:server/network/allocations/:allocation/primary",
        params: { server, allocation: id },
        read: json(item(allocation)),
      }),

    /** @throws {PanelError} "refused" for the primary one. */
    remove: (id: number): Promise<void> =>
      caller.send({
        route: "DELETE /servers/:server/network/allocations/:allocation",
        params: { server, allocation: id },
        read: nothing,
      }),
  };
}
