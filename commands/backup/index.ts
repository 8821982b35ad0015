/** `/backup`: copies of a server's files. */
import { defineGroup } from "../../src/command.ts";
import { create } from "./create.ts";
import { deleteBackup } from "./delete.ts";
import { download } from "./download.ts";
import { info } from "./info.ts";
import { list } from "./list.ts";
import { lock, unlock } from "./lock.ts";
import { restore } from "./restore.ts";

export const backup = defineGroup({
  name: "backup",
  description: "Copies of a server's files",
  subcommands: [list, create, info, download, restore, lock, unlock, deleteBackup],
});
