/** The list of servers and the catalogue of permissions. */
import type { Caller } from "../caller.ts";
import { json, type CallOptions, type ReadOptions } from "../request.ts";
import { item, page, type Page } from "../wire/envelope.ts";
import { permissionCatalogue, type PermissionCatalogue } from "../wire/account.ts";
import { server, type Server } from "../wire/server.ts";

export interface ServersQuery extends ReadOptions {
  readonly page?: number;
  /** 1 to 100. */
  readonly perPage?: number;
  /** Default: owned and shared. The `admin` kinds are empty for everybody else. */
  readonly type?: "owner" | "admin" | "admin-all";
  /** UUID, short id, external id, name or address. */
  readonly search?: string;
}

const perPage = 100;
/** A panel that always has one more page must not keep us for ever. */
const maxPages = 100;

export function serversOf(caller: Caller) {
  const one = ({
    page: number = 1,
    perPage: size = perPage,
    type,
    search,
    signal,
    fresh,
  }: ServersQuery = {}) =>
    caller.send<Page<Server>>({
      route: "GET /",
      query: { page: number, per_page: size, type, "filter[*]": search },
      read: json(page(server)),
      signal,
      fresh,
    });
  return {
    /** One page, in the panel's order. */
    page: one,

    /** All servers the key's owner owns or shares, of all pages. */
    async list(options: Omit<ServersQuery, "page" | "perPage"> = {}): Promise<readonly Server[]> {
      const all: Server[] = [];
      for (let number = 1; number <= maxPages; number += 1) {
        const { items, pages } = await one({ ...options, page: number });
        all.push(...items);
        if (number >= pages || items.length === 0) break;
      }
      return all;
    },
  };
}

export function permissionsOf(caller: Caller) {
  return (options: CallOptions = {}): Promise<PermissionCatalogue> =>
    caller.send({ route: "GET /permissions", read: json(item(permissionCatalogue)), ...options });
}
