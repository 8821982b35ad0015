/** `/schedule`: what a server does by itself. */
import { defineGroup } from "../../src/command.ts";
import { addTask } from "./add-task.ts";
import { create } from "./create.ts";
import { deleteSchedule } from "./delete.ts";
import { editTask } from "./edit-task.ts";
import { edit } from "./edit.ts";
import { info } from "./info.ts";
import { list } from "./list.ts";
import { removeTask } from "./remove-task.ts";
import { run } from "./run.ts";
import { disable, enable } from "./switch.ts";

export const schedule = defineGroup({
  name: "schedule",
  description: "What a server does by itself",
  subcommands: [
    list,
    info,
    run,
    create,
    edit,
    enable,
    disable,
    deleteSchedule,
    addTask,
    editTask,
    removeTask,
  ],
});
