/** Routes whose authority is the interaction's token: the callback, `@original`, follow-ups. */
import type { Backend } from "./backend.ts";
import type { InteractionRecord } from "./interaction.ts";
import { isEphemeral, isThinking } from "./message-record.ts";
import type { Raw } from "./raw.ts";
import { NO_CONTENT, ok, type RestAnswer, type RestRequest, type Route } from "./route.ts";

/** Messages of an interaction are the bot's own: always readable. */
const OWN = 0;
const BY_TOKEN = { name: "webhook token", limit: 5, windowMs: 2_000 };

export function interactionRoutes(backend: Backend): Route[] {
  const { interactions, messages, responder } = backend;
  const record = ({ params }: RestRequest): InteractionRecord =>
    interactions.answered(params["application"] ?? "", params["token"] ?? "");
  const id = ({ params }: RestRequest): string => params["message"] ?? "";
  const hook = { byToken: true, budget: BY_TOKEN, major: "token" };
  const one = "/webhooks/:application/:token/messages/:message";
  return [
    {
      method: "POST",
      path: "/interactions/:id/:token/callback",
      byToken: true,
      handle: (request) => callback(backend, request),
    },
    {
      method: "POST",
      path: "/webhooks/:application/:token",
      ...hook,
      handle: (request) => ok(messages.json(responder.followUp(record(request), request), OWN)),
    },
    {
      method: "GET",
      path: one,
      ...hook,
      handle: (request) => ok(messages.json(responder.message(record(request), id(request)), OWN)),
    },
    {
      method: "PATCH",
      path: one,
      ...hook,
      handle: (request) => ok(messages.json(responder.edit(record(request), id(request), request), OWN)),
    },
    {
      method: "DELETE",
      path: one,
      ...hook,
      handle: (request) => {
        messages.delete(responder.message(record(request), id(request)));
        return NO_CONTENT;
      },
    },
  ];
}

function callback({ interactions, messages, responder }: Backend, request: RestRequest): RestAnswer {
  const record = interactions.waiting(request.params["id"] ?? "", request.params["token"] ?? "");
  responder.respond(record, request);
  if (request.query.get("with_response") !== "true") return NO_CONTENT;
  const type = record.acknowledgement?.type;
  const message = record.original;
  const resource: Raw = message ? { type, message: messages.json(message, OWN) } : { type };
  return ok({
    interaction: {
      id: record.id,
      type: record.type,
      channel_id: record.channel.id,
      ...(record.guild && { guild_id: record.guild.id }),
      ...(message && {
        response_message_id: message.id,
        response_message_loading: isThinking(message),
        response_message_ephemeral: isEphemeral(message),
      }),
    },
    resource,
  });
}
