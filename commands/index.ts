/** The one list of commands, in help order; it feeds both dispatch and registration. */
import type { Command, CommandGroup } from "../src/command.ts";
import { backup } from "./backup/index.ts";
import { cmd } from "./cmd.ts";
import { consoleCommands } from "./console/index.ts";
import { files } from "./files/index.ts";
import { help } from "./help.ts";
import { muteAlerts } from "./mute-alerts.ts";
import { power } from "./power.ts";
import { restart } from "./restart.ts";
import { servers } from "./servers.ts";
import { status } from "./status.ts";

export const commands: readonly (Command | CommandGroup)[] = [
  status,
  servers,
  restart,
  power,
  cmd,
  consoleCommands,
  backup,
  files,
  help,
  muteAlerts,
];
