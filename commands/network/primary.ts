/** `/network primary address [server]`: which address the game listens on first. */
import { defineCommand } from "../../src/command.ts";
import { code, plain } from "../../src/lib/markdown.ts";
import { powerButton } from "../power-reply.ts";
import { serverOption } from "../server-option.ts";
import { addressOf, addressOption, findAllocation } from "./address-option.ts";

export const primary = defineCommand({
  data: {
    name: "primary",
    description: "Choose the address that people join by",
    options: [addressOption, serverOption],
  },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: ["allocation.read", "allocation.update"],
  async run({ server, options, may }) {
    const chosen = await findAllocation(server, options.address);
    const address = code(addressOf(chosen));
    if (chosen.isDefault)
      return { text: `${address} is the primary address already.`, outcome: "was so already" };
    const all = await server.api.network.list();
    const before = all.find(({ isDefault }) => isDefault);
    await server.api.network.makePrimary(chosen.id);
    const was = before ? code(addressOf(before)) : "none";
    return {
      text: `${address} is the primary address of **${plain(server.name)}**. That takes effect when the server starts next.`,
      buttons: may("power restart") ? [powerButton(server, "restart")] : [],
      outcome: `primary: ${was} → ${address}`,
    };
  },
});
