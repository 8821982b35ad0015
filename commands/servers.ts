/** `/servers`: all servers with their state. */
import { stateWords } from "../src/cards/status-card.ts";
import { defineCommand } from "../src/command.ts";
import type { FleetServer } from "../src/fleet/server.ts";
import { code, plain } from "../src/lib/markdown.ts";
import { cut, durationInWords } from "../src/lib/text.ts";
import type { Problem } from "../src/wings/connection-end.ts";
import { pageButtons, pageOf, pageOption } from "./pages.ts";

const perPage = 15;

export const servers = defineCommand({
  data: { name: "servers", description: "All servers with their state", options: [pageOption] },
  access: "viewer",
  visibility: "public",
  effect: "reads",
  async run({ fleet, options, clock }) {
    // Somebody who has just got a new server looks for it here.
    await fleet.refresh();
    if (fleet.servers.length === 0)
      return { text: "Roost's panel key sees no servers. Check `PANEL_SERVERS` and the key." };
    const page = pageOf(fleet.servers, options.page, perPage);
    const rows = await Promise.all(page.items.map((server) => rowOf(server, clock.now())));
    return {
      text: listOf(`**Servers** (${fleet.servers.length})`, rows),
      buttons: pageButtons(page, "servers", {}),
    };
  },
});

interface Row {
  mark: string;
  name: string;
  key: string;
  words: string;
}

/** Names are up to 191 characters long, and twice that when all of them are markup. */
const nameLengths = [60, 30, 15];
const maxKey = 30;
const maxText = 2000;

/** Names are shortened until all lines fit into one message. */
function listOf(heading: string, rows: readonly Row[]): string {
  const texts = nameLengths.map((maxName) =>
    [
      heading,
      ...rows.map(
        ({ mark, name, key, words }) =>
          `${mark} **${plain(cut(name, maxName))}** ${code(cut(key, maxKey))} · ${words}`,
      ),
    ].join("\n"),
  );
  return texts.find((text) => text.length <= maxText) ?? texts.at(-1) ?? heading;
}

/** Why is told at length by `/status`; here one line has to be enough. */
const problems: Record<Problem, string> = {
  suspended: "Suspended",
  gone: "No longer in the panel",
  busy: "Being installed, restored or moved",
  forbidden: "The key may not see the console",
  "forbidden-origin": "The node refuses Roost",
  "too-many-sockets": "Too many have its console open",
  "token-refused": "The node refuses Roost's key",
};

async function rowOf(server: FleetServer, now: number): Promise<Row> {
  const { name, key } = server;
  const { problem, socket, state, stats } = server.live();
  if (problem) return { mark: "⚪", name, key, words: problems[problem] };
  if (socket !== "open") return { name, key, ...(await fromPanel(server, now)) };
  const { mark, word } = stateWords[state];
  const uptime = state === "running" && stats ? ` · ${durationInWords(stats.uptimeMs)}` : "";
  return { mark, name, key, words: word + uptime };
}

/** Costs a request unless the answer is known; a server that cannot be asked does not spoil the list. */
async function fromPanel(server: FleetServer, now: number): Promise<Pick<Row, "mark" | "words">> {
  try {
    const { state, stale, readAt } = await server.status();
    const { mark, word } = stateWords[state];
    return { mark, words: stale ? `${word} (${durationInWords(now - readAt)} ago)` : word };
  } catch {
    // Why is told by `/status`.
    return { mark: "⚪", words: "does not answer" };
  }
}
