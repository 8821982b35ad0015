/** `/console`: the console of a server in Discord. */
import { defineGroup } from "../../src/command.ts";
import { here } from "./here.ts";
import { pause } from "./pause.ts";
import { resume } from "./resume.ts";
import { tail } from "./tail.ts";

export const consoleCommands = defineGroup({
  name: "console",
  description: "A server's console in Discord",
  subcommands: [tail, pause, resume, here],
});
