/** The five fields of a schedule as text, and what is wrong with them, before the panel is asked. Pure. */
import type { Cron } from "../panel/panel.ts";

interface FieldRule {
  key: keyof Cron;
  name: string;
  low: number;
  high: number;
  words?: readonly string[];
  /** Further forms that panels take: the last day, the nearest weekday, the second Friday. */
  special?: RegExp;
}

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** In the order in which cron writes them. */
const rules: readonly FieldRule[] = [
  { key: "minute", name: "minute", low: 0, high: 59 },
  { key: "hour", name: "hour", low: 0, high: 23 },
  { key: "dayOfMonth", name: "day of the month", low: 1, high: 31, special: /^(\?|LW?|\d{1,2}W)$/ },
  { key: "month", name: "month", low: 1, high: 12, words: months },
  {
    key: "dayOfWeek",
    name: "day of the week",
    low: 0,
    high: 7,
    words: days,
    special: /^(\?|\w{1,3}L|\w{1,3}#[1-5])$/,
  },
];

/** `0 4 * * *` */
export function cronText(cron: Cron): string {
  return rules.map(({ key }) => cron[key]).join(" ");
}

/** Five fields with blanks between; undefined when there are not five. Says nothing about what is in them. */
export function parseCron(text: string): Cron | undefined {
  const fields = text.trim().split(/\s+/);
  const [minute, hour, dayOfMonth, month, dayOfWeek] = fields;
  if (fields.length !== rules.length || !minute || !hour || !dayOfMonth || !month || !dayOfWeek)
    return undefined;
  return { minute, hour, dayOfMonth, month, dayOfWeek };
}

/** One kind sentence about the first field that cannot be right, or nothing. */
export function problemWithCron(cron: Cron): string | undefined {
  const wrong = rules.find((rule) => !isField(cron[rule.key], rule));
  if (!wrong) return undefined;
  const { key, name, low, high, words } = wrong;
  const named = words ? ` or a name like ${words[1]}` : "";
  return `The ${name} cannot be “${cron[key]}”: use a number from ${low} to ${high}${named}, \`*\` for every one, \`*/5\` for every fifth, \`1-5\` for a range, or several with commas between.`;
}

function isField(field: string, rule: FieldRule): boolean {
  return field.split(",").every((part) => isPart(part.toUpperCase(), rule));
}

function isPart(part: string, rule: FieldRule): boolean {
  if (rule.special?.test(part)) return true;
  const match = /^(?:\*|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(part);
  if (!match) return false;
  const [, from, to, step] = match;
  if (step !== undefined && (Number(step) < 1 || Number(step) > rule.high)) return false;
  if (from === undefined) return true;
  const first = valueOf(from, rule);
  const last = to === undefined ? first : valueOf(to, rule);
  return first !== undefined && last !== undefined && first <= last;
}

function valueOf(text: string, { low, high, words = [] }: FieldRule): number | undefined {
  const index = words.indexOf(text);
  const value = index === -1 ? Number(/^\d{1,2}$/.exec(text)?.[0] ?? Number.NaN) : index + low;
  return value >= low && value <= high ? value : undefined;
}
