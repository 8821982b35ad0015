/** `/network list [server]`: the addresses of a server. */
import { defineCommand } from "../../src/command.ts";
import { code, plain } from "../../src/lib/markdown.ts";
import { cut } from "../../src/lib/text.ts";
import type { Allocation } from "../../src/panel/panel.ts";
import { pageButtons, pageOf, pageOption } from "../pages.ts";
import { serverOption } from "../server-option.ts";
import { addressOf } from "./address-option.ts";

const perPage = 12;
/** So that a page fits into one message. */
const maxNote = 60;

export const list = defineCommand({
  data: { name: "list", description: "The addresses of a server", options: [serverOption, pageOption] },
  access: "admin",
  visibility: "private",
  effect: "reads",
  needs: "allocation.read",
  async run({ server, options }) {
    const allocations = await server.api.network.list();
    const limit = server.details().featureLimits.allocations;
    if (allocations.length === 0) return { text: `**${plain(server.name)}** has no address of its own.` };
    const page = pageOf(allocations, options.page, perPage);
    const count = limit > 0 ? `${allocations.length} of ${limit}` : `${allocations.length}`;
    return {
      text: [`**Addresses of ${plain(server.name)}** (${count})`, ...page.items.map(lineOf)].join("\n"),
      buttons: pageButtons(page, "network list", { server: server.key }),
    };
  },
});

function lineOf(allocation: Allocation): string {
  const { ip, alias, port, isDefault, notes } = allocation;
  return [
    `${isDefault ? "⭐" : "▫️"} ${code(addressOf(allocation))}`,
    ...(isDefault ? ["primary"] : []),
    ...(alias === undefined ? [] : [code(`${ip}:${port}`)]),
    ...(notes ? [plain(cut(notes, maxNote))] : []),
  ].join(" · ");
}
