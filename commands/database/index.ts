/** `/database`: a server's databases. */
import { defineGroup } from "../../src/command.ts";
import { create } from "./create.ts";
import { deleteDatabase } from "./delete.ts";
import { list } from "./list.ts";
import { rotate } from "./rotate.ts";

export const database = defineGroup({
  name: "database",
  description: "A server's databases",
  subcommands: [list, create, rotate, deleteDatabase],
});
