/** `/files`: what is on a server's disk. */
import { defineGroup } from "../../src/command.ts";
import { download } from "./download.ts";
import { list } from "./list.ts";
import { read } from "./read.ts";

export const files = defineGroup({
  name: "files",
  description: "Look at a server's files",
  subcommands: [list, read, download],
});
