/** What is said where a console has no channel. */
import type { FleetServer } from "../../src/fleet/server.ts";
import { plain } from "../../src/lib/markdown.ts";
import { UserError } from "../../src/reply.ts";

export function streamsNowhere(server: FleetServer): UserError {
  return new UserError(
    `The console of **${plain(server.name)}** streams into no channel. Use \`/console here\` in the channel that shall show it.`,
  );
}
