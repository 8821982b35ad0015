/** Schedules and tasks as the client API shows them. */
import { atom } from "../../game/sim-clock.ts";
import { nextRun } from "../cron.ts";
import { item, list, type Item } from "../envelope.ts";
import type { Schedule, Task } from "../world.ts";

export function taskItem(task: Task): Item {
  return item("schedule_task", {
    id: task.id,
    sequence_id: task.sequence,
    action: task.action,
    payload: task.payload,
    time_offset: task.offsetSeconds,
    is_queued: task.queued,
    continue_on_failure: task.continueOnFailure,
    created_at: atom(task.createdAt),
    updated_at: atom(task.updatedAt),
  });
}

export function scheduleItem(schedule: Schedule, now: number): Item {
  const next = schedule.active ? nextRun(schedule.cron, now) : null;
  const { cron } = schedule;
  return item("server_schedule", {
    id: schedule.id,
    name: schedule.name,
    cron: {
      day_of_week: cron.dayOfWeek,
      day_of_month: cron.dayOfMonth,
      month: cron.month,
      hour: cron.hour,
      minute: cron.minute,
    },
    is_active: schedule.active,
    is_processing: schedule.processing,
    only_when_online: schedule.onlyWhenOnline,
    last_run_at: schedule.lastRunAt === null ? null : atom(schedule.lastRunAt),
    next_run_at: next === null ? null : atom(next),
    created_at: atom(schedule.createdAt),
    updated_at: atom(schedule.updatedAt),
    relationships: { tasks: list(schedule.tasks.map((task) => taskItem(task))) },
  });
}
