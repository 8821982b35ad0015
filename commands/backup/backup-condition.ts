/** How a backup is, in words: done, being made, stuck, or failed. Pure. */
import { bytesInWords, durationInWords } from "../../src/lib/text.ts";
import type { Backup } from "../../src/panel/panel.ts";

export type Condition = Backup["state"] | "stuck";

/** Longer than all but the largest servers take; the panel itself gives up after six hours. */
const stuckAfterMs = 60 * 60_000;

export function conditionOf({ state, createdAt }: Backup, now: number): Condition {
  return state === "pending" && now - createdAt.getTime() > stuckAfterMs ? "stuck" : state;
}

export const conditionMarks: Record<Condition, string> = {
  done: "🟢",
  pending: "🟡",
  stuck: "🟠",
  failed: "🔴",
};

/** `1.2 GiB`, `being made`, `stuck for 3 h`, `failed` */
export function conditionInWords(backup: Backup, now: number): string {
  switch (conditionOf(backup, now)) {
    case "done":
      return bytesInWords(backup.bytes);
    case "pending":
      return "being made";
    case "stuck":
      return `stuck for ${durationInWords(now - backup.createdAt.getTime())}`;
    case "failed":
      return "failed";
  }
}

/** Why a backup that is not done is of no use, as the end of a sentence; undefined when it is done. */
export function whyUnusable(backup: Backup, now: number): string | undefined {
  const reasons: Record<Condition, string | undefined> = {
    done: undefined,
    pending: "it is still being made",
    stuck: `it has been in the making for ${durationInWords(now - backup.createdAt.getTime())} and seems stuck`,
    failed: "it failed, so there is nothing in it",
  };
  return reasons[conditionOf(backup, now)];
}
