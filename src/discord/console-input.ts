/** What people write in a console channel: a command for the console where that is wanted, with all the checks of `/cmd`. */
import { DiscordAPIError, PermissionFlagsBits, Routes, type Client, type REST } from "discord.js";
import type { FleetServer } from "../fleet/server.ts";
import type { Reply } from "../reply.ts";
import type { Standing } from "./access.ts";
import { accessRefusal } from "./authorise.ts";
import type { CatalogueEntry } from "./catalogue.ts";
import { hintFor, wayOf, type ConsoleInputMode, type Written } from "./console-wish.ts";
import { limits } from "./limits.ts";
import type { Use } from "./look-up.ts";
import { recordRefusal, secretsOf } from "./recorder.ts";
import { render } from "./render.ts";
import { runCommand, type Asked, type RunParts } from "./run-command.ts";

export interface ConsoleInputParts extends RunParts {
  mode: ConsoleInputMode;
  channels: {
    serversIn: (channelId: string) => readonly FleetServer[];
    /** Somebody else spoke here. */
    cut: (channelId: string) => void;
  };
  client: () => Client;
  time: { now(): number };
  rest: Pick<REST, "post" | "patch">;
}

/** Gives what is to be done with each message of the guild. It never rejects. */
export function createConsoleInput(parts: ConsoleInputParts): (message: Written) => Promise<void> {
  const told = new Set<string>();
  return async (message) => {
    try {
      await hear(message, parts, told);
    } catch (error) {
      parts.log.error({ err: error, message: message.id }, "a message in a console channel was not served");
    }
  };
}

async function hear(message: Written, parts: ConsoleInputParts, told: Set<string>): Promise<void> {
  const ownId = parts.client().user?.id;
  // Our own answers to slash commands stand between the lines like anybody's words; the lines themselves do not.
  const isRelayed = message.author.id === ownId && message.interaction_metadata === undefined;
  if (isRelayed) return;
  const servers = parts.channels.serversIn(message.channel_id);
  if (servers.length === 0) return;
  parts.channels.cut(message.channel_id);
  if (message.author.bot || message.webhook_id !== undefined) return;
  if (message.guild_id === undefined || !parts.serves(message.guild_id)) return;
  const way = wayOf(message, parts.mode, ownId);
  const entry = parts.catalogue.find("cmd");
  if (way === undefined || !entry) return;
  await serve(message, { entry, servers, isReply: way === "reply" }, parts, told);
}

interface Wish {
  entry: CatalogueEntry;
  /** Those whose consoles stream into the channel: at least one. */
  servers: readonly FleetServer[];
  isReply: boolean;
}

async function serve(
  message: Written,
  { entry, servers, isReply }: Wish,
  parts: ConsoleInputParts,
  told: Set<string>,
): Promise<void> {
  const standing = standingOfWriter(message, parts.client());
  const asked = askedIn(message);
  const [server] = servers;
  const values = { command: message.content.trim(), server: server?.key };
  const use: Use = { entry, values, origin: "slash", inPlace: false };
  const refusal = accessRefusal(standing, use, parts);
  if (refusal !== undefined && isReply) {
    recordRefusal(parts.recorder, {
      actor: asked.actor,
      interactionId: asked.id,
      command: entry.path,
      server: servers.length === 1 ? server : undefined,
      values,
      secrets: secretsOf(entry.command),
    });
  }
  const sentence = refusal ?? hintFor(message, { consoles: servers.length, now: parts.time.now() });
  if (sentence !== undefined) {
    // Where everybody may chat, telling them each time that they cannot type here would be noise.
    const isChat = !isReply && (refusal !== undefined || servers.length > 1);
    if (isChat && told.has(message.author.id)) return;
    if (isChat) told.add(message.author.id);
    await post(message, { text: sentence }, parts);
    return;
  }
  const performed = await runCommand(asked, use, standing, parts);
  if ("question" in performed) return void (await post(message, { text: "Use `/cmd` for that." }, parts));
  await answer(message, performed.reply, parts);
}

/** What the console says stands in the channel anyway: only what it does not show is told. */
async function answer(message: Written, first: Reply, parts: ConsoleInputParts): Promise<void> {
  let reply = first;
  let shown = reply.outcome === "sent" ? undefined : await post(message, reply, parts);
  while (reply.next) {
    reply = await reply.next;
    if (shown === undefined) shown = await post(message, reply, parts);
    else {
      await parts.rest.patch(Routes.channelMessage(message.channel_id, shown), { body: bodyOf(reply) });
    }
  }
}

/** Replies need Read Message History (Discord docs, topics/opcodes-and-status-codes); other messages do not. */
const noHistory = 160_002;

/** Answers beneath the message that was written, once however often it is tried. @returns the id of the answer. */
async function post(
  message: Written,
  reply: Reply,
  { rest }: ConsoleInputParts,
): Promise<string | undefined> {
  const route = Routes.channelMessages(message.channel_id);
  const body = { ...bodyOf(reply), nonce: message.id, enforce_nonce: true };
  const reference = { message_id: message.id, fail_if_not_exists: false };
  const posted = await rest
    .post(route, { body: { ...body, message_reference: reference } })
    .catch((error: unknown) => {
      if (!(error instanceof DiscordAPIError) || error.code !== noHistory) throw error;
      return rest.post(route, { body });
    });
  return typeof posted === "object" && posted !== null && "id" in posted ? String(posted.id) : undefined;
}

function bodyOf(reply: Reply): object {
  // Buttons belong to whoever asks; here everybody reads along.
  const { content, embeds } = render({ ...reply, buttons: [], selects: [] }, () => "");
  return { content, embeds, allowed_mentions: { parse: [], replied_user: false } };
}

function askedIn(message: Written): Asked {
  const { author, member } = message;
  return {
    id: message.id,
    actor: {
      id: author.id,
      name: member?.nick ?? author.global_name ?? author.username,
      guildId: message.guild_id ?? "",
      channelId: message.channel_id,
    },
    maxFileBytes: limits.fileBytes,
  };
}

/** A message says its author's roles, but not what they permit: that is looked up in the guild. */
export function standingOfWriter(message: Written, client: Client): Standing {
  const roleIds = new Set(message.member?.roles);
  const guild = client.guilds.cache.get(message.guild_id ?? "");
  const isAdministrator =
    guild !== undefined &&
    (guild.ownerId === message.author.id ||
      [...roleIds, guild.id].some((id) =>
        guild.roles.cache.get(id)?.permissions.has(PermissionFlagsBits.Administrator),
      ));
  return { roleIds, isAdministrator, everyoneRoleId: message.guild_id ?? "" };
}
