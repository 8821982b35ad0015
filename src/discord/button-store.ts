/** What the buttons that were sent mean. Their ids are opaque and short-lived: an old or foreign id means nothing. */
import { randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Clock } from "../lib/clock.ts";

export interface CommandButton {
  kind: "command";
  command: string;
  options: Readonly<Record<string, unknown>>;
  inPlace: boolean;
}

export interface ConfirmButton {
  kind: "confirm" | "cancel";
  command: string;
  options: Readonly<Record<string, unknown>>;
  /** Only this user may press it. */
  userId: string;
  /** Shared by the two buttons of one question: pressing either spends both. */
  question: string;
}

export type ButtonMeaning = CommandButton | ConfirmButton;

/** How long somebody has to answer a question. */
export const confirmMs = 60_000;
/** How long a button under a reply runs its command. */
const commandMs = 60 * 60_000;
/** More open buttons than a busy guild has; the oldest go first. */
const maxButtons = 10_000;
const prefix = "roost:";

export class ButtonStore {
  readonly #meanings: LRUCache<string, ButtonMeaning>;
  readonly #spent: LRUCache<string, true>;

  constructor(clock: Clock) {
    const perf = { now: () => clock.monotonic() };
    this.#meanings = new LRUCache({ max: maxButtons, ttlResolution: 0, perf });
    this.#spent = new LRUCache({ max: maxButtons, ttl: confirmMs, ttlResolution: 0, perf });
  }

  /** The `custom_id` for a new button. */
  add(meaning: ButtonMeaning): string {
    const id = prefix + randomBytes(12).toString("base64url");
    this.#meanings.set(id, meaning, { ttl: meaning.kind === "command" ? commandMs : confirmMs });
    return id;
  }

  /** What a button means, or nothing when it is too old, spent, or not one of ours. */
  find(customId: string): ButtonMeaning | undefined {
    const meaning = this.#meanings.get(customId);
    if (meaning && meaning.kind !== "command" && this.#spent.has(meaning.question)) return undefined;
    return meaning;
  }

  /** Takes a question off the table. @returns false when it had been answered before: then nothing may be done. */
  spend(question: string): boolean {
    if (this.#spent.has(question)) return false;
    this.#spent.set(question, true);
    return true;
  }
}
