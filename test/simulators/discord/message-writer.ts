/** From a request's body and files to a checked message: the one way in for channel sends, replies, follow-ups and edits. */
import { MessageFlags, type APIAttachment } from "discord-api-types/v10";
import { refuse } from "./api-error.ts";
import type { Attachments, Upload } from "./attachments.ts";
import { checkMessage, listAfter } from "./message-limits.ts";
import type { MessageBody, MessageRecord } from "./message-record.ts";
import { isRaw, numberOf, rawsOf, textOf, type Raw } from "./raw.ts";

const MIB = 1024 * 1024;
export const MAX_FILE_BYTES = 10 * MIB;

/** A file of a multipart body: `files[n]` has index n. */
export interface FilePart extends Upload {
  index: number;
}

export interface Write {
  channelId: string;
  body: Raw;
  files: readonly FilePart[];
  /** Flags this route lets a bot set. */
  mayFlag: number;
  /** The message that is edited. */
  existing?: MessageRecord | undefined;
}

export class MessageWriter {
  readonly #attachments: Attachments;
  /** Content that AutoMod blocks. */
  blocked: RegExp | undefined;

  constructor(attachments: Attachments) {
    this.#attachments = attachments;
  }

  /** @throws {ApiError} 50035, 50006, 50045 or 200000 */
  write({ channelId, body, files, mayFlag, existing }: Write): MessageBody {
    if (files.some(({ data }) => data.length > MAX_FILE_BYTES)) throw refuse("fileTooLarge");
    const content = body["content"] === undefined ? (existing?.content ?? "") : textOf(body["content"]);
    const embeds = listAfter(body, "embeds", (existing?.embeds ?? []) as unknown as Raw[]);
    const components = listAfter(body, "components", existing?.components ?? []);
    const kept = keptAttachments(body, existing?.attachments ?? []);
    const names = [...kept.map(({ filename }) => filename), ...files.map((file) => nameOf(file, body))];
    const before = existing?.flags ?? 0;
    checkMessage({ body, content, embeds, components, files: names, before, mayFlag });
    if (this.blocked?.test(content)) throw refuse("autoModerated");
    const added = files.map((file) =>
      this.#attachments.add(channelId, {
        ...file,
        name: nameOf(file, body),
        description: descriptionOf(file, body),
      }),
    );
    return {
      content,
      embeds,
      components,
      attachments: [...kept, ...added],
      flags: flagsAfter(body, before),
      allowedMentions: isRaw(body["allowed_mentions"]) ? body["allowed_mentions"] : undefined,
    };
  }
}

/** An edit changes only SuppressEmbeds and adds IsComponentsV2; it also ends "thinking". */
function flagsAfter(body: Raw, before: number): number {
  const asked = body["flags"];
  const settled = before & ~MessageFlags.Loading;
  if (typeof asked !== "number") return settled;
  return (settled & ~MessageFlags.SuppressEmbeds) | asked;
}

/** Without an `attachments` list everything stays; with one, what it names. New files are named by their index. */
function keptAttachments(body: Raw, before: readonly APIAttachment[]): APIAttachment[] {
  const listed = body["attachments"];
  if (listed === undefined) return [...before];
  const ids = new Set(rawsOf(listed).map(({ id }) => textOf(id)));
  return before.filter(({ id }) => ids.has(id));
}

function partOf(file: FilePart, body: Raw): Raw | undefined {
  return rawsOf(body["attachments"]).find(({ id }) => textOf(id) === String(file.index));
}

function nameOf(file: FilePart, body: Raw): string {
  return textOf(partOf(file, body)?.["filename"]) || file.name;
}

function descriptionOf(file: FilePart, body: Raw): string | undefined {
  return textOf(partOf(file, body)?.["description"]) || undefined;
}

/** The nonce as sent, when there is one. */
export function nonceOf(body: Raw): string | number | undefined {
  const { nonce } = body;
  return typeof nonce === "string" || typeof nonce === "number" ? nonce : undefined;
}

/** The flags of a deferred or fresh response, without what only an edit may carry. */
export function askedFlags(body: Raw): number {
  return numberOf(body["flags"], 0);
}
