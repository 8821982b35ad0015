/** What a page's person does, done through the simulator's people: the same checks as Discord's client, the same events. */
import { randomUUID } from "node:crypto";
import type { DiscordSimulator } from "../simulators/discord/discord-simulator.ts";
import type { Person } from "../simulators/discord/person.ts";
import type { OpenModal, Use } from "../simulators/discord/use.ts";
import type { FileOption } from "../simulators/discord/command-call.ts";
import type { Board } from "./board.ts";
import type { Action, FieldValue, OptionValue, ShownModal, UploadRef } from "./protocol.ts";
import type { Uploads } from "./uploads.ts";

const MODAL = 9;

type PersonAction = Exclude<Action, { do: "be" | "verb" | "older" }>;

export class PersonActions {
  readonly #discord: DiscordSimulator;
  readonly #board: Board;
  readonly #uploads: Uploads;
  /** Modals that are before this page's person, by handle. */
  readonly #modals = new Map<string, OpenModal>();

  constructor(discord: DiscordSimulator, board: Board, uploads: Uploads) {
    this.#discord = discord;
    this.#board = board;
    this.#uploads = uploads;
  }

  /** Resolves when the bot has acknowledged it. Rejects with a sentence for the person. */
  async perform(userName: string, action: PersonAction): Promise<unknown> {
    const person = this.#discord.person(userName, { in: action.channelId });
    switch (action.do) {
      case "say": {
        const { channelId, text, replyTo, files = [] } = action;
        await person.say(channelId, text, {
          ...(replyTo !== undefined && { replyTo: { id: replyTo } }),
          files: files.map(({ upload }) => this.#uploads.get(upload)),
        });
        return undefined;
      }
      case "erase":
        person.erase({ id: action.messageId });
        return undefined;
      case "complete":
        return await person.autocomplete(action.path, action.options, action.focused);
      case "slash": {
        const use = await person.slash(action.path, this.#withFiles(action.options));
        return await this.#answered(use, person, action.path);
      }
      case "click":
        return await this.#answered(
          await person.click({ id: action.messageId }, action.customId),
          person,
          "a button",
        );
      case "select":
        return await this.#answered(
          await person.select({ id: action.messageId }, action.customId, action.values),
          person,
          "a menu",
        );
      case "submit":
        return await this.#submit(person, action);
    }
  }

  async #submit(person: Person, { modal, fields }: Extract<Action, { do: "submit" }>): Promise<unknown> {
    const open = this.#modals.get(modal);
    if (!open) throw new Error("That form is no longer open: run the command again.");
    const filled = Object.entries(fields).map(([name, value]) => [name, this.#fieldValue(value)] as const);
    const use = await person.submit(open, Object.fromEntries(filled));
    this.#modals.delete(modal);
    return await this.#answered(use, person, open.title);
  }

  async #answered(use: Use, person: Person, what: string): Promise<ShownModal | undefined> {
    this.#board.noteUse(use.id, { userId: person.id, what });
    const { type } = await use.acknowledged();
    if (type !== MODAL) return undefined;
    const modal = await use.modal();
    const handle = randomUUID();
    this.#modals.set(handle, modal);
    return { modal: { handle, data: modal.data } };
  }

  #withFiles(options: Record<string, OptionValue>): Record<string, string | number | boolean | FileOption> {
    return Object.fromEntries(
      Object.entries(options).map(([name, value]) => [
        name,
        typeof value === "object" ? this.#uploads.get(value.upload) : value,
      ]),
    );
  }

  #fieldValue(value: FieldValue): string | boolean | readonly string[] | readonly FileOption[] {
    if (!Array.isArray(value)) return value;
    const isUpload = (item: string | UploadRef): item is UploadRef => typeof item === "object";
    const uploads = value.filter(isUpload);
    if (uploads.length > 0) return uploads.map(({ upload }) => this.#uploads.get(upload));
    return value.filter((item) => typeof item === "string");
  }
}
