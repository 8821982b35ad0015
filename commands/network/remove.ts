/** `/network remove address [server]`: give an address back. */
import { defineCommand } from "../../src/command.ts";
import { code, plain } from "../../src/lib/markdown.ts";
import type { Allocation } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";
import { serverOption } from "../server-option.ts";
import { addressOf, addressOption, findAllocation } from "./address-option.ts";

export const remove = defineCommand({
  data: {
    name: "remove",
    description: "Give an address back",
    options: [addressOption, serverOption],
  },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: ["allocation.read", "allocation.delete"],
  async confirm({ server, options }) {
    const allocation = await findAllocation(server, options.address);
    refusePrimary(allocation);
    const noted = allocation.notes ? ` (${plain(allocation.notes)})` : "";
    return {
      text: `Give ${code(addressOf(allocation))}${noted} of **${plain(server.name)}** back? You may not get the same one again.`,
      yes: "Give it back",
    };
  },
  async run({ server, options }) {
    const allocation = await findAllocation(server, options.address);
    refusePrimary(allocation);
    await server.api.network.remove(allocation.id);
    const address = code(addressOf(allocation));
    return { text: `**${plain(server.name)}** has ${address} no more.`, outcome: `gave ${address} back` };
  },
});

function refusePrimary(allocation: Allocation): void {
  if (!allocation.isDefault) return;
  throw new UserError(
    `${code(addressOf(allocation))} is the primary address, so it stays. Make another one primary first: \`/network primary\`.`,
  );
}
