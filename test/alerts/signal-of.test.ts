import { expect, test } from "vitest";
import { signalsOf } from "../../src/alerts/signal-of.ts";
import type { Limits } from "../../src/panel/panel.ts";

const mib = 1024 ** 2;

function usage(
  stats: { diskBytes?: number; memoryBytes?: number; memoryLimitBytes?: number },
  limits: object,
) {
  const event = {
    type: "stats",
    at: 0,
    stats: {
      diskBytes: 50 * mib,
      memoryBytes: 100 * mib,
      memoryLimitBytes: 0,
      cpuPercent: 0,
      uptimeMs: 1,
      networkRxBytes: 0,
      networkTxBytes: 0,
      state: "running" as const,
      ...stats,
    },
  } as const;
  return signalsOf(event, {
    at: 7,
    limits: { diskMib: 100, memoryMib: 100, ...limits } as Limits,
    isSocketOpen: true,
    isNodeShaky: false,
    isBlocked: false,
    linesOfRun: () => [],
  });
}

test.each([
  ["is measured against the limits", {}, {}, { disk: 50, memory: 100 }],
  [
    "of memory is measured where the node would kill the game",
    { memoryLimitBytes: 125 * mib },
    {},
    { disk: 50, memory: 80 },
  ],
  ["is none where there is no limit", {}, { diskMib: 0, memoryMib: 0 }, {}],
  ["of a disk that was not counted yet is not known", { diskBytes: 0 }, {}, { memory: 100 }],
])("usage %s", (_, stats, limits, expected) => {
  expect(usage(stats, limits)).toEqual([{ type: "usage", at: 7, ...expected }]);
});
