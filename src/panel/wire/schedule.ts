/** Schedules and their tasks. */
import { z } from "zod";
import { maybeList } from "./envelope.ts";
import { amount, flag, maybeMoment, text } from "./json.ts";

/** Five cron fields; they count in the panel's time zone. */
export interface Cron {
  readonly minute: string;
  readonly hour: string;
  readonly dayOfMonth: string;
  readonly month: string;
  readonly dayOfWeek: string;
}

export interface Task {
  readonly id: number;
  readonly sequence: number;
  /** `command`, `power`, `backup`, or a word that is new to us. */
  readonly action: string;
  /** The command, the signal, or a backup's ignored files. */
  readonly payload: string;
  /** Seconds after the task before it. */
  readonly offsetSeconds: number;
  readonly isQueued: boolean;
  readonly continuesOnFailure: boolean;
}

export interface Schedule {
  readonly id: number;
  readonly name: string;
  readonly cron: Cron;
  readonly isActive: boolean;
  readonly isProcessing: boolean;
  readonly onlyWhenOnline: boolean;
  readonly lastRunAt?: Date | undefined;
  readonly nextRunAt?: Date | undefined;
  /** Of the schedule itself; changes of its tasks may not count. */
  readonly updatedAt?: Date | undefined;
  /** In their order. */
  readonly tasks: readonly Task[];
}

export const task: z.ZodType<Task> = z
  .object({
    id: z.number(),
    sequence_id: amount,
    action: text,
    payload: text,
    time_offset: amount,
    is_queued: flag,
    continue_on_failure: flag,
  })
  .transform((wire) => ({
    id: wire.id,
    sequence: wire.sequence_id,
    action: wire.action,
    payload: wire.payload,
    offsetSeconds: wire.time_offset,
    isQueued: wire.is_queued,
    continuesOnFailure: wire.continue_on_failure,
  }));

const field = z.coerce.string().catch("*");
const cron = z.object({
  minute: field,
  hour: field,
  day_of_month: field,
  month: field,
  day_of_week: field,
});

export const schedule: z.ZodType<Schedule> = z
  .object({
    id: z.number(),
    name: text,
    cron,
    is_active: flag,
    is_processing: flag,
    only_when_online: flag,
    last_run_at: maybeMoment,
    next_run_at: maybeMoment,
    updated_at: maybeMoment,
    relationships: z.object({ tasks: maybeList(task) }).catch({ tasks: undefined }),
  })
  .transform((wire) => ({
    id: wire.id,
    name: wire.name,
    cron: {
      minute: wire.cron.minute,
      hour: wire.cron.hour,
      dayOfMonth: wire.cron.day_of_month,
      month: wire.cron.month,
      dayOfWeek: wire.cron.day_of_week,
    },
    isActive: wire.is_active,
    isProcessing: wire.is_processing,
    onlyWhenOnline: wire.only_when_online,
    lastRunAt: wire.last_run_at,
    nextRunAt: wire.next_run_at,
    updatedAt: wire.updated_at,
    tasks: (wire.relationships.tasks ?? []).toSorted((a, b) => a.sequence - b.sequence),
  }));
