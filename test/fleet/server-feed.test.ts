import { array, assert, asyncProperty, constantFrom, integer, oneof, record } from "fast-check";
import { expect, test } from "vitest";
import type { ServerEvent } from "../../src/fleet/server-event.ts";
import { ServerFeed } from "../../src/fleet/server-feed.ts";
import { ManualClock } from "../manual-clock.ts";

const idle = {
  memoryBytes: 0,
  memoryLimitBytes: 0,
  cpuPercent: 0,
  networkRxBytes: 0,
  networkTxBytes: 0,
  uptimeMs: 0,
  diskBytes: 0,
};

/**
 * A node with one server whose lines are all different: what is printed is heard at once while the token is good, and
 * stands in the log of the run, which can be asked for.
 */
class Node {
  readonly clock = new ManualClock();
  /** All that happened, in order. */
  readonly truth: string[] = [];
  readonly told: string[] = [];
  #log: string[] = [];
  #count = 0;
  #printedAt = 0;
  #isRunning = true;
  #isHeard = false;
  readonly #feed: ServerFeed;
  readonly #life = new AbortController();
  #isFresh = true;
  /** So many lines may still come before the history does: above that nothing is held back any more. */
  #waiting = Number.POSITIVE_INFINITY;
  #authorisations = 0;

