/** What a message body may hold: sizes, flags, and which fields exclude each other. */
import { MessageFlags } from "discord-api-types/v10";
import { refuse } from "./api-error.ts";
import { checkComponents } from "./component-limits.ts";
import { checkEmbeds } from "./embed-limits.ts";
import { FormErrors } from "./form-errors.ts";
import { isRaw, numberOf, rawsOf, textOf, type Raw } from "./raw.ts";

const MAX_CONTENT = 2_000;
const MAX_NONCE = 25;
const MAX_FILES = 10;
const { Ephemeral, IsComponentsV2, IsVoiceMessage, SuppressEmbeds, SuppressNotifications } = MessageFlags;

/** Which flags a bot may set where. */
export const FLAGS = {
  channel: SuppressEmbeds | SuppressNotifications | IsComponentsV2 | IsVoiceMessage,
  response: SuppressEmbeds | SuppressNotifications | IsComponentsV2 | Ephemeral,
  defer: Ephemeral,
  edit: SuppressEmbeds | IsComponentsV2,
} as const;

/** The message after the request, as far as its size goes, and what the request itself said. */
export interface MessageCheck {
  body: Raw;
  content: string;
  embeds: readonly Raw[];
  components: readonly Raw[];
  /** Names of all files the message will have. */
  files: readonly string[];
  /** Flags the message had before. */
  before: number;
  mayFlag: number;
}

/** @throws {ApiError} 50035 with a field tree, or 50006 when nothing would be left to see. */
export function checkMessage(check: MessageCheck): void {
  const errors = new FormErrors();
  const asked = numberOf(check.body["flags"], 0);
  const v2 = ((asked | check.before) & IsComponentsV2) !== 0;
  errors.text(["content"], check.body["content"], { max: MAX_CONTENT });
  checkFlags(check, asked, errors);
  checkNonce(check.body, errors);
  checkAllowedMentions(check.body["allowed_mentions"], errors);
  errors.count(["attachments"], check.files.length, 0, MAX_FILES);
  checkEmbeds(check.embeds, errors);
  checkComponents(check.components, { v2, files: check.files }, errors);
  if (v2) checkNoLegacyFields(check, errors);
  errors.throwIfAny();
  const { content, embeds, components, files } = check;
  const nothing = !content.trim() && embeds.length + components.length + files.length === 0;
  if (nothing || (v2 && components.length === 0)) throw refuse("emptyMessage");
}

function checkFlags({ body, before, mayFlag }: MessageCheck, asked: number, errors: FormErrors): void {
  if (body["flags"] === undefined || body["flags"] === null) return;
  if ((asked & ~mayFlag) !== 0) {
    errors.add(["flags"], "BASE_TYPE_CHOICES", `flags ${asked & ~mayFlag} cannot be set here`);
  }
  if ((before & IsComponentsV2) !== 0 && (asked & IsComponentsV2) === 0) {
    errors.add(["flags"], "MESSAGE_FLAG_NOT_REMOVABLE", "IsComponentsV2 cannot be taken off a message");
  }
}

function checkNoLegacyFields({ content, embeds, body }: MessageCheck, errors: FormErrors): void {
  const code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2";
  const message = "The field cannot be used when using MessageFlags.IS_COMPONENTS_V2";
  if (content) errors.add(["content"], code, message);
  if (embeds.length > 0) errors.add(["embeds"], code, message);
  if (body["poll"]) errors.add(["poll"], code, message);
}

function checkNonce(body: Raw, errors: FormErrors): void {
  const nonce = body["nonce"];
  if (nonce !== undefined && textOf(nonce).length > MAX_NONCE) {
    errors.add(["nonce"], "NONCE_TYPE_TOO_LONG", `Nonce must be ${MAX_NONCE} or fewer in length.`);
  }
  if (body["enforce_nonce"] === true && (nonce === undefined || nonce === null)) {
    errors.add(["nonce"], "BASE_TYPE_REQUIRED", "enforce_nonce needs a nonce");
  }
}

function checkAllowedMentions(allowed: unknown, errors: FormErrors): void {
  if (!isRaw(allowed)) return;
  const parse = Array.isArray(allowed["parse"]) ? allowed["parse"] : [];
  for (const kind of ["users", "roles"]) {
    const list = allowed[kind];
    if (!Array.isArray(list)) continue;
    errors.count(["allowed_mentions", kind], list.length, 0, 100);
    if (list.length > 0 && parse.includes(kind)) {
      const message = `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`;
      errors.add(["allowed_mentions"], "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message);
    }
  }
}

/** The list a body's field holds, or `before` when the field is absent. `null` empties it. */
export function listAfter(body: Raw, key: string, before: readonly Raw[]): Raw[] {
  return body[key] === undefined ? [...before] : rawsOf(body[key]);
}
