/** Routes for messages in channels: send, edit, delete, read. */
import { refuse } from "./api-error.ts";
import type { Backend } from "./backend.ts";
import type { SimChannel } from "./channel.ts";
import { FLAGS } from "./message-limits.ts";
import { isEphemeral, type MessageRecord } from "./message-record.ts";
import { nonceOf } from "./message-writer.ts";
import { has, type PermissionName } from "./permissions.ts";
import { pinRoutes } from "./pin-routes.ts";
import { numberOf, rawOf, textOf } from "./raw.ts";
import { NO_CONTENT, ok, type RestAnswer, type RestRequest, type Route } from "./route.ts";

const HOUR_MS = 3_600_000;
const NONCE_COUNTS_MS = 5 * 60_000;
const PER_CHANNEL = { limit: 5, windowMs: 5_000 };
const OLD_EDITS = { name: "old edits", limit: 3, windowMs: 6_000 };
const OLD_EDITS_CODE = 30_046;

const LIST = "/channels/:channel/messages";
const ONE = "/channels/:channel/messages/:message";

export function messageRoutes(backend: Backend): Route[] {
  const major = "channel";
  const json = (record: MessageRecord): RestAnswer =>
    ok(backend.messages.json(record, backend.portalIntents()));
  return [
    // Before the routes of one message: "pins" is no message id.
    ...pinRoutes(backend),
    {
      method: "POST",
      path: LIST,
      major,
      budget: { name: "send", ...PER_CHANNEL },
      handle: (request) => json(send(backend, request)),
    },
    { method: "GET", path: LIST, major, handle: (request) => ok(list(backend, request)) },
    { method: "GET", path: ONE, major, handle: (request) => json(read(backend, request)) },
    {
      method: "PATCH",
      path: ONE,
      major,
      budget: { name: "edit", ...PER_CHANNEL },
      handle: (request) => json(edit(backend, request)),
    },
    {
      method: "DELETE",
      path: ONE,
      major,
      budget: { name: "delete", limit: 5, windowMs: 1_000 },
      handle: (request) => remove(backend, request),
    },
  ];
}

function send(backend: Backend, request: RestRequest): MessageRecord {
  const { body, files, params } = request;
  const channel = writable(backend, params["channel"] ?? "", request);
  const repeated = repeatedNonce(backend, channel, request);
  if (repeated) return repeated;
  const replyTo = replyTarget(backend, channel, request);
  const written = backend.writer.write({ channelId: channel.id, body, files, mayFlag: FLAGS.channel });
  return backend.messages.send({
    ...written,
    channel,
    author: backend.world.bot,
    replyTo,
    nonce: nonceOf(body),
  });
}

/** With `enforce_nonce` a nonce seen in the last minutes gives the message it made then. */
function repeatedNonce(
  backend: Backend,
  channel: SimChannel,
  { body }: RestRequest,
): MessageRecord | undefined {
  const nonce = nonceOf(body);
  if (body["enforce_nonce"] !== true || nonce === undefined) return undefined;
  const since = backend.clock.now() - NONCE_COUNTS_MS;
  return backend.messages
    .in(channel)
    .find((record) => record.nonce === nonce && record.author.bot && record.createdAt > since);
}

function replyTarget(backend: Backend, channel: SimChannel, { body }: RestRequest): string | undefined {
  const reference = rawOf(body["message_reference"]);
  const id = textOf(reference["message_id"]);
  const isReply = numberOf(reference["type"]) === 0;
  if (!id || !isReply) return undefined;
  if (!has(backend.world.botPermissions(channel), "ReadMessageHistory")) throw refuse("noHistory");
  const target = backend.messages.find(id);
  if (target && !target.deleted && target.channel === channel) return id;
  if (reference["fail_if_not_exists"] === false) return undefined;
  throw refuse("unknownMessage");
}

