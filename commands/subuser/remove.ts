/** `/subuser remove person [server]`: share a server with somebody no more. */
import { defineCommand } from "../../src/command.ts";
import { plain } from "../../src/lib/markdown.ts";
import { serverOption } from "../server-option.ts";
import { groupsInWords } from "./permission-sets.ts";
import { findSubuser, subuserOption } from "./subuser-option.ts";

export const remove = defineCommand({
  data: {
    name: "remove",
    description: "Share a server with somebody no more",
    options: [subuserOption, serverOption],
  },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: ["user.read", "user.delete"],
  async confirm({ server, options }) {
    const { uuid, username, email, permissions } = await findSubuser(server, options.person);
    return {
      text: [
        `Take **${plain(server.name)}** away from **${plain(username)}** (${plain(email)})? Their panel account stays. They may do this now:`,
        ...groupsInWords(permissions),
      ].join("\n"),
      yes: "Take it away",
      fills: { person: uuid },
    };
  },
  async run({ server, options }) {
    const { uuid, username, permissions } = await findSubuser(server, options.person);
    await server.api.subusers.remove(uuid);
    return {
      text: `**${plain(username)}** shares **${plain(server.name)}** no more.`,
      outcome: `removed **${plain(username)}**, who had ${permissions.length} permissions`,
    };
  },
});
