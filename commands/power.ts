/** `/power signal [server]`: start, stop, restart or kill a server. */
import { defineCommand } from "../src/command.ts";
import { plain } from "../src/lib/markdown.ts";
import { powerReply } from "./power-reply.ts";
import { serverOption } from "./server-option.ts";

export const power = defineCommand({
  data: {
    name: "power",
    description: "Start, stop, restart or kill a server",
    options: [
      {
        type: "string",
        name: "signal",
        description: "What to do; kill may lose what was not saved",
        required: true,
        choices: [
          { name: "start", value: "start" },
          { name: "stop", value: "stop" },
          { name: "restart", value: "restart" },
          { name: "kill (may lose what was not saved)", value: "kill" },
        ],
      },
      serverOption,
    ],
  },
  access: { option: "signal", tiers: { kill: "admin" }, otherwise: "operator" },
  visibility: ({ signal }) => (signal === "kill" ? "private" : "public"),
  effect: "changes",
  needs: ({ signal }) => `control.${signal === "kill" ? "stop" : signal}`,
  confirm: ({ server, options }) =>
    options.signal === "kill"
      ? {
          text: `Kill **${plain(server.name)}**? What was not saved is lost, and saves can break.`,
          yes: "Kill the server",
        }
      : undefined,
  run: ({ server, options, actor }) => powerReply(server, options.signal, { actor }),
});
