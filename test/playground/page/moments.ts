/** Moments in words, as Discord writes `<t:…>` and as clocks stand beside messages. Pure: the present is an argument. */

const styles: Record<string, Intl.DateTimeFormatOptions> = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};

const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

/** `style` is one of `tTdDfFsSR`. */
export function momentInWords(seconds: number, style: string, nowMs: number): string {
  if (style === "R") return relative(seconds - nowMs / 1000);
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return "at no time";
  return new Intl.DateTimeFormat(undefined, styles[style] ?? styles["f"]).format(date);
}

function relative(inSeconds: number): string {
  const size = Math.abs(inSeconds);
  const [unit, length] = units.find(([, one]) => size >= one) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(
    Math.round(inSeconds / length),
    unit,
  );
}

/** `14:03` today, with the date before. */
export function clockTime(ms: number, nowMs: number): string {
  const isToday = new Date(ms).toDateString() === new Date(nowMs).toDateString();
  const options: Intl.DateTimeFormatOptions = isToday
    ? { timeStyle: "short" }
    : { dateStyle: "short", timeStyle: "short" };
  return new Intl.DateTimeFormat(undefined, options).format(ms);
}

/** `3 d 4 h`, `12 min`, `8 s`. */
export function durationInWords(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3600)} h`;
}
