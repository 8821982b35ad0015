/** What the bot may answer to an interaction, and what becomes of it: callbacks, edits of the reply, follow-ups. */
import { InteractionResponseType, InteractionType, MessageFlags, MessageType } from "discord-api-types/v10";
import { refuse } from "./api-error.ts";
import { checkChoice } from "./command-limits.ts";
import { FormErrors } from "./form-errors.ts";
import { metadataOf, type InteractionRecord } from "./interaction.ts";
import { dataOf, type Interactions } from "./interactions.ts";
import { FLAGS } from "./message-limits.ts";
import type { MessageOrigin, MessageRecord } from "./message-record.ts";
import { askedFlags, type FilePart, type MessageWriter } from "./message-writer.ts";
import type { Messages } from "./messages.ts";
import { checkModal } from "./modal-limits.ts";
import { numbers } from "./numbers.ts";
import { numberOf, rawsOf, type Raw } from "./raw.ts";
import type { User } from "./user.ts";

const R = numbers(InteractionResponseType);
const I = numbers(InteractionType);
const COMMAND_ANSWERS: readonly number[] = [
  R.ChannelMessageWithSource,
  R.DeferredChannelMessageWithSource,
  R.Modal,
];
const COMPONENT_ANSWERS: readonly number[] = [...COMMAND_ANSWERS, R.DeferredMessageUpdate, R.UpdateMessage];
const USER_INSTALL_FOLLOW_UPS = 5;

export interface Sent {
  body: Raw;
  files: readonly FilePart[];
}

export interface ResponderInit {
  interactions: Interactions;
  messages: Messages;
  writer: MessageWriter;
  bot: User;
}

export class Responder {
  readonly #init: ResponderInit;

  constructor(init: ResponderInit) {
    this.#init = init;
  }

  /** The first response. @throws {ApiError} 10062, 40060, 50035, 50006 */
  respond(record: InteractionRecord, sent: Sent): void {
    const type = numberOf(sent.body["type"]);
    checkType(type, record);
    const inner = { body: dataOf(sent.body), files: sent.files };
    switch (type) {
      case R.ApplicationCommandAutocompleteResult:
        record.choices = checkedChoices(record, inner.body);
        break;
      case R.Modal:
        checkModal(inner.body);
        record.modal = inner.body;
        break;
      case R.DeferredMessageUpdate:
        record.original = record.source;
        break;
      case R.UpdateMessage:
        record.original = record.source;
        this.#editOriginal(record, inner);
        break;
      default:
        record.original = this.#firstMessage(record, inner, type === R.DeferredChannelMessageWithSource);
    }
    const isFresh = type === R.ChannelMessageWithSource || type === R.DeferredChannelMessageWithSource;
    const ephemeral = isFresh && (askedFlags(inner.body) & MessageFlags.Ephemeral) !== 0;
    this.#init.interactions.acknowledge(record, type, ephemeral);
  }

  /** `@original` or the id of one of its messages. @throws {ApiError} 10008 */
  message(record: InteractionRecord, id: string): MessageRecord {
    const mine = [record.original, ...record.followUps];
    const found = id === "@original" ? record.original : mine.find((message) => message?.id === id);
    if (!found || found.deleted) throw refuse("unknownMessage");
    return found;
  }

  edit(record: InteractionRecord, id: string, { body, files }: Sent): MessageRecord {
    const existing = this.message(record, id);
    const channelId = existing.channel.id;
    const change = this.#init.writer.write({ channelId, body, files, existing, mayFlag: FLAGS.edit });
    this.#init.messages.edit(existing, change);
    return existing;
  }

