/** The button “Mute 1 h” under an alert: nothing new about the same is told for an hour. No slash command. */
import { defineCommand } from "../src/command.ts";
import { plain } from "../src/lib/markdown.ts";
import { UserError } from "../src/reply.ts";

const muteMs = 60 * 60_000;

export const muteAlerts = defineCommand({
  data: {
    name: "mute-alerts",
    description: "Tells nothing new about a server, or about outages, for an hour",
    options: [
      {
        type: "string",
        name: "about",
        description: "A server's key, or “outages”",
        required: true,
        maxLength: 100,
      },
    ],
  },
  hidden: true,
  access: "operator",
  visibility: "public",
  effect: "changes",
  run({ options, alerts, actor, fleet }) {
    const { about } = options;
    const server = fleet.servers.find(({ key }) => key === about);
    if (!alerts || (!server && about !== "outages"))
      throw new UserError("There is nothing to mute: Roost does not watch that any more.");
    alerts.mute(about, muteMs);
    const what = server ? `**${plain(server.name)}**` : "outages";
    return { text: `🔕 ${plain(actor.name)} muted alerts about ${what} for an hour.` };
  },
});
