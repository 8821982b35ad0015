import { once } from "node:events";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { Worker } from "node:worker_threads";
import { afterEach, expect, test } from "vitest";
import { createFleet, type Fleet } from "../../src/fleet/fleet.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { silentLog } from "../../src/lib/logger.ts";
import { FakePanel } from "./fake-panel.ts";

/** Two seconds of the node's own ceiling, 20,000 a second. */
const lines = 40_000;
const perTick = 100;

let fleet: Fleet;
let worker: Worker;
afterEach(async () => {
  await fleet.stop();
  await worker.terminate();
});

/** The number in a line of the flood. */
function numberOf(text: string): number {
  return Number(/line (\d+) of/.exec(text)?.[1]);
}

test("a flood is told whole and in order, and leaves the process free for others", async () => {
  worker = new Worker(new URL("flood-node.ts", import.meta.url), { workerData: { lines, perTick } });
  const [port] = (await once(worker, "message")) as [number];
  const panel = new FakePanel(systemClock, `ws://127.0.0.1:${port}/`);
  const options = { panel: panel.panel, origin: "https://panel.example", servers: "all" } as const;
  fleet = createFleet({ ...options, clock: systemClock, log: silentLog });
  const opened = new Promise<void>((resolve) => {
    fleet.subscribe((event) => {
      if (event.type === "socket" && event.socket === "open") resolve();
    });
  });
  await fleet.start();
  await opened;

  const delay = monitorEventLoopDelay({ resolution: 5 });
  let next = 0;
  let events = 0;
  const heapBefore = process.memoryUsage().heapUsed;
  let heapMost = heapBefore;
  const finished = new Promise<void>((resolve) => {
    fleet.subscribe((event) => {
      if (event.type !== "lines") return;
      events += 1;
      heapMost = Math.max(heapMost, process.memoryUsage().heapUsed);
      for (const line of event.lines) {
        if (numberOf(line.text) !== next) throw new Error(`${line.text} in place of ${next}`);
        next += 1;
      }
      if (next === lines) resolve();
    });
  });
  delay.enable();
  worker.postMessage("flood", []);
  await finished;
  delay.disable();

  expect(delay.percentile(99) / 1e6).toBeLessThan(50);
  expect(events).toBeLessThan(lines / 100);
  expect(fleet.default.recentLines(1_000)).toHaveLength(200);
  expect((heapMost - heapBefore) / 1024 ** 2).toBeLessThan(64);
});