  /** The first follow-up to a deferred reply is that reply. @throws {ApiError} 50035, 50006, 40094 */
  followUp(record: InteractionRecord, { body, files }: Sent): MessageRecord {
    const { original } = record;
    if (original && !original.deleted && (original.flags & MessageFlags.Loading) !== 0) {
      const flags = numberOf(body["flags"]) & ~MessageFlags.Ephemeral;
      return this.edit(record, "@original", { body: { ...body, flags }, files });
    }
    const userInstalled = record.guild?.hasBot === false;
    if (userInstalled && record.followUps.length >= USER_INSTALL_FOLLOW_UPS) throw refuse("tooManyFollowUps");
    const channelId = record.channel.id;
    const written = this.#init.writer.write({ channelId, body, files, mayFlag: FLAGS.response });
    const { channel } = record;
    const message = this.#init.messages.send({
      ...written,
      channel,
      author: this.#init.bot,
      origin: originOf(record),
    });
    record.followUps.push(message);
    return message;
  }

  #editOriginal(record: InteractionRecord, { body, files }: Sent): void {
    const existing = record.source;
    if (!existing) throw refuse("unknownMessage");
    if (Object.keys(body).length + files.length === 0) return;
    const channelId = existing.channel.id;
    const change = this.#init.writer.write({ channelId, body, files, existing, mayFlag: FLAGS.edit });
    this.#init.messages.edit(existing, change);
  }

  #firstMessage(record: InteractionRecord, { body, files }: Sent, deferred: boolean): MessageRecord {
    const base = {
      channel: record.channel,
      author: this.#init.bot,
      origin: originOf(record),
      type:
        record.type === InteractionType.ApplicationCommand
          ? MessageType.ChatInputCommand
          : MessageType.Default,
    };
    if (deferred) {
      const flags = askedFlags(body);
      if ((flags & ~FLAGS.defer) !== 0)
        fail(["data", "flags"], `flags ${flags & ~FLAGS.defer} cannot be set on a deferral`);
      return this.#init.messages.send({ ...base, flags: flags | MessageFlags.Loading });
    }
    const written = this.#init.writer.write({
      channelId: record.channel.id,
      body,
      files,
      mayFlag: FLAGS.response,
    });
    return this.#init.messages.send({ ...base, ...written });
  }
}

/** Ephemeral messages are for the person who caused the interaction. */
function originOf(record: InteractionRecord): MessageOrigin {
  return { interactionId: record.id, metadata: metadataOf(record), reader: record.user.id };
}

/** Commands: 4, 5, 9. Components: also 6, 7. Modals: 4, 5, and 6, 7 when opened from a message. Autocomplete: 8. */
function checkType(type: number, { type: interaction, source }: InteractionRecord): void {
  const kind: number = interaction;
  const allowed =
    kind === I.ApplicationCommandAutocomplete
      ? [R.ApplicationCommandAutocompleteResult]
      : kind === I.ApplicationCommand
        ? COMMAND_ANSWERS
        : kind === I.MessageComponent
          ? COMPONENT_ANSWERS
          : COMPONENT_ANSWERS.filter(
              (answer) => answer !== R.Modal && (source !== undefined || answer < R.DeferredMessageUpdate),
            );
  if (!allowed.includes(type))
    fail(["type"], `callback type ${type} is not an answer to interaction type ${kind}`);
}

function checkedChoices(record: InteractionRecord, data: Raw): Raw[] {
  const errors = new FormErrors();
  const choices = rawsOf(data["choices"]);
  const type = focusedType(record.data);
  if (!Array.isArray(data["choices"]))
    errors.add(["data", "choices"], "BASE_TYPE_REQUIRED", "This field is required");
  errors.count(["data", "choices"], choices.length, 0, 25);
  choices.forEach((choice, index) => {
    checkChoice(choice, type, { at: ["data", "choices", index], errors });
  });
  errors.throwIfAny();
  return choices;
}

/** The type of the option a person is typing into. */
function focusedType(data: Raw): number {
  const options = rawsOf(data["options"]);
  const focused = options.find((option) => option["focused"] === true);
  if (focused) return numberOf(focused["type"]);
  return options[0] ? focusedType(options[0]) : 0;
}

function fail(path: (string | number)[], message: string): never {
  const errors = new FormErrors();
  errors.add(path, "BASE_TYPE_CHOICES", message);
  errors.throwIfAny();
  throw new Error("unreachable");
}
