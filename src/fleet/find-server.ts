/** Which server is meant by what somebody typed. Pure. */

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
  throw new UnknownServer(query, keys, `There is no server ${quoted(query)}. ${listed(keys)}`);
}

function ambiguous(query: string, found: readonly Findable[]): UnknownServer {
  const keys = found.map((server) => server.key);
  return new UnknownServer(query, keys, `${quoted(query)} fits more than one server: ${shortList(keys)}.`);
}

function listed(keys: readonly string[]): string {
  return keys.length === 0 ? "I see no server at all at the moment." : `I know: ${shortList(keys)}.`;
}

function shortList(keys: readonly string[]): string {
  const more = keys.length - maxListed;
  return keys.slice(0, maxListed).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function quoted(query: string): string {
  return `“${query.slice(0, 60)}”`;
}
