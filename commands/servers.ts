/** `/servers`: all servers with their state. */
import { problemWords, stateWords } from "../src/cards/status-card.ts";
import { defineCommand } from "../src/command.ts";
import type { FleetServer } from "../src/fleet/server.ts";
import { code, plain } from "../src/lib/markdown.ts";
import { durationInWords } from "../src/lib/text.ts";
import { pageButtons, pageOf, pageOption } from "./pages.ts";

const perPage = 15;

export const servers = defineCommand({
  data: { name: "servers", description: "All servers with their state", options: [pageOption] },
  access: "viewer",
  visibility: "public",
  effect: "reads",
  async run({ fleet, options, clock }) {
    if (fleet.servers.length === 0)
      return { text: "Roost's panel key sees no servers. Check `PANEL_SERVERS` and the key." };
    const page = pageOf(fleet.servers, options.page, perPage);
    const lines = await Promise.all(page.items.map((server) => lineOf(server, clock.now())));
    return {
      text: [`**Servers** (${fleet.servers.length})`, ...lines].join("\n"),
      buttons: pageButtons(page, "servers", {}),
    };
  },
});

async function lineOf(server: FleetServer, now: number): Promise<string> {
  const name = `**${plain(server.name)}** ${code(server.key)}`;
  const { problem, socket } = server.live();
  if (problem) return `⚪ ${name} · ${problemWords[problem]}`;
  if (socket !== "open") return await lineFromPanel(server, name, now);
  const { state, stats } = server.live();
  const uptime = state === "running" && stats ? ` · ${durationInWords(stats.uptimeMs)}` : "";
  return `${stateWords[state].replace(" ", ` ${name} · `)}${uptime}`;
}

/** Costs a request unless the answer is known; a server that cannot be asked does not spoil the list. */
async function lineFromPanel(server: FleetServer, name: string, now: number): Promise<string> {
  try {
    const { state, stale, readAt } = await server.status();
    const age = stale ? ` (${durationInWords(now - readAt)} ago)` : "";
    return `${stateWords[state].replace(" ", ` ${name} · `)}${age}`;
  } catch {
    // Why is told by `/status`; here one line is enough.
    return `⚪ ${name} · does not answer`;
  }
}
