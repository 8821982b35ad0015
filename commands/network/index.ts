/** `/network`: the addresses of a server. */
import { defineGroup } from "../../src/command.ts";
import { add } from "./add.ts";
import { list } from "./list.ts";
import { note } from "./note.ts";
import { primary } from "./primary.ts";
import { remove } from "./remove.ts";

export const network = defineGroup({
  name: "network",
  description: "The addresses of a server",
  subcommands: [list, add, note, primary, remove],
});
