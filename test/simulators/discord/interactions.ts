/** The life of interactions: sent, acknowledged within 3 s, good for 15 min. docs interactions/receiving-and-responding */
import { randomBytes } from "node:crypto";
import { InteractionType } from "discord-api-types/v10";
import { refuse } from "./api-error.ts";
import type { Changes } from "./changes.ts";
import type { Publish } from "./gateway-event.ts";
import { interactionJSON } from "./interaction-payload.ts";
import type { InteractionInit, InteractionRecord } from "./interaction.ts";
import type { Messages } from "./messages.ts";
import { rawOf, type Raw } from "./raw.ts";
import type { SimClock } from "./sim-clock.ts";
import type { World } from "./world.ts";

export const ACKNOWLEDGE_WITHIN_MS = 3_000;
export const TOKEN_LIVES_MS = 15 * 60_000;

export interface InteractionsInit {
  world: World;
  messages: Messages;
  changes: Changes;
  clock: SimClock;
  publish: Publish;
  nextId: () => string;
}

export class Interactions {
  readonly #init: InteractionsInit;
  readonly #byId = new Map<string, InteractionRecord>();
  readonly #byToken = new Map<string, InteractionRecord>();

  constructor(init: InteractionsInit) {
    this.#init = init;
  }

  /** Sends it to the bot. `raw` overrides fields of the payload as they go over the wire. */
  open(init: InteractionInit, raw: Raw = {}): InteractionRecord {
    const { clock, nextId, publish, world, messages } = this.#init;
    const record: InteractionRecord = {
      ...init,
      id: nextId(),
      token: randomBytes(64).toString("base64url"),
      createdAt: clock.now(),
      state: "waiting",
      acknowledgement: undefined,
      original: undefined,
      followUps: [],
      modal: undefined,
      choices: undefined,
    };
    this.#byId.set(record.id, record);
    this.#byToken.set(record.token, record);
    clock.after(clock.deadline(ACKNOWLEDGE_WITHIN_MS), () => {
      this.#expire(record);
    });
    this.#init.changes.emit({ type: "interaction", what: "sent", id: record.id });
    const payload = { ...interactionJSON(record, world, messages), ...raw };
    publish({ t: "INTERACTION_CREATE", build: () => payload });
    return record;
  }

  /** One that waits for its acknowledgement. @throws {ApiError} 10062 or 40060 */
  waiting(id: string, token: string): InteractionRecord {
    const record = this.#byId.get(id);
    if (record?.token !== token || record.state === "expired") throw refuse("unknownInteraction");
    if (record.state === "acknowledged") throw refuse("alreadyAcknowledged");
    return record;
  }

  acknowledge(record: InteractionRecord, type: number, ephemeral: boolean): void {
    record.state = "acknowledged";
    record.acknowledgement = { type, afterMs: this.#init.clock.now() - record.createdAt, ephemeral };
    this.#init.changes.emit({ type: "interaction", what: "acknowledged", id: record.id });
  }

  /** One whose token is good for follow-ups. @throws {ApiError} 10015 or 50027 */
  answered(applicationId: string, token: string): InteractionRecord {
    const record = this.#byToken.get(token);
    const isKnown = record !== undefined && applicationId === this.#init.world.applicationId;
    if (!isKnown || record.state !== "acknowledged") throw refuse("unknownWebhook");
    if (record.type === InteractionType.ApplicationCommandAutocomplete) throw refuse("unknownWebhook");
    const age = this.#init.clock.now() - record.createdAt;
    if (age > this.#init.clock.deadline(TOKEN_LIVES_MS)) throw refuse("invalidWebhookToken");
    return record;
  }

  get(id: string): InteractionRecord | undefined {
    return this.#byId.get(id);
  }

  /** Makes the tokens of all interactions so far old. */
  expireTokens(): void {
    for (const record of this.#byId.values()) {
      record.createdAt -= this.#init.clock.deadline(TOKEN_LIVES_MS) + 1;
      this.#expire(record);
    }
  }

  #expire(record: InteractionRecord): void {
    if (record.state !== "waiting") return;
    record.state = "expired";
    this.#init.changes.emit({ type: "interaction", what: "expired", id: record.id });
  }
}

/** The `data` of a callback body. */
export function dataOf(body: Raw): Raw {
  return rawOf(body["data"]);
}
