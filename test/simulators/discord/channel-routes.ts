/** Routes for channels and threads themselves, and for typing in them. */
import { ChannelType, MessageType } from "discord-api-types/v10";
import { refuse } from "./api-error.ts";
import type { Backend } from "./backend.ts";
import type { SimChannel, ThreadState } from "./channel.ts";
import { FormErrors } from "./form-errors.ts";
import type { MessageRecord } from "./message-record.ts";
import { has } from "./permissions.ts";
import { numberOf, textOf, type Raw } from "./raw.ts";
import { NO_CONTENT, ok, type RestAnswer, type RestRequest, type Route } from "./route.ts";

const TEN_MINUTES_MS = 600_000;
const RENAMES = { limit: 2, windowMs: TEN_MINUTES_MS };
const ARCHIVE_AFTER = [60, 1_440, 4_320, 10_080];
const DAY_MINUTES = 1_440;

export function channelRoutes(backend: Backend): Route[] {
  const { world } = backend;
  const major = "channel";
  const channelOf = ({ params }: RestRequest): SimChannel => world.channelForBot(params["channel"] ?? "");
  return [
    {
      method: "GET",
      path: "/channels/:channel",
      major,
      handle: (request) => ok(channelOf(request).toJSON()),
    },
    {
      method: "PATCH",
      path: "/channels/:channel",
      major,
      budget: { name: "channel", limit: 10, windowMs: 15_000 },
      handle: (request) => patch(backend, request),
    },
    { method: "DELETE", path: "/channels/:channel", major, handle: (request) => remove(backend, request) },
    {
      method: "POST",
      path: "/channels/:channel/typing",
      major,
      handle: (request) => {
        const channel = world.channelForBot(request.params["channel"] ?? "", "SendMessages");
        backend.changes.emit({ type: "typing", channelId: channel.id });
        return NO_CONTENT;
      },
    },
    {
      method: "GET",
      path: "/channels/:channel/threads/archived/public",
      major,
      handle: (request) => ok(archivedThreads(backend, channelOf(request))),
    },
    {
      method: "POST",
      path: "/channels/:channel/threads",
      major,
      handle: (request) => startThread(backend, request),
    },
    {
      method: "POST",
      path: "/channels/:channel/messages/:message/threads",
      major,
      handle: (request) => startThread(backend, request),
    },
    ...["PUT", "DELETE"].map((method) => ({
      method,
      path: "/channels/:channel/thread-members/:user",
      major,
      handle: (request: RestRequest) => {
        if (!channelOf(request).isThread) throw refuse("wrongChannelType");
        return NO_CONTENT;
      },
    })),
  ];
}

function patch(backend: Backend, { params, body }: RestRequest): RestAnswer {
  const { world, limits, changes } = backend;
  const channel = world.channelForBot(params["channel"] ?? "");
  requireManage(backend, channel, body);
  checkChannel(body);
  for (const key of ["name", "topic"]) {
    if (body[key] !== undefined) limits.takeHidden({ name: `channel ${key}`, ...RENAMES }, channel.id);
  }
  if (body["name"] !== undefined) channel.name = textOf(body["name"]);
  if (body["topic"] !== undefined) channel.topic = textOf(body["topic"]) || null;
  if (channel.thread) patchThread(channel.thread, body, backend.clock.now());
  channel.announce();
  changes.emit({ type: "channel", what: "updated", channelId: channel.id });
  return ok(channel.toJSON());
}

/** A thread's owner may archive and rename it; all else needs a permission. */
function requireManage({ world }: Backend, channel: SimChannel, body: Raw): void {
  const bits = world.botPermissions(channel);
  if (!channel.thread) {
    if (!has(bits, "ManageChannels")) throw refuse("missingPermissions");
    return;
  }
  const isOwner = channel.thread.ownerId === world.bot.id;
  if (!has(bits, "ManageThreads") && (!isOwner || body["locked"] === true))
    throw refuse("missingPermissions");
  const opens = body["archived"] === false || !channel.thread.archived;
  if (!opens) throw refuse("archivedThread");
}

