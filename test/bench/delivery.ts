/** How soon the lines of one load stood in a channel, whoever brought them there. */
import type { ChannelReader } from "./channel-reader.ts";
import { percentile } from "./measure.ts";
import { refusals, type World } from "./stage.ts";

export interface Delivery {
  /** Of each line that came, from its print until it could be read, in ms. */
  delays: readonly number[];
  total: number;
  /** From the end of the load until nobody looked any more. */
  deadlineMs: number;
  /** How often Discord or the panel answered 429. */
  limited: number;
}

/** Takes what `reader` has seen so far. `printedAt` tells of each line, from 1, when it was printed. */
export function deliveryOf(
  { world, reader }: { world: World; reader: ChannelReader },
  { total, deadlineMs, printedAt }: Pick<Delivery, "total" | "deadlineMs"> & { printedAt: PrintedAt },
): Delivery {
  const delays = Array.from(reader.seenAt, ([number, at]) => at - printedAt(number));
  return { delays, total, deadlineMs, limited: refusals(world) };
}

/** In ms since the Unix epoch. */
export type PrintedAt = (line: number) => number;

/** When the lines of a flood that began at `startedAt` were printed. */
export function steadily(startedAt: number, linesPerSecond: number): PrintedAt {
  return (line) => startedAt + ((line - 1) / linesPerSecond) * 1000;
}

/** How long they took; how many came when not all did. */
export function deliveryInWords({ delays, total, deadlineMs }: Delivery): string {
  if (delays.length < total)
    return `${counted(delays.length)} of ${counted(total)} after ${deadlineMs / 1000} s`;
  const [p50, p95] = [50, 95].map((percent) => (percentile(delays, percent) / 1000).toFixed(1));
  return `p50 ${p50}, p95 ${p95} s`;
}

const counted = (lines: number): string => lines.toLocaleString("en-US");