/** A channel the bot may send this to. @throws {ApiError} 10003, 50001, 50013, 50083 */
function writable(backend: Backend, id: string, { body, files }: RestRequest): SimChannel {
  const known = backend.world.findChannel(id);
  const needs: PermissionName[] = [known?.isThread ? "SendMessagesInThreads" : "SendMessages"];
  if (files.length > 0) needs.push("AttachFiles");
  if (Array.isArray(body["embeds"]) && body["embeds"].length > 0) needs.push("EmbedLinks");
  const channel = backend.world.channelForBot(id, ...needs);
  unarchive(backend, channel);
  return channel;
}

/** Sending to an archived thread opens it again; to a locked one it fails. */
function unarchive({ world, changes }: Backend, channel: SimChannel): void {
  if (!channel.thread?.archived) return;
  const mayManage = has(world.botPermissions(channel), "ManageThreads");
  if (channel.thread.locked && !mayManage) throw refuse("archivedThread");
  channel.reopen();
  changes.emit({ type: "channel", what: "updated", channelId: channel.id });
}

function edit(backend: Backend, { params, body, files }: RestRequest): MessageRecord {
  const channel = backend.world.channelForBot(params["channel"] ?? "");
  const existing = backend.messages.get(params["message"] ?? "", channel);
  if (existing.author !== backend.world.bot) throw refuse("notYourMessage");
  if (isEphemeral(existing)) throw refuse("unknownMessage");
  if (channel.thread?.archived) throw refuse("archivedThread");
  const { clock } = backend;
  if (clock.now() - existing.createdAt > clock.deadline(HOUR_MS)) {
    backend.limits.takeHidden(OLD_EDITS, channel.id, OLD_EDITS_CODE);
  }
  const change = backend.writer.write({ channelId: channel.id, body, files, existing, mayFlag: FLAGS.edit });
  backend.messages.edit(existing, change);
  return existing;
}

function remove(backend: Backend, { params }: RestRequest): RestAnswer {
  const channel = backend.world.channelForBot(params["channel"] ?? "");
  const record = backend.messages.get(params["message"] ?? "", channel);
  if (isEphemeral(record)) throw refuse("unknownMessage");
  const isOwn = record.author === backend.world.bot;
  if (!isOwn && !has(backend.world.botPermissions(channel), "ManageMessages"))
    throw refuse("missingPermissions");
  backend.messages.delete(record);
  return NO_CONTENT;
}

function read(backend: Backend, { params }: RestRequest): MessageRecord {
  const channel = backend.world.channelForBot(params["channel"] ?? "", "ReadMessageHistory");
  const record = backend.messages.get(params["message"] ?? "", channel);
  if (isEphemeral(record)) throw refuse("unknownMessage");
  return record;
}

/** Newest first. Without ReadMessageHistory the list is empty. */
function list(backend: Backend, { params, query }: RestRequest): unknown[] {
  const channel = backend.world.channelForBot(params["channel"] ?? "");
  if (!has(backend.world.botPermissions(channel), "ReadMessageHistory")) return [];
  const limit = Math.min(100, Math.max(1, Number(query.get("limit") ?? 50)));
  const chosen = page(backend.messages.in(channel), query, limit);
  return chosen.toReversed().map((record) => backend.messages.json(record, backend.portalIntents()));
}

/** `records` and the result are oldest first. */
function page(records: MessageRecord[], query: URLSearchParams, limit: number): MessageRecord[] {
  const isBefore = (id: string) => (record: MessageRecord) => BigInt(record.id) < BigInt(id);
  const after = query.get("after");
  const before = query.get("before");
  const around = query.get("around");
  if (after) return records.filter((record) => BigInt(record.id) > BigInt(after)).slice(0, limit);
  if (before) return records.filter(isBefore(before)).slice(-limit);
  if (!around) return records.slice(-limit);
  const middle = records.filter(isBefore(around)).length;
  const start = Math.max(0, middle - Math.floor(limit / 2));
  return records.slice(start, start + limit);
}
