/** The one list of commands, in help order; it feeds both dispatch and registration. */
import type { Command, CommandGroup } from "../src/command.ts";
import { activity } from "./activity.ts";
import { audit } from "./audit.ts";
import { backup } from "./backup/index.ts";
import { cmd } from "./cmd.ts";
import { consoleCommands } from "./console/index.ts";
import { database } from "./database/index.ts";
import { files } from "./files/index.ts";
import { help } from "./help.ts";
import { muteAlerts } from "./mute-alerts.ts";
import { network } from "./network/index.ts";
import { power } from "./power.ts";
import { restart } from "./restart.ts";
import { schedule } from "./schedule/index.ts";
import { servers } from "./servers.ts";
import { startup } from "./startup/index.ts";
import { status } from "./status.ts";
import { subuser } from "./subuser/index.ts";

export const commands: readonly (Command | CommandGroup)[] = [
  status,
  servers,
  restart,
  power,
  cmd,
  consoleCommands,
  backup,
  files,
  schedule,
  database,
  subuser,
  network,
  startup,
  activity,
  audit,
  help,
  muteAlerts,
];
