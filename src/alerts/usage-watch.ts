/** How full a server's disk and memory are, and what is told of that. Pure. */
import type { Change, Signal } from "./signal.ts";
import { diskLimit, measure, memoryLimit, type Fullness } from "./threshold.ts";

type Both = Readonly<Record<"disk" | "memory", Fullness>>;
type Usage = Extract<Signal, { type: "usage" }>;

const limits = { disk: diskLimit, memory: memoryLimit } as const;

/** `fullness` is `before` itself when nothing is different. */
export function measureUsage(before: Both, usage: Usage): { fullness: Both; changes: readonly Change[] } {
  let fullness = before;
  const changes: Change[] = [];
  for (const what of ["disk", "memory"] as const) {
    const percent = usage[what];
    if (percent === undefined) continue;
    const measured = measure(before[what], limits[what], { percent, at: usage.at });
    if (measured.fullness !== before[what])
      fullness = { disk: fullness.disk, memory: fullness.memory, [what]: measured.fullness };
    if (measured.change)
      changes.push({ type: measured.change === "raised" ? "full" : "fits", what, percent });
  }
  return { fullness, changes };
}
