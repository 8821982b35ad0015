/** `/status [server]`: how a server is, with buttons for what you may do. */
import { sendCommandButton } from "../src/cards/server-buttons.ts";
import { statusCard } from "../src/cards/status-card.ts";
import { defineCommand } from "../src/command.ts";
import { powerButton } from "./power-reply.ts";
import { serverOption } from "./server-option.ts";

export const status = defineCommand({
  data: {
    name: "status",
    description: "How a server is: state, uptime, CPU, memory and the address to join",
    options: [serverOption],
  },
  access: "viewer",
  visibility: "public",
  effect: "reads",
  async run({ server, may, clock }) {
    const current = await server.status();
    const isDown = current.state === "offline";
    const refresh = {
      label: "Refresh",
      style: "secondary",
      command: "status",
      options: { server: server.key },
      inPlace: true,
    } as const;
    return {
      card: statusCard({ name: server.name, details: server.details(), status: current }, clock.now()),
      buttons: [
        refresh,
        ...(isDown && may("power start") ? [powerButton(server, "start")] : []),
        ...(!isDown && may("power restart") ? [powerButton(server, "restart")] : []),
        ...(!isDown && may("power stop") ? [powerButton(server, "stop")] : []),
        ...(!isDown && may("cmd") ? [sendCommandButton(server)] : []),
      ],
    };
  },
});
