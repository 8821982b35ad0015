/** Fleet events in the words of the reducer that watches one server. Pure. */
import type { ServerEvent } from "../fleet/server-event.ts";
import type { Limits } from "../panel/panel.ts";
import { daemonText } from "../wings/daemon-line.ts";
import type { Stats } from "../wings/stats.ts";
import { saysGoodbye } from "./crash-words.ts";
import type { Signal } from "./signal.ts";

export interface Surroundings {
  /** Monotonic. */
  readonly at: number;
  readonly limits: Limits;
  readonly isSocketOpen: boolean;
  readonly isNodeShaky: boolean;
  /** The panel took the server away, and stopped it for that. */
  readonly isBlocked: boolean;
  /** What was printed in this run, oldest first; asked only when a server goes down. */
  readonly linesOfRun: () => readonly string[];
}

export function signalsOf(event: ServerEvent, around: Surroundings): Signal[] {
  const { at } = around;
  switch (event.type) {
    case "lines":
      return event.lines.flatMap(({ text, source }): Signal[] => {
        const said = source === "daemon" ? daemonText(text) : undefined;
        return said === undefined ? [] : [{ type: "daemon", text: said, at }];
      });
    case "state":
      return [
        {
          type: "state",
          at,
          state: event.state,
          previous: event.previous,
          isExpected: event.expectedBy !== undefined || (around.isBlocked && !around.isSocketOpen),
          isSeen: around.isSocketOpen,
          isNodeShaky: around.isNodeShaky,
          isGoodbye: event.state === "offline" && saysGoodbye(around.linesOfRun()),
        },
      ];
    case "stats":
      return [usageOf(event.stats, around)];
    default:
      return [];
  }
}

const mib = 1024 ** 2;

/** A limit of 0 is none. */
function usageOf({ diskBytes, memoryBytes, memoryLimitBytes }: Stats, { at, limits }: Surroundings): Signal {
  // Nodes give a game more memory than the panel says: what counts is where it would be killed.
  const memoryLimit = Math.max(memoryLimitBytes, limits.memoryMib * mib);
  // A node that was restarted says 0 until it has counted.
  const isDiskKnown = limits.diskMib > 0 && diskBytes > 0;
  return {
    type: "usage",
    at,
    ...(isDiskKnown && { disk: (diskBytes / (limits.diskMib * mib)) * 100 }),
    ...(limits.memoryMib > 0 && { memory: (memoryBytes / memoryLimit) * 100 }),
  };
}