  constructor() {
    this.#feed = new ServerFeed({
      clock: this.clock,
      signal: this.#life.signal,
      emit: (event) => {
        this.told.push(...wordsOf(event));
      },
      onLine: () => undefined,
      isHistory: () => true,
      stopExpectedBy: () => undefined,
    });
  }

  print(): void {
    if (!this.#isRunning || this.#waiting === 0) return;
    this.#waiting -= 1;
    this.#count += 1;
    this.#printedAt = this.clock.now();
    const text = `line ${this.#count}`;
    this.#log.push(text);
    this.truth.push(text);
    if (this.#isHeard) this.#feed.event({ type: "line", text });
  }

  /** Stops the server, or starts it: with a new log. */
  async turn(): Promise<void> {
    // A run of a few seconds that nobody saw is not to be had.
    if (!this.#isHeard) await this.clock.advance(11_000);
    this.#isRunning = !this.#isRunning;
    if (this.#isRunning) this.#log = [];
    const state = this.#isRunning ? "starting" : "offline";
    if (!this.#isHeard) return;
    this.truth.push(`${state} at ${this.clock.now()}`);
    this.#feed.event({ type: "status", state });
  }

  expire(): void {
    if (!this.#isHeard) return;
    this.#isHeard = false;
    this.#feed.event({ type: "jwt-error", kind: "expired" });
  }

  drop(): void {
    this.#isHeard = false;
    this.#feed.phase("down");
    this.#feed.phase("dialling");
    this.#isFresh = true;
  }

  /** The history comes when it was asked for, and the node has read it. */
  async authorise(askedAfterMs: number, readAfterMs: number): Promise<void> {
    if (this.#isHeard) return;
    this.#isHeard = true;
    this.#waiting = 9_000;
    this.#authorisations += 1;
    const authorisation = this.#authorisations;
    this.#feed.authorised(true);
    if (this.#isFresh) {
      this.#isFresh = false;
      const state = this.#isRunning ? "running" : "offline";
      this.#feed.event({ type: "status", state });
    }
    this.#feed.event({ type: "stats", stats: { ...idle, state: this.#isRunning ? "running" : "offline" } });
    await this.clock.sleep(askedAfterMs);
    if (!this.#isHeard || this.#authorisations !== authorisation) return;
    this.#feed.historyAsked();
    // The node looks first whether there is a log, and reads that one.
    if (!this.#isRunning) return;
    const log = this.#log;
    await this.clock.sleep(readAfterMs);
    // Fewer than three lines just before the history cannot be told from it.
    while (this.clock.now() - this.#printedAt < 50) await this.clock.sleep(10);
    if (!this.#isHeard || this.#authorisations !== authorisation || this.#log !== log) return;
    this.#waiting = Number.POSITIVE_INFINITY;
    for (const text of log.slice(-150)) this.#feed.event({ type: "line", text });
  }

  finish(): void {
    this.#life.abort();
    this.#feed.finish();
  }

  async end(): Promise<void> {
    await this.clock.advance(40_000);
    this.#life.abort();
    await this.clock.advance(1_000);
  }
}

function wordsOf(event: ServerEvent): string[] {
  switch (event.type) {
    case "lines":
      return event.lines.map(({ text }) => text);
    case "resumed":
      return [...(event.missed.complete ? [] : ["gap"]), ...event.missed.recovered.map(({ text }) => text)];
    case "state":
      return [`${event.state} at ${event.at}`];
    default:
      return [];
  }
}

interface Step {
  what: "print" | "turn" | "expire" | "drop" | "nothing";
  lines: number;
  afterMs: number;
  downMs: number;
  askedAfterMs: number;
  readAfterMs: number;
}

const step = record<Step>({
  what: constantFrom("print", "print", "print", "print", "nothing", "turn", "expire", "drop"),
  lines: oneof(
    { weight: 9, arbitrary: integer({ min: 1, max: 12 }) },
    { weight: 1, arbitrary: constantFrom(149, 151, 400) },
  ),
  afterMs: constantFrom(0, 1, 30, 100, 300, 1_000, 8_000),
  downMs: constantFrom(0, 20, 500, 2_000, 15_000),
  askedAfterMs: constantFrom(0, 0, 0, 40, 1_500, 5_000),
  readAfterMs: constantFrom(0, 5, 100, 600, 2_000),
});

async function play(steps: readonly Step[]): Promise<Node> {
  const node = new Node();
  void node.authorise(0, 0);
  await node.clock.advance(10_000);
  for (const { what, lines, afterMs, downMs, askedAfterMs, readAfterMs } of steps) {
    if (what === "print") for (let line = 0; line < lines; line += 1) node.print();
    if (what === "turn") await node.turn();
    if (what === "expire" || what === "drop") {
      node[what]();
      void node.clock.sleep(downMs).then(() => node.authorise(askedAfterMs, readAfterMs));
    }
    await node.clock.advance(Math.max(1, afterMs));
  }
  await node.end();
  return node;
}

/** Where what was told differs from what happened: out of order, twice, or missing without a word. */
function faultsIn({ truth, told }: Node): string[] {
  const faults: string[] = [];
  let next = 0;
  let isGapTold = false;
  for (const words of told) {
    if (words === "gap") isGapTold = true;
    const at = truth.indexOf(words);
    if (at === -1) continue;
    const skipped = truth.slice(next, at).filter((one) => one.startsWith("line"));
    if (at < next) faults.push(`${words} came late, or twice`);
    else if (skipped.length > 0 && !isGapTold) faults.push(`${skipped.join(", ")} missing before ${words}`);
    next = Math.max(next, at + 1);
    isGapTold = false;
  }
  const rest = truth.slice(next).filter((one) => one.startsWith("line"));
  if (rest.length > 0 && !isGapTold) faults.push(`${rest.join(", ")} missing at the end`);
  return faults;
}

test("whatever becomes of socket, token and history, nothing is told twice, out of order, or missing without a word", async () => {
  await assert(
    asyncProperty(array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
      const node = await play(steps);
      const faults = faultsIn(node);
      if (faults.length > 0) faults.push(`truth: ${node.truth.join(", ")}`, `told: ${node.told.join(", ")}`);
      expect(faults).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test("what a history has brought is told at the end of the program, but no guess", async () => {
  const endsAfter = async (ms: number): Promise<string[]> => {
    const node = new Node();
    void node.authorise(0, 0);
    await node.clock.advance(10_000);
    node.print();
    node.drop();
    node.print();
    void node.authorise(0, 100);
    await node.clock.advance(50);
    node.print();
    await node.clock.advance(ms);
    node.finish();
    return node.told.filter((words) => words.startsWith("line"));
  };
  expect(await endsAfter(100)).toEqual(["line 1", "line 2", "line 3"]);
  expect(await endsAfter(0)).toEqual(["line 1"]);
});

test("a history that is read slowly is awaited, also when the server started and stopped meanwhile", async () => {
  const none = { lines: 1, afterMs: 1, downMs: 0, askedAfterMs: 0, readAfterMs: 0 };
  const node = await play([
    { ...none, what: "drop", afterMs: 1_000, askedAfterMs: 1_500, readAfterMs: 2_000 },
    { ...none, what: "turn" },
    { ...none, what: "turn", afterMs: 1_000 },
    { ...none, what: "print" },
    { ...none, what: "turn" },
  ]);
  expect(faultsIn(node)).toEqual([]);
});

test("a history is compared with the lines of its own run: it holds no others", async () => {
  const none = { lines: 1, afterMs: 100, downMs: 0, askedAfterMs: 0, readAfterMs: 0 };
  const node = await play([
    { ...none, what: "print" },
    { ...none, what: "turn" },
    { ...none, what: "turn" },
    { ...none, what: "print" },
    { ...none, what: "expire", askedAfterMs: 5_000 },
    { ...none, what: "print" },
  ]);
  expect(faultsIn(node)).toEqual([]);
  expect(node.told).not.toContain("gap");
});
