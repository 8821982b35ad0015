/** Lives of a server as they may happen, at random: what is told of them is true, told once, and over when it is over. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nothingKnown, type ServerMemory } from "../../src/alerts/server-memory.ts";
import { watchServer } from "../../src/alerts/server-watch.ts";
import type { Change, Signal } from "../../src/alerts/signal.ts";
import type { ServerState } from "../../src/wings/stats.ts";

const runs = { numRuns: 2000 };

const proof = (code: number): string[] => [
  "---------- Detected server process in a crashed state! ----------",
  `Exit code: ${code}`,
  "Out of memory: false",
];

/** A server and its node, and what a watcher is told of them. */
class Life {
  memory: ServerMemory = nothingKnown;
  at = 0;
  state: ServerState = "unknown";
  readonly told: Change[] = [];
  /** When it went down because somebody asked the panel for it, which tells when it is asked. */
  readonly wishes = new Set<number>();
  /** When it went down with nobody asking for it. */
  readonly crashes = new Set<number>();

  signal(signal: Signal): void {
    const { memory, changes } = watchServer(this.memory, signal);
    this.memory = memory;
    this.told.push(...changes);
    for (const change of changes) if (change.type === "unexplained") this.#answer(change.downAt);
  }

  #answer(downAt: number): void {
    this.signal({ type: "answer", at: this.at, downAt, isWished: this.wishes.has(downAt) });
  }

  becomes(state: ServerState, how: Partial<Extract<Signal, { type: "state" }>> = {}): void {
    if (state === this.state) return;
    const { at, state: previous } = this;
    this.state = state;
    const usual = { isExpected: false, isSeen: true, isGoodbye: false };
    this.signal({ type: "state", at, state, previous, ...usual, ...how });
  }

  says(texts: readonly string[]): void {
    for (const text of texts) this.signal({ type: "daemon", text, at: this.at });
  }

  passes(ms: number): void {
    const end = this.at + ms;
    while (this.at < end) {
      this.at = Math.min(end, this.at + 5000);
      this.signal({ type: "tick", at: this.at, isLive: true });
    }
  }

  get isUp(): boolean {
    return this.state === "running" || this.state === "starting";
  }
}

type Step = (life: Life) => void;

const starts: Step = (life) => {
  if (!life.isUp) life.becomes("starting");
};
const isReady: Step = (life) => {
  if (life.state === "starting") life.becomes("running");
};
const crashes =
  (words: "before" | "after" | "none", givesUp: boolean): Step =>
  (life) => {
    if (!life.isUp) return;
    life.crashes.add(life.at);
    if (words === "before") life.says(proof(137));
    life.becomes("offline");
    if (words === "after") life.says(proof(137));
    if (givesUp) life.says(["Aborting automatic restart, last crash occurred less than 60 seconds ago."]);
  };
/** From inside the game; the daemon takes that for a crash. */
const saysGoodbye =
  (isTold: boolean): Step =>
  (life) => {
    if (!life.isUp) return;
    life.becomes("offline", { isGoodbye: true });
    if (isTold) life.says(proof(0));
  };
/** Here or in the panel; Wings' `stopping` may be skipped, or overtaken. */
const isStopped =
  (order: "whole" | "skipped" | "unexplained" | "overtaken" | "swapped"): Step =>
  (life) => {
    if (!life.isUp) return;
    const isExpected = order === "skipped";
    if (order === "unexplained") life.wishes.add(life.at);
    if (order === "whole" || order === "swapped") life.becomes("stopping");
    if (order === "swapped") life.becomes("starting");
    life.becomes("offline", { isExpected });
    if (order !== "overtaken") return;
    life.becomes("stopping");
    life.becomes("offline");
  };
const passes =
  (ms: number): Step =>
  (life) => {
    life.passes(ms);
  };
const uses =
  (what: "disk" | "memory", percent: number): Step =>
  (life) => {
    life.signal({ type: "usage", at: life.at, [what]: percent });
  };

