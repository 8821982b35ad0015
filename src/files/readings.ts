/** Which version of a file somebody was given last, so that their changes are not put over somebody else's. */
import { LRUCache } from "lru-cache";

export interface Place {
  readonly userId: string;
  /** The server's UUID. */
  readonly server: string;
  readonly path: string;
}

const maxReadings = 5000;

export class Readings {
  readonly #fingerprints = new LRUCache<string, string>({ max: maxReadings });

  note(place: Place, fingerprint: string): void {
    this.#fingerprints.set(keyOf(place), fingerprint);
  }

  /** Nothing when they were given none, or long ago. */
  of(place: Place): string | undefined {
    return this.#fingerprints.get(keyOf(place));
  }
}

function keyOf({ userId, server, path }: Place): string {
  return `${userId} ${server} ${path}`;
}
