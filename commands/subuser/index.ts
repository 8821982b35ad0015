/** `/subuser`: who shares a server in the panel. */
import { defineGroup } from "../../src/command.ts";
import { invite } from "./invite.ts";
import { list } from "./list.ts";
import { permissions } from "./permissions.ts";
import { remove } from "./remove.ts";

export const subuser = defineGroup({
  name: "subuser",
  description: "Who shares a server in the panel",
  subcommands: [list, invite, permissions, remove],
});
