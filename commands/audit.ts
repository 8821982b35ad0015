/** `/audit [user] [server]`: what people did with this bot, newest first. */
import { defineCommand } from "../src/command.ts";
import type { Fleet } from "../src/fleet/fleet.ts";
import { code, plain, timestamp } from "../src/lib/markdown.ts";
import { cut } from "../src/lib/text.ts";
import type { AuditQuery, AuditRecord } from "../src/store/audit.ts";
import { pageButtons, pageOption } from "./pages.ts";
import { serverOption } from "./server-option.ts";

/** As many as fit into one message. */
const perPage = 8;

export const audit = defineCommand({
  data: {
    name: "audit",
    description: "What people did with Roost, newest first",
    options: [
      { type: "user", name: "user", description: "Only what this person did" },
      { ...serverOption, description: "Only what was done to this server", narrows: true },
      pageOption,
    ],
  },
  access: "admin",
  visibility: "private",
  effect: "reads",
  run({ options, records, fleet }) {
    const { user, server } = options;
    const found = records.page({
      actorId: user,
      server: server === undefined ? undefined : meant(fleet, server),
      page: options.page ?? 1,
      perPage,
    });
    const of = [
      ...(user === undefined ? [] : [`of <@${user}>`]),
      ...(server === undefined ? [] : [`on ${code(server)}`]),
    ];
    const about = of.length > 0 ? ` ${of.join(" ")}` : "";
    if (found.total === 0) return { text: `Roost's log${about} is empty. What only reads is not recorded.` };
    return {
      text: [
        `**Roost's log**${about} (${found.total}, page ${found.number} of ${found.count})`,
        ...found.items.map(lineOf),
      ].join("\n"),
      buttons: pageButtons(found, "audit", {
        ...(user === undefined ? {} : { user }),
        ...(server === undefined ? {} : { server }),
      }),
    };
  },
});

/** Older records hold only a server's name, or what was typed; of a server that is no more, that is all there is. */
function meant(fleet: Fleet, typed: string): NonNullable<AuditQuery["server"]> {
  const known = fleet.servers.filter(({ name, key, uuid, identifier }) =>
    [name, key, uuid, identifier].some((word) => word.toLowerCase() === typed.trim().toLowerCase()),
  );
  return {
    uuids: known.map(({ uuid }) => uuid),
    names: [typed, ...known.flatMap(({ name, key, uuid, identifier }) => [name, key, uuid, identifier])],
  };
}

const maxUse = 60;
const maxServer = 30;
const maxOutcome = 60;

function lineOf({
  id,
  at,
  actorId,
  command,
  server,
  arguments: values,
  decision,
  outcome,
}: AuditRecord): string {
  const typed = Object.entries(values)
    .filter(([name]) => name !== "server")
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
  const where = server === undefined ? "" : ` on **${plain(cut(server, maxServer))}**`;
  const ended =
    decision === "refused" ? "refused" : cut(withoutMarkup(outcome ?? "not known how it went"), maxOutcome);
  const use = code(cut(`/${command} ${typed.join(" ")}`.trim(), maxUse));
  return `${code(`#${id}`)} ${timestamp(new Date(at), "R")} <@${actorId}> ${use}${where} → ${decision === "refused" ? "🚫 " : ""}${ended}`;
}

/** An outcome is cut: markup that is opened and not closed would run on through the lines below. */
function withoutMarkup(outcome: string): string {
  return outcome.replaceAll(/\*\*|`/g, "");
}
