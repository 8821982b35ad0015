/** A button that asks for one console command and sends it, with the access and the rules of `/cmd`. */
import type { FleetServer } from "../src/fleet/server.ts";
import type { Button } from "../src/reply.ts";

export function sendCommandButton(server: FleetServer): Button {
  return {
    label: "Send command",
    style: "primary",
    command: "cmd",
    options: { server: server.key },
    form: {
      title: "Send a console command",
      fields: [
        { name: "command", label: "One line, as you would type it", placeholder: "list", maxLength: 3000 },
      ],
    },
  };
}
