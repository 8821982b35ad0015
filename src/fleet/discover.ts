/** Which of the panel's servers this program watches, and under which names. */
import { type Panel, PanelError } from "../panel/panel.ts";
import type { KnownServer } from "./server-description.ts";

export interface Wanted {
  /** Short id or uuid. */
  readonly id: string;
  readonly alias?: string | undefined;
}

export interface Discovered {
  readonly known: KnownServer;
  readonly alias?: string;
}

export interface Discovery {
  /** In the order they were asked for, or in the panel's. */
  readonly servers: readonly Discovered[];
  /** Those that came up again, under another id or on another page: told once. */
  readonly repeated: readonly Discovered[];
  /** Ids the panel does not know, or does not show to this key. */
  readonly unknown: readonly string[];
}

/**
 * One list, and one request more for each wanted server that is not in it: an administrator's key sees those too.
 * @throws {PanelError}
 */
export async function discover(
  panel: Panel,
  wanted: readonly Wanted[] | "all",
  signal: AbortSignal,
): Promise<Discovery> {
  const listed = await panel.servers.list({ signal, fresh: true });
  if (wanted === "all") return { ...eachOnce(listed.map((known) => ({ known }))), unknown: [] };
  const found = await Promise.all(
    wanted.map(async ({ id, alias }) => {
      const known = listed.find((server) => isNamed(server, id)) ?? (await ask(panel, id, signal));
      return { id, server: known && { known, ...(alias !== undefined && { alias }) } };
    }),
  );
  return {
    ...eachOnce(found.flatMap(({ server }) => server ?? [])),
    unknown: found.filter(({ server }) => !server).map(({ id }) => id),
  };
}

function eachOnce(found: readonly Discovered[]): Pick<Discovery, "servers" | "repeated"> {
  const isFirst = ({ known }: Discovered, index: number): boolean =>
    found.findIndex((other) => other.known.uuid === known.uuid) === index;
  return {
    servers: found.filter(isFirst),
    repeated: found.filter((server, index) => !isFirst(server, index)),
  };
}

function isNamed(server: KnownServer, id: string): boolean {
  const wanted = id.toLowerCase();
  return [server.uuid, server.identifier, server.uuid.slice(0, 8)].some(
    (name) => name.toLowerCase() === wanted,
  );
}

async function ask(panel: Panel, id: string, signal: AbortSignal): Promise<KnownServer | undefined> {
  try {
    return await panel.server(id).details({ signal });
  } catch (error) {
    if (error instanceof PanelError && error.failure === "not-found") return undefined;
    throw error;
  }
}
