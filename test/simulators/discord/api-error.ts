/** What Discord's REST API refuses with: a status, a numeric code, a sentence, and for bodies a tree of field errors. */
import type { Raw } from "./raw.ts";

export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: Raw | undefined;

  constructor(status: number, code: number, message: string, errors?: Raw) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  get body(): Raw {
    return { message: this.message, code: this.code, ...(this.errors && { errors: this.errors }) };
  }
}

/** Too many requests of one kind. `code` is 0 for buckets, 30046 and the like for limits inside a bucket. */
export class RateLimited extends Error {
  readonly retryAfterMs: number;
  readonly scope: "user" | "shared" | "global";
  readonly code: number;

  constructor(retryAfterMs: number, scope: "user" | "shared" | "global" = "user", code = 0) {
    super("You are being rate limited.");
    this.name = "RateLimited";
    this.retryAfterMs = retryAfterMs;
    this.scope = scope;
    this.code = code;
  }
}

/** Numbers and sentences of docs topics/opcodes-and-status-codes. */
const REFUSALS = {
  unauthorized: [401, 0, "401: Unauthorized"],
  notFound: [404, 0, "404: Not Found"],
  unknownApplication: [404, 10002, "Unknown Application"],
  unknownChannel: [404, 10003, "Unknown Channel"],
  unknownGuild: [404, 10004, "Unknown Guild"],
  unknownMember: [404, 10007, "Unknown Member"],
  unknownMessage: [404, 10008, "Unknown Message"],
  unknownUser: [404, 10013, "Unknown User"],
  unknownWebhook: [404, 10015, "Unknown Webhook"],
  unknownInteraction: [404, 10062, "Unknown interaction"],
  unknownCommand: [404, 10063, "Unknown application command"],
  tooManyPins: [400, 30003, "Maximum number of pins reached (50)"],
  requestTooLarge: [413, 40005, "Request entity too large"],
  alreadyAcknowledged: [400, 40060, "Interaction has already been acknowledged."],
  tooManyFollowUps: [400, 40094, "The maximum number of follow up messages has been reached"],
  missingAccess: [403, 50001, "Missing Access"],
  notYourMessage: [403, 50005, "Cannot edit a message authored by another user"],
  emptyMessage: [400, 50006, "Cannot send an empty message"],
  missingPermissions: [403, 50013, "Missing Permissions"],
  systemMessage: [403, 50021, "Cannot execute action on a system message"],
  wrongChannelType: [400, 50024, "Cannot execute action on this channel type"],
  invalidWebhookToken: [401, 50027, "Invalid Webhook Token"],
  fileTooLarge: [400, 50045, "File uploaded exceeds the maximum size"],
  archivedThread: [400, 50083, "Thread is archived"],
  badJson: [400, 50109, "The request body contains invalid JSON."],
  noHistory: [403, 160002, "Cannot reply without permission to read message history"],
  threadExists: [400, 160004, "A thread has already been created for this message"],
  autoModerated: [400, 200000, "Message was blocked by automatic moderation"],
} as const satisfies Record<string, readonly [number, number, string]>;

export type Refusal = keyof typeof REFUSALS;

export function refuse(refusal: Refusal): ApiError {
  const [status, code, message] = REFUSALS[refusal];
  return new ApiError(status, code, message);
}
