/** What came of something a person did: the acknowledgement, the reply and each of its states, follow-ups, a modal. */
import type { Change, Changes } from "./changes.ts";
import type { Acknowledgement, InteractionRecord } from "./interaction.ts";
import type { Raw } from "./raw.ts";
import type { SeenMessage } from "./seen-message.ts";

const PATIENCE_MS = 10_000;
const MODAL = 9;

interface Entry {
  kind: "reply" | "followUp";
  message: SeenMessage;
}

/** A modal a person has before them. */
export interface OpenModal {
  data: Raw;
  title: string;
  customId: string;
  record: InteractionRecord;
}

export class Use {
  readonly #name: string;
  readonly #record: InteractionRecord;
  readonly #changes: Changes;
  readonly #entries: Entry[] = [];
  #cursor = 0;

  /** `name` is what the person did, for error messages. Must be made before the bot can answer. */
  constructor(name: string, record: InteractionRecord, changes: Changes) {
    this.#name = name;
    this.#record = record;
    this.#changes = changes;
    changes.listen((change) => {
      this.#notice(change);
    });
  }

  get id(): string {
    return this.#record.id;
  }

  /** Every state the reply had, oldest first. */
  get history(): SeenMessage[] {
    return this.#entries.filter(({ kind }) => kind === "reply").map(({ message }) => message);
  }

  /** The follow-ups as they are now. */
  get followUps(): SeenMessage[] {
    const latest = new Map<string, SeenMessage>();
    for (const { kind, message } of this.#entries) if (kind === "followUp") latest.set(message.id, message);
    return [...latest.values()].filter(({ deleted }) => !deleted);
  }

  /** Rejects when the bot did not answer in time. */
  acknowledged(timeoutMs = PATIENCE_MS): Promise<Acknowledgement> {
    return this.#wait("an acknowledgement", timeoutMs, () => {
      this.#requireAlive();
      return this.#record.acknowledgement;
    });
  }

  /** The reply (or updated message) once it is not "thinking" any more. Rejects for a modal, or when it was deleted. */
  reply(timeoutMs = PATIENCE_MS): Promise<SeenMessage> {
    return this.#wait("a reply", timeoutMs, () => {
      this.#requireAlive();
      if (this.#record.acknowledgement?.type === MODAL)
        throw new Error(`${this.#name}: answered with a modal`);
      const own = this.#entries.filter(({ kind }) => kind === "reply");
      const { message } = own.at(-1) ?? this.#entries.at(-1) ?? {};
      if (message?.deleted) throw new Error(`${this.#name}: the reply was deleted`);
      if (!message || message.thinking) return undefined;
      this.#cursor = this.#entries.length;
      return message;
    });
  }

  /** The next change after what `reply` or `next` gave last: an edit of the reply, or a follow-up. */
  next(timeoutMs = PATIENCE_MS): Promise<SeenMessage> {
    return this.#wait("a change", timeoutMs, () => {
      this.#requireAlive();
      while (this.#entries[this.#cursor]?.message.thinking) this.#cursor += 1;
      const entry = this.#entries[this.#cursor];
      if (entry) this.#cursor += 1;
      return entry?.message;
    });
  }

  /** The first state, past or coming, of the reply or a follow-up that satisfies `predicate`. */
  until(predicate: (message: SeenMessage) => boolean, timeoutMs = PATIENCE_MS): Promise<SeenMessage> {
    return this.#wait("what was asked for", timeoutMs, () => {
      this.#requireAlive();
      return this.#entries.find(({ message }) => predicate(message))?.message;
    });
  }

  /** The modal the bot answered with. */
  async modal(timeoutMs = PATIENCE_MS): Promise<OpenModal> {
    const { type } = await this.acknowledged(timeoutMs);
    const data = this.#record.modal;
    if (!data) throw new Error(`${this.#name}: answered with type ${type}, not with a modal`);
    return { data, title: String(data["title"]), customId: String(data["custom_id"]), record: this.#record };
  }

  /** The choices the bot answered an autocomplete with. */
  async choices(timeoutMs = PATIENCE_MS): Promise<Raw[]> {
    await this.acknowledged(timeoutMs);
    return this.#record.choices ?? [];
  }

  #notice(change: Change): void {
    if (change.type !== "message") return;
    const { message, what } = change;
    const isMine = message.interactionId === this.#record.id;
    const known = this.#entries.find((entry) => entry.message.id === message.id);
    if (known) this.#entries.push({ kind: known.kind, message });
    else if (isMine && what === "created") {
      this.#entries.push({ kind: this.#record.state === "waiting" ? "reply" : "followUp", message });
    } else if (this.#record.original?.id === message.id) this.#entries.push({ kind: "reply", message });
  }

  #requireAlive(): void {
    if (this.#record.state === "expired") throw new Error(`${this.#name}: the bot did not respond in time`);
  }

  #wait<T>(what: string, timeoutMs: number, check: () => T | undefined): Promise<T> {
    const onTimeout = (): string =>
      `${this.#name}: waited ${timeoutMs} ms for ${what}; seen: ${this.#summary() || "nothing"}`;
    return this.#changes.until(check, { timeoutMs, onTimeout });
  }

  #summary(): string {
    const { acknowledgement } = this.#record;
    const first = acknowledgement ? [`acknowledged with type ${acknowledgement.type}`] : [];
    const rest = this.#entries.map(({ kind, message }) => {
      const text = message.deleted ? "deleted" : message.thinking ? "thinking" : told(message);
      return `${kind}: ${text}`;
    });
    return [...first, ...rest].join(" | ");
  }
}

const TOLD_CHARACTERS = 200;

function told({ content, embeds, components }: SeenMessage): string {
  const whole = [content, embeds.length > 0 && JSON.stringify(embeds), components.length > 0 && "components"];
  return whole.filter(Boolean).join(" ").slice(0, TOLD_CHARACTERS);
}