function patchThread(thread: ThreadState, body: Raw, now: number): void {
  if (typeof body["locked"] === "boolean") thread.locked = body["locked"];
  if (typeof body["auto_archive_duration"] === "number")
    thread.autoArchiveMinutes = body["auto_archive_duration"];
  if (typeof body["archived"] !== "boolean" || body["archived"] === thread.archived) return;
  thread.archived = body["archived"];
  thread.archiveTimestamp = now;
}

function checkChannel(body: Raw): void {
  const errors = new FormErrors();
  errors.text(["name"], body["name"], { min: 1, max: 100 });
  errors.text(["topic"], body["topic"], { max: 1_024 });
  const duration = body["auto_archive_duration"];
  if (duration !== undefined && duration !== null && !ARCHIVE_AFTER.includes(numberOf(duration))) {
    errors.add(["auto_archive_duration"], "BASE_TYPE_CHOICES", `Must be one of ${ARCHIVE_AFTER.join(", ")}.`);
  }
  errors.throwIfAny();
}

function remove({ world, changes }: Backend, { params }: RestRequest): RestAnswer {
  const channel = world.channelForBot(params["channel"] ?? "");
  const need = channel.isThread ? "ManageThreads" : "ManageChannels";
  if (!has(world.botPermissions(channel), need)) throw refuse("missingPermissions");
  world.guildOf(channel)?.deleteChannel(channel.id);
  changes.emit({ type: "channel", what: "deleted", channelId: channel.id });
  return ok(channel.toJSON());
}

function startThread(backend: Backend, { params, body }: RestRequest): RestAnswer {
  const { world, messages, changes, clock } = backend;
  const parent = world.channelForBot(params["channel"] ?? "");
  const guild = world.guildOf(parent);
  if (!guild || parent.isThread) throw refuse("wrongChannelType");
  const errors = new FormErrors();
  errors.text(["name"], body["name"], { min: 1, max: 100, required: true });
  errors.throwIfAny();
  checkChannel(body);
  const source = params["message"] === undefined ? undefined : messages.get(params["message"], parent);
  if (source?.threadId !== undefined) throw refuse("threadExists");
  const type = threadType(source, body);
  const need = type === ChannelType.PrivateThread ? "CreatePrivateThreads" : "CreatePublicThreads";
  if (!has(world.botPermissions(parent), need)) throw refuse("missingPermissions");
  const name = textOf(body["name"]);
  const thread = freshThread(world.bot.id, body, clock.now());
  const channel = guild.addThread({
    ...(source && { id: source.id }),
    name,
    type,
    parentId: parent.id,
    thread,
  });
  if (source) messages.setThread(source, channel.id);
  else if (type === ChannelType.PublicThread) announceThread(backend, parent, channel);
  changes.emit({ type: "channel", what: "created", channelId: channel.id });
  return { status: 201, body: channel.toJSON() };
}

/** Latest archived first. */
function archivedThreads({ world }: Backend, parent: SimChannel): unknown {
  const threads = [...(world.guildOf(parent)?.channels.values() ?? [])]
    .filter(({ parentId, thread }) => parentId === parent.id && thread?.archived === true)
    .sort((a, b) => (b.thread?.archiveTimestamp ?? 0) - (a.thread?.archiveTimestamp ?? 0));
  return { threads: threads.map((thread) => thread.toJSON()), members: [], has_more: false };
}

/** Without a message the default is a private thread. */
function threadType(source: MessageRecord | undefined, body: Raw): ChannelType {
  if (source) return ChannelType.PublicThread;
  return numberOf(body["type"], ChannelType.PrivateThread);
}

function freshThread(ownerId: string, body: Raw, now: number): ThreadState {
  return {
    ownerId,
    archived: false,
    locked: false,
    autoArchiveMinutes: numberOf(body["auto_archive_duration"], DAY_MINUTES),
    archiveTimestamp: now,
    createdAt: now,
    invitable: body["invitable"] !== false,
  };
}

function announceThread({ messages, world }: Backend, channel: SimChannel, thread: SimChannel): void {
  messages.send({
    channel,
    author: world.bot,
    type: MessageType.ThreadCreated,
    threadId: thread.id,
    content: thread.name,
    allowedMentions: { parse: [] },
  });
}
