/** Schedules of a server and their tasks. */
import type { Caller } from "../caller.ts";
import { json, nothing, type CallOptions } from "../request.ts";
import { item, list } from "../wire/envelope.ts";
import { schedule, task, type Cron, type Schedule, type Task } from "../wire/schedule.ts";

/** All of it: a change replaces the whole schedule. */
export interface ScheduleInput {
  readonly name: string;
  readonly cron: Cron;
  readonly isActive: boolean;
  readonly onlyWhenOnline: boolean;
}

export interface TaskInput {
  readonly action: "command" | "power" | "backup";
  /** The command, the signal, or a backup's ignored files. */
  readonly payload: string;
  /** 0 to 900 seconds after the task before it. */
  readonly offsetSeconds: number;
  /** 1 is first. */
  readonly sequence?: number | undefined;
  readonly continuesOnFailure?: boolean | undefined;
}

function scheduleBody({ name, cron, isActive, onlyWhenOnline }: ScheduleInput) {
  return {
    name,
    minute: cron.minute,
    hour: cron.hour,
    day_of_month: cron.dayOfMonth,
    month: cron.month,
    day_of_week: cron.dayOfWeek,
    is_active: isActive,
    only_when_online: onlyWhenOnline,
  };
}

function taskBody({ action, payload, offsetSeconds, sequence, continuesOnFailure }: TaskInput) {
  return {
    action,
    payload,
    time_offset: offsetSeconds,
    sequence_id: sequence,
    continue_on_failure: continuesOnFailure,
  };
}

export function schedulesOf(caller: Caller, server: string) {
  return {
    list: (options: CallOptions = {}): Promise<readonly Schedule[]> =>
      caller.send({
        route: "GET /servers/:server/schedules",
        params: { server },
        read: json(list(schedule)),
        ...options,
      }),

    details: (id: number, options: CallOptions = {}): Promise<Schedule> =>
      caller.send({
        route: "GET /servers/:server/schedules/:schedule",
        params: { server, schedule: id },
        read: json(item(schedule)),
        ...options,
      }),

    create: (input: ScheduleInput): Promise<Schedule> =>
      caller.send({
        route: "POST /servers/:server/schedules",
        params: { server },
        json: scheduleBody(input),
        read: json(item(schedule)),
      }),

    update: (id: number, input: ScheduleInput): Promise<Schedule> =>
      caller.send({
        route: "POST /servers/:server/schedules/:schedule",
        params: { server, schedule: id },
        json: scheduleBody(input),
        read: json(item(schedule)),
      }),

    /** Runs it now. Also succeeds, doing nothing, when it is for running servers only and this one is not. */
    execute: (id: number): Promise<void> =>
      caller.send({
        route: "POST /servers/:server/schedules/:schedule/execute",
        params: { server, schedule: id },
        read: nothing,
      }),

    delete: (id: number): Promise<void> =>
      caller.send({
        route: "DELETE /servers/:server/schedules/:schedule",
        params: { server, schedule: id },
        read: nothing,
      }),

    addTask: (id: number, input: TaskInput): Promise<Task> =>
      caller.send({
        route: "POST /servers/:server/schedules/:schedule/tasks",
        params: { server, schedule: id },
        json: taskBody(input),
        read: json(item(task)),
      }),

    updateTask: (id: number, taskId: number, input: TaskInput): Promise<Task> =>
      caller.send({
        route: "POST /servers/:server/schedules/:schedule/tasks/:task",
        params: { server, schedule: id, task: taskId },
        json: taskBody(input),
        read: json(item(task)),
      }),

    removeTask: (id: number, taskId: number): Promise<void> =>
      caller.send({
        route: "DELETE /servers/:server/schedules/:schedule/tasks/:task",
        params: { server, schedule: id, task: taskId },
        read: nothing,
      }),
  };
}
