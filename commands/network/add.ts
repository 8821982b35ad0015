/** `/network add [server]`: one more address; the panel picks which. */
import { defineCommand } from "../../src/command.ts";
import { code, plain } from "../../src/lib/markdown.ts";
import { UserError } from "../../src/reply.ts";
import { serverOption } from "../server-option.ts";
import { addressOf } from "./address-option.ts";

export const add = defineCommand({
  data: {
    name: "add",
    description: "Get one more address for a server; the panel picks which",
    options: [serverOption],
  },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: ["allocation.read", "allocation.create"],
  async run({ server }) {
    const limit = server.details().featureLimits.allocations;
    const { length } = await server.api.network.list();
    if (length >= limit) {
      const name = `**${plain(server.name)}**`;
      throw new UserError(
        limit === 0 || length > limit
          ? `The plan of ${name} has no room for one more address. Ask your hoster for more.`
          : `${name} has ${length} of ${limit} addresses, so it gets no more. Remove one with \`/network remove\`, or ask your hoster for more.`,
      );
    }
    const address = code(addressOf(await server.api.network.add()));
    return {
      text: `**${plain(server.name)}** has the address ${address} now. The game can use it from its next start on.`,
      outcome: `got ${address}`,
    };
  },
});
