/** `/startup`: what a server is started with. */
import { defineGroup } from "../../src/command.ts";
import { list } from "./list.ts";
import { set } from "./set.ts";

export const startup = defineGroup({
  name: "startup",
  description: "What a server is started with",
  subcommands: [list, set],
});
