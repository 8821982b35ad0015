/** `/cmd command [server]`: type into a server's console and see what it answers. */
import { checkConsoleCommand, powerOf, wordsOf } from "../src/console-command.ts";
import { defineCommand } from "../src/command.ts";
import type { CommandOutput } from "../src/fleet/command-output.ts";
import { sanitiseLine } from "../src/relay/sanitise-line.ts";
import { code, plain } from "../src/lib/markdown.ts";
import { cut } from "../src/lib/text.ts";
import { PanelError } from "../src/panel/panel.ts";
import { UserError, type Reply } from "../src/reply.ts";
import { powerButton, powerReply } from "./power-reply.ts";
import { serverOption } from "./server-option.ts";

export const cmd = defineCommand({
  data: {
    name: "cmd",
    description: "Type into a server's console and see what it answers",
    options: [
      {
        type: "string",
        name: "command",
        description: "One line, as you would type it in the console",
        required: true,
        maxLength: 3000,
      },
      serverOption,
    ],
  },
  form: {
    title: "Send a console command",
    fields: [
      { name: "command", label: "One line, as you would type it", placeholder: "list", maxLength: 3000 },
    ],
  },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: "control.console",
  async run(context) {
    const { server, options, consolePolicy, may, actor, consoles } = context;
    const command = checkConsoleCommand(options.command, consolePolicy);
    const signal = powerOf(command);
    if (signal !== undefined && !may(`power ${signal}`)) {
      throw new UserError(
        `${code(cut(command, maxShown))} counts as a power action, and you may not use \`/power ${signal}\`. Ask an operator.`,
      );
    }
    consoles.echo(server, actor.name, command);
    const isMore = wordsOf(command).length > 1;
    if (signal !== undefined && !isMore) return await powerReply(server, signal, { actor });
    // Sent as it is, because whether the game reads it as a stop or as chat is the game's to say.
    const takeBack = signal === undefined ? undefined : server.expectStop(actor.name);
    try {
      return outputReply(command, await server.run(command));
    } catch (error) {
      if (!(error instanceof PanelError && error.outcomeUnknown)) takeBack?.();
      if (!(error instanceof PanelError) || error.failure !== "offline") throw error;
      const mayStart = may("power start");
      throw new UserError(
        `**${plain(server.name)}** is not running, so it cannot take commands. ${mayStart ? "Start it first." : "Ask an operator to start it."}`,
        { buttons: mayStart ? [powerButton(server, "start")] : [], cause: error },
      );
    }
  },
});

/** Of a command in an answer: whoever typed a longer one knows what it was. */
const maxShown = 200;

function outputReply(command: string, { lines, truncated }: CommandOutput): Reply {
  const sent = `Sent ${code(cut(command, maxShown))}`;
  if (lines === undefined)
    return {
      text: `${sent}, but the console cannot be seen now, so there is no answer to show.`,
      outcome: "sent, unseen",
    };
  const text = lines.map((line) => sanitiseLine(line, false)).filter((line) => line.trim() !== "");
  if (text.length === 0) return { text: `${sent}. The console did not answer within 3 s.`, outcome: "sent" };
  const more = truncated ? " (the first lines; more followed)" : "";
  return {
    text: `${sent}${more}`,
    block: { text: text.join("\n"), fileName: "output.log" },
    outcome: "sent",
  };
}
