/** `/console resume [server]`: shows the console again, what waited first. */
import { defineCommand } from "../../src/command.ts";
import { plain } from "../../src/lib/markdown.ts";
import { serverOption } from "../server-option.ts";
import { streamsNowhere } from "./streams-nowhere.ts";

export const resume = defineCommand({
  data: {
    name: "resume",
    description: "Show a server's console in its channel again, what waited first",
    options: [serverOption],
  },
  access: "admin",
  visibility: "public",
  effect: "changes",
  run({ server, consoles }) {
    if (!consoles.resume(server)) throw streamsNowhere(server);
    return { text: `▶️ The console of **${plain(server.name)}** is shown again.` };
  },
});
