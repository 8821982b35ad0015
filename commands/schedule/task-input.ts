/** What a task may be: nobody can schedule what they may not do themselves. */
import type { CommandContext } from "../../src/command.ts";
import { checkConsoleCommand, powerOf } from "../../src/console-command.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import { code, plain } from "../../src/lib/markdown.ts";
import { listInWords } from "../../src/lib/text.ts";
import type { TaskInput } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";

export const taskOptions = {
  payload: {
    type: "string",
    name: "payload",
    description: "The command, the signal (start, stop, restart, kill), or what a backup leaves out",
    maxLength: 1000,
  },
  after: {
    type: "integer",
    name: "after",
    description: "Seconds to wait after the task before it",
    min: 0,
    max: 900,
  },
  position: {
    type: "integer",
    name: "position",
    description: "Its place among the tasks; 1 is first",
    min: 1,
    max: 10,
  },
  goOn: {
    type: "boolean",
    name: "go-on",
    description: "Go on with the next task if this one fails",
  },
} as const;

export const actionOption = {
  type: "string",
  name: "action",
  description: "What to do",
  choices: [
    { name: "type a command into the console", value: "command" },
    { name: "send a power signal", value: "power" },
    { name: "make a backup", value: "backup" },
  ],
} as const;

const signals = ["start", "stop", "restart", "kill"];

type Asker = Pick<CommandContext<unknown, unknown>, "may" | "consolePolicy">;

/**
 * The payload as the panel is to get it.
 * @throws {UserError} when it does not fit the action, or the one who asks may not do such a thing at once.
 */
export function checkTask(
  server: FleetServer,
  { action, payload }: Pick<TaskInput, "action" | "payload">,
  { may, consolePolicy }: Asker,
): string {
  if (action === "backup") {
    refuse(!may("backup create"), "make backups", "/backup create");
    if (server.details().featureLimits.backups === 0)
      throw new UserError(
        `**${plain(server.name)}** has no room for backups in its plan. Ask your hoster for some.`,
      );
    return payload
      .split(",")
      .map((pattern) => pattern.trim())
      .filter(Boolean)
      .join("\n");
  }
  if (action === "power") {
    const signal = payload.trim().toLowerCase();
    if (!signals.includes(signal))
      throw new UserError(
        `A power task needs one of ${listInWords(signals.map(code), "or")} as its payload.`,
      );
    refuse(!may(`power ${signal}`), `send “${signal}”`, `/power ${signal}`);
    return signal;
  }
  refuse(!may("cmd"), "type into the console", "/cmd");
  const command = checkConsoleCommand(payload, consolePolicy);
  const signal = powerOf(command);
  refuse(signal !== undefined && !may(`power ${signal}`), `send “${signal}”`, `/power ${signal}`);
  return command;
}

function refuse(isRefused: boolean, deed: string, command: string): void {
  if (isRefused)
    throw new UserError(`You may not ${deed} yourself (\`${command}\`), so you cannot schedule it.`);
}
