/** The option that says which address of a server is meant: `play.example.net:25565`, or the port alone. */
import type { CompletionContext, StringOption } from "../../src/command.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import { code } from "../../src/lib/markdown.ts";
import type { Allocation } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";

export const addressOption = {
  type: "string",
  name: "address",
  description: "Which address; its port is enough",
  required: true,
  complete: async ({ typed, server }: CompletionContext) => {
    const wanted = typed.toLowerCase();
    const allocations = server ? await server.api.network.list() : [];
    return allocations
      .map((allocation) => ({ name: labelOf(allocation), value: addressOf(allocation) }))
      .filter(({ name }) => name.toLowerCase().includes(wanted));
  },
} as const satisfies StringOption;

/** As players type it. */
export function addressOf({ ip, alias, port }: Allocation): string {
  return `${alias ?? ip}:${port}`;
}

function labelOf(allocation: Allocation): string {
  const { isDefault, notes } = allocation;
  return [addressOf(allocation), ...(isDefault ? ["primary"] : []), ...(notes ? [notes] : [])].join(" · ");
}

/** @throws {UserError} when the server has no such address, or several that fit. */
export async function findAllocation(server: FleetServer, wanted: string): Promise<Allocation> {
  const allocations = await server.api.network.list();
  const text = wanted.trim().toLowerCase().replace(/^:/, "");
  const fits = allocations.filter(({ ip, alias, port }) =>
    [`${ip}:${port}`, `${alias ?? ip}:${port}`, String(port)].some((form) => form.toLowerCase() === text),
  );
  const [found, ...others] = fits;
  if (found && others.length === 0) return found;
  throw new UserError(
    found
      ? `${fits.length} addresses have the port ${code(text)}. Pick one from the suggestions.`
      : `This server has no address ${code(wanted)}. Pick one from the suggestions, or look at \`/network list\`.`,
  );
}
