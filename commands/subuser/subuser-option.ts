/** The option that says which subuser is meant: by e-mail address or username. */
import type { CompletionContext, StringOption } from "../../src/command.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import { code } from "../../src/lib/markdown.ts";
import type { Subuser } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";

export const subuserOption = {
  type: "string",
  name: "person",
  description: "Who, by e-mail address or username",
  required: true,
  complete: async ({ typed, server }: CompletionContext) => {
    const wanted = typed.toLowerCase();
    const subusers = server ? await server.api.subusers.list() : [];
    return subusers
      .filter(({ username, email }) => `${username} ${email}`.toLowerCase().includes(wanted))
      .map(({ uuid, username, email }) => ({ name: `${username} (${email})`, value: uuid }));
  },
} as const satisfies StringOption;

/** @throws {UserError} when nobody goes by that name. */
export async function findSubuser(server: FleetServer, wanted: string): Promise<Subuser> {
  const text = wanted.trim().toLowerCase();
  const found = (await server.api.subusers.list()).find(({ uuid, email, username }) =>
    [uuid, email, username].some((name) => name.toLowerCase() === text),
  );
  if (found) return found;
  throw new UserError(
    `Nobody called ${code(wanted)} shares this server. Pick somebody from the suggestions, or look at \`/subuser list\`.`,
  );
}
