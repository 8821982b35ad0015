/** What people type for a time → the fields of a schedule, and what they may have meant. Pure. */
import type { Cron } from "../panel/panel.ts";
import { parseCron } from "./cron-fields.ts";

const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

const every = "*";
const daily: Cron = { minute: "0", hour: "4", dayOfMonth: every, month: every, dayOfWeek: every };

/** `04:30`, `every day at 4:30`, `monday 04:30`, `hourly`, `every 6 hours`, `0 4 * * *`; undefined for anything else. */
export function parseWhen(typed: string): Cron | undefined {
  const text = typed.trim().toLowerCase();
  return parseInterval(text) ?? parseTimeOfDay(text) ?? parseCron(typed);
}

function parseInterval(text: string): Cron | undefined {
  const [, hourly, count = "1", unit] =
    /^(?:(hourly)|every (?:(\d{1,2}) )?(minute|hour)s?)$/.exec(text) ?? [];
  if (hourly === undefined && unit === undefined) return undefined;
  const each = count === "1" ? every : `*/${count}`;
  return unit === "minute" ? { ...daily, minute: each, hour: every } : { ...daily, hour: each };
}

function parseTimeOfDay(text: string): Cron | undefined {
  const [, day = "day", hour, minute] =
    /^(?:(?:every )?(day|daily|weekday|[a-z]{3,9}day)s?(?:,? at)? )?(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  const at = { ...daily, hour: String(Number(hour)), minute: String(Number(minute)) };
  if (day === "day" || day === "daily") return at;
  if (day === "weekday") return { ...at, dayOfWeek: "1-5" };
  const index = weekdays.indexOf(day);
  return index === -1 ? undefined : { ...at, dayOfWeek: String(index) };
}

const common = ["every day at 04:00", "every 6 hours", "hourly", "every monday at 04:00", "every 30 minutes"];

/** The times that somebody who has typed so much may mean, likeliest first. */
export function suggestWhen(typed: string): Cron[] {
  const text = typed.trim();
  const meant = parseWhen(text);
  const time = /\d{1,2}:\d{2}/.exec(text)?.[0];
  const around =
    time === undefined ? common : ["day", "weekday", ...weekdays].map((day) => `every ${day} at ${time}`);
  const others = around.filter(
    (phrase) => time !== undefined || meant !== undefined || phrase.includes(text.toLowerCase()),
  );
  const all = [meant, ...others.map(parseWhen)].filter((cron) => cron !== undefined);
  return [...new Map(all.map((cron) => [JSON.stringify(cron), cron])).values()];
}
