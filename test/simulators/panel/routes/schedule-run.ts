/** What an execution of a schedule does: the first task at once, the others by timer. */
import type { Signal } from "../../wings/power.ts";
import { WingsError } from "../../wings/wings-error.ts";
import type { PanelState, ServerCall } from "../route.ts";
import type { SimServer } from "../sim-server.ts";
import type { Schedule, Task } from "../world.ts";
import { createBackup } from "./backups.ts";
import { onNode } from "./server.ts";

/** Does nothing, silently, when the schedule wants the server online and it is not. */
export async function execute({ state, server }: ServerCall, schedule: Schedule): Promise<void> {
  if (schedule.onlyWhenOnline && server.state === "offline") return;
  const [first, ...rest] = schedule.tasks;
  schedule.lastRunAt = state.clock.wall();
  if (first) await runTask(state, server, first);
  let delayMs = 0;
  for (const task of rest) {
    delayMs += task.offsetSeconds * 1000;
    state.clock.after(delayMs, () => {
      // A later task that fails is told to nobody; the panel's queue logs it.
      runTask(state, server, task).catch(() => undefined);
    });
  }
}

async function runTask(state: PanelState, server: SimServer, task: Task): Promise<void> {
  if (task.action === "backup") {
    const ignored = task.payload.split("\n").filter(Boolean);
    await createBackup(state, server, { name: undefined, ignored, locked: false, rotate: true });
    return;
  }
  await onNode(state.wings, () => {
    if (task.action === "power") server.node.act(task.payload as Signal);
    else if (server.state === "offline")
      throw new WingsError(502, "Cannot send commands to a stopped server instance.");
    else server.node.command(task.payload);
  });
}
