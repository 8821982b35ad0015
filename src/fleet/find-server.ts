/** Which server is meant by what somebody typed. Pure. */
import { listInWords } from "../lib/text.ts";

export interface Findable {
  readonly key: string;
  readonly identifier: string;
  readonly uuid: string;
  readonly name: string;
}

/** Its message is for people: it names what was asked for and what there is. */
export class UnknownServer extends Error {
  override readonly name = "UnknownServer";
  /** What was typed. */
  readonly query: string;
  /** Keys of the servers it may have meant; of all when it fits none. */
  readonly candidates: readonly string[];

  constructor(query: string, candidates: readonly string[], sentence: string) {
    super(sentence);
    this.query = query;
    this.candidates = candidates;
  }
}

const maxListed = 10;

/** Alias, short id, uuid, exact name, or the beginning of only one of them; case does not matter. */
export function findServer<Server extends Findable>(servers: readonly Server[], query: string): Server {
  const wanted = query.trim().toLowerCase();
  const names = ({ key, identifier, uuid, name }: Server): string[] =>
    [key, identifier, uuid, name].map((text) => text.toLowerCase());
  for (let rank = 0; rank < 4; rank += 1) {
    const exact = servers.filter((server) => names(server)[rank] === wanted);
    if (exact.length > 1) throw ambiguous(query, exact);
    if (exact[0]) return exact[0];
  }
  const begun = servers.filter((server) => names(server).some((text) => text.startsWith(wanted)));
  if (begun.length > 1) throw ambiguous(query, begun);
  if (begun[0] && wanted.length > 0) return begun[0];
  const keys = servers.map((server) => server.key);
  throw new UnknownServer(query, keys, `There is no server ${quoted(query)}. ${listed(servers)}`);
}

function ambiguous(query: string, found: readonly Findable[]): UnknownServer {
  const keys = found.map((server) => server.key);
  return new UnknownServer(query, keys, `${quoted(query)} fits more than one server: ${shortList(found)}.`);
}

function listed(servers: readonly Findable[]): string {
  return servers.length === 0
    ? "Roost sees no server at all at the moment."
    : `Roost knows ${shortList(servers)}.`;
}

function shortList(servers: readonly Findable[]): string {
  const more = servers.length - maxListed;
  const names = servers.slice(0, maxListed).map(labelOf);
  return listInWords(more > 0 ? [...names, `${more} more`] : names, "and");
}

/** `survival (1f3c9a77)`: the name that people know, and what tells it from another of that name. */
function labelOf({ name, key }: Findable): string {
  return name.toLowerCase() === key.toLowerCase() ? name : `${name} (${key})`;
}

function quoted(query: string): string {
  return `“${query.slice(0, 60)}”`;
}
