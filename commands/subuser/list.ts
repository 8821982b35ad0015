/** `/subuser list [server]`: who shares a server, and what they may do in the panel. */
import { defineCommand } from "../../src/command.ts";
import { plain, timestamp } from "../../src/lib/markdown.ts";
import { cut } from "../../src/lib/text.ts";
import type { Subuser } from "../../src/panel/panel.ts";
import { colours, type Field } from "../../src/reply.ts";
import { pageButtons, pageOf, pageOption } from "../pages.ts";
import { serverOption } from "../server-option.ts";
import { groupsInWords } from "./permission-sets.ts";

const perPage = 5;
const maxGroups = 800;

export const list = defineCommand({
  data: {
    name: "list",
    description: "Who shares a server in the panel, and what they may do there",
    options: [serverOption, pageOption],
  },
  access: "admin",
  visibility: "private",
  effect: "reads",
  needs: "user.read",
  async run({ server, options }) {
    const subusers = await server.api.subusers.list();
    if (subusers.length === 0)
      return { text: `Nobody shares **${plain(server.name)}**. Invite somebody with \`/subuser invite\`.` };
    const page = pageOf(subusers, options.page, perPage);
    return {
      card: {
        title: `Who shares ${plain(server.name)} (${subusers.length})`,
        colour: colours.neutral,
        fields: page.items.map(fieldOf),
      },
      buttons: pageButtons(page, "subuser list", { server: server.key }),
    };
  },
});

function fieldOf({ username, email, hasTwoFactor, createdAt, permissions }: Subuser): Field {
  return {
    name: plain(username),
    value: [
      `${plain(email)} · since ${timestamp(createdAt, "R")} · two-factor ${hasTwoFactor ? "on" : "**off**"}`,
      cut(groupsInWords(permissions).join("\n"), maxGroups),
    ].join("\n"),
  };
}
