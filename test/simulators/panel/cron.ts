/** Cron expressions of five fields: whether one is valid, and when it is due next (UTC). */
import type { Schedule } from "./world.ts";

const ranges: [number, number][] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
];
const minuteMs = 60_000;
const searchDays = 366;

/** The numbers a field allows; `undefined` when it is not a field. */
function parseField(field: string, [low, high]: [number, number]): Set<number> | undefined {
  const allowed = new Set<number>();
  for (const part of field.split(",")) {
    const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (!match) return undefined;
    const [, from, to, every] = match;
    const start = from === undefined ? low : Number(from);
    const end = from === undefined || (every !== undefined && to === undefined) ? high : Number(to ?? from);
    const step = Number(every ?? 1);
    if (start < low || end > high || start > end || step < 1) return undefined;
    for (let value = start; value <= end; value += step) allowed.add(value);
  }
  return allowed;
}

function parse(cron: Schedule["cron"]): Set<number>[] | undefined {
  const fields = [cron.minute, cron.hour, cron.dayOfMonth, cron.month, cron.dayOfWeek];
  const sets = fields.map((field, index) => parseField(field, ranges[index]!));
  return sets.every((set) => set !== undefined) ? sets : undefined;
}

export function isCron(cron: Schedule["cron"]): boolean {
  return parse(cron) !== undefined;
}

/** Real milliseconds of the next due minute after `from`, or null. */
export function nextRun(cron: Schedule["cron"], from: number): number | null {
  const [minutes, hours, days, months, weekdays] = parse(cron) ?? [];
  if (!minutes || !hours || !days || !months || !weekdays) return null;
  const onDay = (day: Date): boolean => {
    const week = weekdays.has(day.getUTCDay()) || (day.getUTCDay() === 0 && weekdays.has(7));
    const date = days.has(day.getUTCDate());
    // As cron has it: when both are restricted, either will do.
    const either = cron.dayOfMonth !== "*" && cron.dayOfWeek !== "*";
    return months.has(day.getUTCMonth() + 1) && (either ? week || date : week && date);
  };
  const first = Math.floor(from / minuteMs) * minuteMs + minuteMs;
  for (let day = 0; day <= searchDays; day += 1) {
    const start = day === 0 ? first : Math.floor(first / 86_400_000) * 86_400_000 + day * 86_400_000;
    if (!onDay(new Date(start))) continue;
    const end = (Math.floor(start / 86_400_000) + 1) * 86_400_000;
    for (let at = start; at < end; at += minuteMs) {
      const time = new Date(at);
      if (hours.has(time.getUTCHours()) && minutes.has(time.getUTCMinutes())) return at;
    }
  }
  return null;
}
