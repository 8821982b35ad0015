/** `/console here [server]`: lets a server's console stream into this channel from now on. */
import { defineCommand } from "../../src/command.ts";
import { plain } from "../../src/lib/markdown.ts";
import { serverOption } from "../server-option.ts";

export const here = defineCommand({
  data: {
    name: "here",
    description: "Let a server's console stream into this channel from now on",
    options: [serverOption],
  },
  access: "admin",
  visibility: "public",
  effect: "changes",
  run({ server, consoles, actor }) {
    const before = consoles.moveTo(server, actor.channelId);
    const name = `The console of **${plain(server.name)}**`;
    if (before === actor.channelId) return { text: `${name} streams here already.` };
    const from = before === undefined ? "" : `, and no longer into <#${before}>`;
    return { text: `📺 ${name} streams here from now on${from}.` };
  },
});
