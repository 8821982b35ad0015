/** Routes that pin messages and list the pinned ones, under their old and their new address. */
import { MessageType } from "discord-api-types/v10";
import { refuse } from "./api-error.ts";
import type { Backend } from "./backend.ts";
import type { MessageRecord } from "./message-record.ts";
import { NO_CONTENT, ok, type RestAnswer, type RestRequest, type Route } from "./route.ts";

const MAX_PINS = 50;

export function pinRoutes(backend: Backend): Route[] {
  const major = "channel";
  const pins = (request: RestRequest): MessageRecord[] => {
    const channel = backend.world.channelForBot(request.params["channel"] ?? "");
    return backend.messages.in(channel).filter(({ pinnedAt }) => pinnedAt !== undefined);
  };
  const body = (record: MessageRecord): unknown => backend.messages.json(record, backend.portalIntents());
  const set = (request: RestRequest, pinned: boolean): RestAnswer => {
    const channel = backend.world.channelForBot(request.params["channel"] ?? "", "PinMessages");
    const record = backend.messages.get(request.params["message"] ?? "", channel);
    if (pinned && pins(request).length >= MAX_PINS) throw refuse("tooManyPins");
    backend.messages.setPinned(record, pinned);
    if (pinned) noteInChannel(backend, record);
    return NO_CONTENT;
  };
  return ["/channels/:channel/pins", "/channels/:channel/messages/pins"].flatMap((path) => [
    { method: "PUT", path: `${path}/:message`, major, handle: (request) => set(request, true) },
    { method: "DELETE", path: `${path}/:message`, major, handle: (request) => set(request, false) },
    {
      method: "GET",
      path,
      major,
      handle: (request) =>
        ok(
          path.endsWith("messages/pins")
            ? {
                items: pins(request).map((record) => ({
                  pinned_at: new Date(record.pinnedAt ?? 0).toISOString(),
                  message: body(record),
                })),
                has_more: false,
              }
            : pins(request).map(body),
        ),
    },
  ]);
}

function noteInChannel({ messages, world }: Backend, record: MessageRecord): void {
  messages.send({
    channel: record.channel,
    author: world.bot,
    type: MessageType.ChannelPinnedMessage,
    replyTo: record.id,
    allowedMentions: { parse: [] },
  });
}
