/** What the buttons, menus and forms that were sent mean. Their ids are opaque and short-lived: others mean nothing. */
import { randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Clock } from "../lib/clock.ts";
import type { Form } from "../reply.ts";

type Options = Readonly<Record<string, unknown>>;

/** Runs a command as whoever uses it. */
export interface CommandMeaning {
  kind: "command";
  command: string;
  options: Options;
  inPlace: boolean;
  /** A button: opened first. A form: what its fields were. */
  form?: Form;
  /** A menu: the option that gets what was chosen. */
  fills?: string;
  /** A menu: the values that are too long for Discord, by what stands for them. */
  longValues?: Readonly<Record<string, string>>;
  /** The question that using this takes off the table. */
  question?: string;
}

/** Answers a question, for one person. */
export interface AnswerMeaning {
  kind: "confirm" | "cancel";
  command: string;
  options: Options;
  /** Only this user may use it. */
  userId: string;
  /** Shared by all ways to answer one question: using one spends all. */
  question: string;
  /** What has to be typed to mean yes. */
  typed?: string;
}

export type Meaning = CommandMeaning | AnswerMeaning;

/** How long somebody has to answer a question that does not say otherwise. */
export const confirmMs = 60_000;
/** The same where something has to be typed. */
export const typedConfirmMs = 3 * 60_000;
/** How long a question may give at most: an interaction can be edited for little longer. */
export const maxConfirmMs = 10 * 60_000;
/** How long a component under a reply runs its command. */
const commandMs = 60 * 60_000;
/** More open components than a busy guild has; the oldest go first. */
const maxMeanings = 10_000;
const prefix = "roost:";

export class ComponentStore {
  readonly #meanings: LRUCache<string, Meaning>;
  readonly #spent: LRUCache<string, true>;

  constructor(clock: Clock) {
    const perf = { now: () => clock.monotonic() };
    this.#meanings = new LRUCache({ max: maxMeanings, ttlResolution: 0, perf });
    // Longer than any answer can still come: a form may be opened in a question's last second.
    this.#spent = new LRUCache({
      max: maxMeanings,
      ttl: maxConfirmMs + 3 * confirmMs,
      ttlResolution: 0,
      perf,
    });
  }

  /** The `custom_id` for a new component; `livesMs` is for answers. */
  add(meaning: Meaning, livesMs = confirmMs): string {
    const id = prefix + randomBytes(12).toString("base64url");
    this.#meanings.set(id, meaning, { ttl: meaning.kind === "command" ? commandMs : livesMs });
    return id;
  }

  /** What a component means, or nothing when it is too old, or not one of ours. */
  find(customId: string): Meaning | undefined {
    return this.#meanings.get(customId);
  }

  /** Takes a question off the table. @returns false when it had been answered before: then nothing may be done. */
  spend(question: string): boolean {
    if (this.#spent.has(question)) return false;
    this.#spent.set(question, true);
    return true;
  }
}
