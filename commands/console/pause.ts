/** `/console pause [server]`: the console's lines wait instead of being shown. */
import { defineCommand } from "../../src/command.ts";
import { plain } from "../../src/lib/markdown.ts";
import { serverOption } from "../server-option.ts";
import { streamsNowhere } from "./streams-nowhere.ts";

export const pause = defineCommand({
  data: {
    name: "pause",
    description: "Stop showing a server's console in its channel for now",
    options: [serverOption],
  },
  access: "admin",
  visibility: "public",
  effect: "changes",
  run({ server, consoles }) {
    if (!consoles.pause(server)) throw streamsNowhere(server);
    return {
      text: `⏸️ The console of **${plain(server.name)}** is paused. What it says now is kept within bounds and shown after \`/console resume\`.`,
    };
  },
});
