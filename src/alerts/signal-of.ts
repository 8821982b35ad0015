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
  /** The last lines, oldest first; asked only when a server goes down. */
  readonly lastLines: () => readonly string[];
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
          isExpected: event.expectedBy !== undefined,
          isSeen: around.isSocketOpen,
          isNodeShaky: around.isNodeShaky,
          isGoodbye: event.state === "offline" && saysGoodbye(around.lastLines()),
        },
      ];
    case "stats":
      return [usageOf(event.stats, around)];
    default:
      return [];
  }
}

/** A limit of 0 is none. */
function usageOf({ diskBytes, memoryBytes }: Stats, { at, limits }: Surroundings): Signal {
  const percent = (bytes: number, limitMib: number): number => (bytes / (limitMib * 1024 ** 2)) * 100;
  return {
    type: "usage",
    at,
    ...(limits.diskMib > 0 && { disk: percent(diskBytes, limits.diskMib) }),
    ...(limits.memoryMib > 0 && { memory: percent(memoryBytes, limits.memoryMib) }),
  };
}
