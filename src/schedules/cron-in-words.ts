/** A schedule's times as people say them. Pure. */
import cronstrue from "cronstrue";
import { code } from "../lib/markdown.ts";
import type { Cron } from "../panel/panel.ts";
import { cronText } from "./cron-fields.ts";

/** `every day at 04:00`; the fields themselves where there are no words for them. */
export function cronInWords(cron: Cron): string {
  const text = cronText(cron);
  let words: string;
  try {
    words = cronstrue.toString(text, { use24HourTimeFormat: true });
  } catch {
    // What the panel keeps need not be what this library can say; the fields are still true.
    return `at ${code(text)}`;
  }
  return words
    .replace(/^At (\d\d:\d\d)$/, "every day at $1")
    .replace(/^At (\d\d:\d\d), only on (\w+(?:(?:, | and )\w+)*)$/, "every $2 at $1")
    .replace(/^At (\d\d:\d\d), (\w+) through (\w+)$/, "$2 to $3 at $1")
    .replace(/^[AEO](?=[a-z])/, (letter) => letter.toLowerCase());
}
