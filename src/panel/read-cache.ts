/** Answers remembered for a while: one request serves all who ask meanwhile, and what a write changes is forgotten. */
import { LRUCache } from "lru-cache";
import type { Clock } from "../lib/clock.ts";
import { unlessAborted } from "../lib/unless-aborted.ts";
import type { Priority } from "./permit.ts";
import type { PanelFailure } from "./panel-error.ts";
import { PanelError } from "./panel-error.ts";
import type { Lifetime } from "./routes.ts";

/** A value and how old it is. */
export interface Reading<T> {
  readonly value: T;
  /** Wall time of the request it came with, in milliseconds. */
  readonly readAt: number;
  /** It stands in for one that could not be had. */
  readonly stale: boolean;
}

export interface Loaded<T> {
  readonly value: T;
  /** Size of the answer. */
  readonly bytes: number;
}

export interface Lookup<T> {
  readonly key: string;
  /** Names by which it can be forgotten. */
  readonly tags: readonly string[];
  readonly lives: Lifetime;
  readonly priority: Priority;
  readonly signal?: AbortSignal | undefined;
  /** It comes from the panel, now: no memory, neither before nor in place of an answer. */
  readonly isFresh?: boolean | undefined;
  /** Called once for all who ask at the same time. */
  readonly load: (tries: Tries) => Promise<Loaded<T>>;
}

/** What `load` tells of its tries. */
export interface Tries {
  /** The request really goes out. */
  readonly sent: () => void;
  /** It was in vain, and there will be another. */
  readonly failed: () => void;
}

interface Entry {
  readonly value: unknown;
  readonly readAt: number;
  /** Monotonic. */
  readonly storedAt: number;
  readonly tags: readonly string[];
  readonly bytes: number;
}

interface Flight {
  readonly tags: readonly string[];
  readonly priority: Priority;
  readonly entry: Promise<Entry>;
  isSent: boolean;
  /** Resolves when the try under way turns out to be in vain. */
  failedTry: PromiseWithResolvers<undefined>;
  /** Something changed while it flew: what it brings is told to those who wait, and not kept. */
  isOutdated: boolean;
}

const maxEntries = 5000;
const maxBytes = 32 * 1024 * 1024;

/** Only trouble on the way may be covered by an older value: an answer that says no is an answer. */
const coverable: ReadonlySet<PanelFailure> = new Set([
  "unreachable",
  "timeout",
  "rate-limited",
  "throttled",
  "node-unreachable",
  "node-failed",
  "unavailable",
]);

export class ReadCache {
  readonly #clock: Clock;
  readonly #entries: LRUCache<string, Entry>;
  readonly #flights = new Map<string, Flight>();
  #hits = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#entries = new LRUCache<string, Entry>({
      max: maxEntries,
      maxSize: maxBytes,
      sizeCalculation: (entry) => entry.bytes + 100,
      // A start of 0 means "no lifetime" to lru-cache.
      perf: { now: () => clock.monotonic() + 1 },
      ttlResolution: 0,
    });
  }

  get hits(): number {
    return this.#hits;
  }

  /** @throws whatever `load` throws, unless an older value may stand in; `signal.reason` when the caller gives up. */
  async read<T>(lookup: Lookup<T>): Promise<Reading<T>> {
    const found = this.#entries.get(lookup.key);
    if (found && !lookup.isFresh && this.#clock.monotonic() - found.storedAt < lookup.lives.freshMs) {
      this.#hits += 1;
      return { value: found.value as T, readAt: found.readAt, stale: false };
    }
    try {
      const entry = await unlessAborted(this.#fly(lookup), lookup.signal);
      if (!entry) throw lookup.signal?.reason as Error;
      return { value: entry.value as T, readAt: entry.readAt, stale: false };
    } catch (error) {
      const older = this.#standIn(lookup, error);
      if (!older) throw error;
      return { value: older.value as T, readAt: older.readAt, stale: true };
    }
  }

  /** Forgets everything that has one of the tags, and keeps what is being read now from being remembered. */
  drop(tags: readonly string[]): void {
    const isHit = (own: readonly string[]): boolean => own.some((tag) => tags.includes(tag));
    for (const [key, entry] of this.#entries.entries()) if (isHit(entry.tags)) this.#entries.delete(key);
    for (const [key, flight] of this.#flights) {
      if (!isHit(flight.tags)) continue;
      flight.isOutdated = true;
      this.#flights.delete(key);
    }
  }

  clear(): void {
    this.#entries.clear();
    this.#flights.clear();
  }

  #fly<T>(lookup: Lookup<T>): Promise<Entry> {
    const { key, tags, priority } = lookup;
    const current = this.#flights.get(key);
    const isAhead = priority === "person" && current?.priority === "background";
    if (current && (!isAhead || current.isSent)) {
      this.#hits += 1;
      return isAhead ? this.#shareTry(current, lookup) : current.entry;
    }
    const flight: Flight = {
      tags,
      priority,
      isSent: false,
      failedTry: Promise.withResolvers(),
      isOutdated: false,
      entry: Promise.resolve().then(() => this.#load(lookup, flight)),
    };
    this.#flights.set(key, flight);
    return flight.entry;
  }

  /** A person shares the try of background work that is under way, but not the patience with which it is repeated. */
  async #shareTry<T>(flight: Flight, lookup: Lookup<T>): Promise<Entry> {
    return (await Promise.race([flight.entry, flight.failedTry.promise])) ?? (await this.#fly(lookup));
  }

  async #load<T>(lookup: Lookup<T>, flight: Flight): Promise<Entry> {
    const { key, tags, lives } = lookup;
    try {
      const { value, bytes } = await lookup.load({
        sent: () => {
          flight.isSent = true;
        },
        failed: () => {
          flight.isSent = false;
          flight.failedTry.resolve(undefined);
          flight.failedTry = Promise.withResolvers();
        },
      });
      const entry = { value, bytes, tags, readAt: this.#clock.now(), storedAt: this.#clock.monotonic() };
      if (!flight.isOutdated) this.#entries.set(key, entry, { ttl: lives.freshMs + lives.staleMs });
      return entry;
    } catch (error) {
      if (!isCoverable(error) && !flight.isOutdated) this.#entries.delete(key);
      throw error;
    } finally {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    }
  }

  #standIn<T>({ key, lives, isFresh }: Lookup<T>, error: unknown): Entry | undefined {
    return !isFresh && lives.staleMs > 0 && isCoverable(error) ? this.#entries.get(key) : undefined;
  }
}

function isCoverable(error: unknown): boolean {
  return error instanceof PanelError && coverable.has(error.failure);
}