const pause = fc.constantFrom(100, 2000, 20_000, 61_000, 301_000, 700_000).map(passes);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom(starts, isReady),
  pause,
  fc.tuple(fc.constantFrom("before" as const, "after", "none"), fc.boolean()).map((how) => crashes(...how)),
  fc.boolean().map(saysGoodbye),
  fc.constantFrom("whole" as const, "skipped", "unexplained", "overtaken", "swapped").map(isStopped),
  fc
    .tuple(fc.constantFrom("disk" as const, "memory"), fc.integer({ min: 0, max: 110 }))
    .map((how) => uses(...how)),
);

function live(steps: readonly Step[]): Life {
  const life = new Life();
  for (const each of steps) {
    // Two things at the same moment cannot be told apart.
    life.at += 1;
    each(life);
  }
  return life;
}

/** Everything that was raised is over before it is raised again, and only what was raised is over. */
function expectPairs(told: readonly Change[]): void {
  const open = { crash: false, stuck: false, disk: false, memory: false };
  for (const change of told) {
    if (change.type === "crashed") open.crash = true;
    else if (change.type === "recovered") expect([open.crash, (open.crash = false)]).toEqual([true, false]);
    else if (change.type === "stuck") expect([open.stuck, (open.stuck = true)]).toEqual([false, true]);
    else if (change.type === "unstuck") expect([open.stuck, (open.stuck = false)]).toEqual([true, false]);
    else if (change.type !== "unexplained")
      expect([open[change.what], (open[change.what] = change.type === "full")]).toEqual([
        change.type === "fits",
        change.type === "full",
      ]);
  }
}

const crashesIn = (told: readonly Change[]) => told.filter((change) => change.type === "crashed");

describe("whatever a server lives through,", () => {
  test("each crash is told, none that was a wish, and each once", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const life = live([...steps, passes(10_000)]);
        const counts = new Map<number, number>();
        for (const { downAt, count } of crashesIn(life.told)) {
          expect(counts.get(downAt) ?? count).toBe(count);
          counts.set(downAt, count);
        }
        expect(new Set(counts.keys())).toEqual(life.crashes);
      }),
      runs,
    );
  });

  test("what is raised is over once, and a crash is over as soon as the server runs", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const life = live([...steps, passes(10_000)]);
        expectPairs(life.told);
        const isDown = life.told.findLast(({ type }) => type === "crashed" || type === "recovered");
        if (life.state === "running") expect(isDown?.type).not.toBe("crashed");
        starts(life);
        isReady(life);
        const last = life.told.findLast(({ type }) => type === "crashed" || type === "recovered");
        expect(last?.type).not.toBe("crashed");
        const downAt = crashesIn(life.told).at(-1)?.downAt ?? 0;
        if (isDown?.type === "crashed") expect(last).toEqual({ type: "recovered", downMs: life.at - downAt });
        expect(life.told.filter(({ type }) => type === "stuck")).toHaveLength(
          life.told.filter(({ type }) => type === "unstuck").length,
        );
      }),
      runs,
    );
  });
});

test("signals in any order, however little sense they make, are told in pairs", () => {
  const state = fc.constantFrom<ServerState>("unknown", "offline", "starting", "running", "stopping");
  const text = fc.constantFrom(
    ...proof(1),
    "Exit code: 0",
    "Out of memory: true",
    "Aborting automatic restart, x",
  );
  const flags = {
    isExpected: fc.boolean(),
    isSeen: fc.boolean(),
    isGoodbye: fc.boolean(),
    isNodeShaky: fc.boolean(),
  };
  const percent = fc.integer({ min: 0, max: 120 });
  const at = fc.constant(0);
  const signal: fc.Arbitrary<Signal> = fc.oneof(
    fc.record({ type: fc.constant("state" as const), at, state, previous: state, ...flags }),
    fc.record({ type: fc.constant("daemon" as const), at, text }),
    fc.record({ type: fc.constant("usage" as const), at, disk: percent, memory: percent }),
    fc.record({ type: fc.constant("tick" as const), at, isLive: fc.boolean(), isNodeShaky: fc.boolean() }),
  );
  const waits = fc.constantFrom(0, 1000, 30_000, 400_000);
  fc.assert(
    fc.property(fc.array(fc.tuple(signal, waits), { maxLength: 60 }), (signals) => {
      const life = new Life();
      for (const [next, waitMs] of signals) {
        life.at += waitMs;
        life.signal({ ...next, at: life.at });
      }
      expectPairs(life.told);
    }),
    runs,
  );
});
