/** `/activity [event] [server]`: the panel's own log of a server, newest first. */
import { defineCommand, type CompletionContext } from "../src/command.ts";
import { code, plain, timestamp } from "../src/lib/markdown.ts";
import { cut } from "../src/lib/text.ts";
import type { ActivityEntry } from "../src/panel/panel.ts";
import { pageButtons, pageOption } from "./pages.ts";
import { serverOption } from "./server-option.ts";

const perPage = 10;

/** What panels record; an event is asked for by a part of its name. */
const events = [
  "server:power",
  "server:console.command",
  "server:file",
  "server:backup",
  "server:schedule",
  "server:database",
  "server:subuser",
  "server:allocation",
  "server:startup",
  "server:settings",
  "server:sftp",
];

export const activity = defineCommand({
  data: {
    name: "activity",
    description: "The panel's log of a server, newest first",
    options: [
      {
        type: "string",
        name: "event",
        description: "Only events whose name holds this, such as server:power",
        maxLength: 100,
        complete: ({ typed }: CompletionContext) =>
          events
            .filter((event) => event.includes(typed.trim().toLowerCase()))
            .map((event) => ({ name: event, value: event })),
      },
      serverOption,
      pageOption,
    ],
  },
  access: "admin",
  visibility: "private",
  effect: "reads",
  needs: "activity.read",
  async run({ server, options }) {
    const event = options.event?.trim();
    const wanted = Math.max(1, options.page ?? 1);
    const { items, page, pages, total } = await server.api.activity({
      page: wanted,
      perPage,
      ...(event === undefined || event === "" ? {} : { event }),
    });
    const about = event ? ` with ${code(event)}` : "";
    if (items.length === 0)
      return {
        text: `The panel's log of **${plain(server.name)}** holds nothing${about}${wanted > 1 ? " on that page" : ""}.`,
      };
    return {
      text: [
        `**Log of ${plain(server.name)}**${about} (${total}, page ${page} of ${pages})`,
        ...items.map(lineOf),
      ].join("\n"),
      buttons: pageButtons({ items, number: page, count: pages }, "activity", {
        server: server.key,
        ...(event ? { event } : {}),
      }),
    };
  },
});

function lineOf({ at, actor, event, isApi, properties }: ActivityEntry): string {
  const who = actor ? `**${plain(cut(actor.username, 32))}**` : "the panel";
  const details = detailsOf(event, properties);
  return [
    `${timestamp(at, "R")} ${who} ${code(event)}`,
    ...(details === "" ? [] : [details]),
    ...(isApi ? ["by API key"] : []),
  ].join(" · ");
}

const maxDetails = 60;
/** A startup value may be a password, and an address concerns nobody. */
const leftOut = /^(ip|old|new|useragent)$/;

/** The small things an event carries, as `name: value`. */
function detailsOf(event: string, properties: ActivityEntry["properties"]): string {
  const hidden = event.startsWith("server:startup") ? leftOut : /^(ip|useragent)$/;
  const small = Object.entries(properties).filter(
    ([name, value]) => !hidden.test(name) && (typeof value === "string" || typeof value === "number"),
  );
  return small.length === 0
    ? ""
    : code(cut(small.map(([name, value]) => `${name}: ${String(value)}`).join(", "), maxDetails));
}
