/** `/restart [server] [reason]`: restart a game server and tell when it is back. */
import { defineCommand } from "../src/command.ts";
import { powerReply } from "./power-reply.ts";
import { serverOption } from "./server-option.ts";

export const reasonOption = {
  type: "string",
  name: "reason",
  description: "Why; people will see it",
  maxLength: 200,
} as const;

export const restart = defineCommand({
  data: {
    name: "restart",
    description: "Restart a server and tell when it is back",
    options: [serverOption, reasonOption],
  },
  access: "operator",
  visibility: "public",
  effect: "changes",
  needs: "control.restart",
  run: ({ server, options, actor }) => powerReply(server, "restart", { actor, reason: options.reason }),
});
