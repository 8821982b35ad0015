/** `/console`: the console of a server in Discord. */
import { defineGroup } from "../../src/command.ts";
import { tail } from "./tail.ts";

export const consoleCommands = defineGroup({
  name: "console",
  description: "A server's console in Discord",
  subcommands: [tail],
});
