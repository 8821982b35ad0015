import { describe, expect, test } from "vitest";
import { nothingKnown, type ServerMemory } from "../../src/alerts/server-memory.ts";
import { loopWithinMs, watchServer } from "../../src/alerts/server-watch.ts";
import type { Change, Signal } from "../../src/alerts/signal.ts";
import { recall } from "../../src/alerts/recall.ts";
import type { ServerState } from "../../src/wings/stats.ts";

/** A server's life in a few words, and what is told of it. */
class Story {
  memory: ServerMemory = nothingKnown;
  at = 0;
  readonly told: Change[] = [];

  signal(signal: Signal): this {
    const { memory, changes } = watchServer(this.memory, signal);
    this.memory = memory;
    this.told.push(...changes);
    return this;
  }

  becomes(
    state: ServerState,
    how: { isExpected?: boolean; isSeen?: boolean; isGoodbye?: boolean; isNodeShaky?: boolean } = {},
  ): this {
    return this.signal({
      type: "state",
      at: this.at,
      state,
      previous: this.memory.state,
      isExpected: false,
      isSeen: true,
      isGoodbye: false,
      ...how,
    });
  }

  says(...texts: string[]): this {
    for (const text of texts) this.signal({ type: "daemon", text, at: this.at });
    return this;
  }

  later(ms: number, isLive = true, isNodeShaky = false): this {
    this.at += ms;
    return this.signal({ type: "tick", at: this.at, isLive, isNodeShaky });
  }

  uses(usage: { disk?: number; memory?: number }): this {
    return this.signal({ type: "usage", at: this.at, ...usage });
  }

  answered(isWished: boolean, downAt = this.memory.fall?.at ?? 0): this {
    return this.signal({ type: "answer", at: this.at, downAt, isWished });
  }

  get kinds(): string[] {
    return this.told.map(({ type }) => type);
  }
}

const crashWords = (code: number, oom = false): string[] => [
  "---------- Detected server process in a crashed state! ----------",
  `Exit code: ${code}`,
  `Out of memory: ${oom}`,
];
const running = (): Story => new Story().becomes("running");

describe("a crash", () => {
  test("is told with what the daemon says, once", () => {
    const story = running()
      .becomes("offline")
      .says(...crashWords(137, true))
      .later(60_000);
    expect(story.told).toEqual([
      {
        type: "crashed",
        count: 1,
        downAt: 0,
        exitCode: 137,
        isOutOfMemory: true,
        isGivenUp: false,
        isSeen: true,
      },
    ]);
  });

  test("is told although the daemon's words came first", () => {
    expect(
      running()
        .says(...crashWords(1))
        .becomes("offline").told,
    ).toMatchObject([{ exitCode: 1 }]);
  });

  test("is told without the daemon's words, after a moment", () => {
    const story = running().becomes("offline");
    expect(story.later(1000).kinds).toEqual([]);
    expect(story.later(2500).told).toEqual([{ type: "unexplained", downAt: 0, upAt: 0, isSeen: true }]);
    expect(story.answered(false).told.slice(1)).toMatchObject([{ type: "crashed", isSeen: true }]);
  });

  test("is told of when the node skips the state in which it is down", () => {
    const story = running()
      .says(...crashWords(1))
      .becomes("starting")
      .later(2000)
      .becomes("running");
    expect(story.told).toMatchObject([
      { type: "crashed", exitCode: 1, count: 1, downAt: 0 },
      { type: "recovered", downMs: 2000 },
    ]);
  });

  test("that is explained late, when the server runs again, is over", () => {
    const story = running().becomes("offline").becomes("starting").becomes("running");
    expect(story.says(...crashWords(1)).kinds).toEqual(["unexplained", "crashed", "recovered"]);
  });

  test.each(["running", "starting"] as const)(
    "after a word that nobody knows is one, if it was %s",
    (state) => {
      const story = new Story().becomes(state).becomes("unknown").becomes("offline");
      expect(story.says(...crashWords(1)).told).toMatchObject([{ type: "crashed", exitCode: 1 }]);
    },
  );

  test.each(["stopping", "offline"] as const)("is not what follows such a word, if it was %s", (state) => {
    const story = new Story().becomes("running").becomes(state, { isExpected: true });
    expect(story.becomes("unknown").becomes("offline").later(60_000).kinds).toEqual([]);
  });

  test("is not what is found at the start", () => {
    expect(new Story().becomes("unknown").becomes("offline").later(60_000).kinds).toEqual([]);
  });

  test("while it starts is one, too", () => {
    const story = new Story().becomes("starting").becomes("offline").later(5000);
    expect(story.answered(false).kinds).toEqual(["unexplained", "crashed"]);
  });

  test("is told again as the same when the node gives up", () => {
    const story = running()
      .becomes("offline")
      .says(...crashWords(1), "Aborting automatic restart, last crash occurred less than 60 seconds ago.");
    expect(story.told).toMatchObject([
      { count: 1, isGivenUp: false },
      { count: 1, isGivenUp: true },
    ]);
  });

  test("counts up in a loop, and begins anew after a quiet time", () => {
    const story = running();
    for (const pause of [20_000, 30_000, loopWithinMs + 1000]) {
      story
        .becomes("offline")
        .says(...crashWords(1))
        .becomes("starting")
        .becomes("running")
        .later(pause);
    }
    story.becomes("offline").says(...crashWords(1));
    expect(
      story.told.filter(({ type }) => type === "crashed").map((crash) => "count" in crash && crash.count),
    ).toEqual([1, 2, 3, 1]);
  });

  test("does not take the exit code of the crash before", () => {
    const story = running()
      .becomes("offline")
      .says(...crashWords(137))
      .becomes("starting")
      .becomes("running");
    story.becomes("offline").later(4000);
    expect(story.told.at(-1)).not.toHaveProperty("exitCode");
  });

  test("ends with how long it was down", () => {
    const story = running()
      .becomes("offline")
      .says(...crashWords(1))
      .later(40_000)
      .becomes("starting")
      .becomes("running");
    expect(story.told.at(-1)).toEqual({ type: "recovered", downMs: 40_000 });
  });
});

describe("a stop by the node, because the disk is full,", () => {
  const full = "Server is exceeding the assigned disk space limit, stopping process now.";

  test.each<[string, ServerState[]]>([
    ["in good order", ["stopping", "offline"]],
    ["with a state that was skipped", ["offline"]],
  ])("%s is told at once, and over when it runs again", (_how, states) => {
    const story = running().says(full);
    for (const state of states) story.becomes(state);
    expect(story.told).toMatchObject([{ type: "crashed", count: 1, isDiskFull: true }]);
    story.later(60_000).becomes("starting").becomes("running");
    expect(story.told.slice(1)).toEqual([{ type: "recovered", downMs: 60_000 }]);
    expect(story.becomes("stopping").becomes("offline").later(60_000).told).toHaveLength(2);
  });

  test("is none long after the node said so: it may have started again unseen", () => {
    const story = running()
      .says(full)
      .later(60 * 60_000);
    expect(story.becomes("stopping").becomes("offline").later(60_000).kinds).toEqual([]);
  });

  test("is none when somebody stopped it here", () => {
    const story = running().says(full).becomes("stopping", { isExpected: true });
    expect(story.becomes("offline", { isExpected: true }).later(60_000).kinds).toEqual([]);
  });
});

describe("no crash", () => {
  test.each<[string, (story: Story) => Story]>([
    ["a stop that somebody asked for here", (story) => story.becomes("offline", { isExpected: true })],
    ["a stop that passes through stopping", (story) => story.becomes("stopping").becomes("offline")],
    [
      "an end in good order from inside the game",
      (story) => story.becomes("offline", { isGoodbye: true }).says(...crashWords(0)),
    ],
    ["the same where the node says nothing of it", (story) => story.becomes("offline", { isGoodbye: true })],
    ["the first state that is heard", () => new Story().becomes("offline")],
  ])("%s", (_what, happens) => {
    expect(happens(running()).later(10_000).kinds).toEqual([]);
  });

  test("a restart whose states overtake one another; but the daemon's words prove one", () => {
    const restarted = (): Story => running().becomes("stopping").becomes("starting").becomes("offline");
    expect(restarted().becomes("running").later(60_000).kinds).toEqual([]);
    expect(restarted().says(...crashWords(1)).kinds).toEqual(["crashed"]);
  });

  test("but a goodbye that ends with an error is one", () => {
    expect(
      running()
        .becomes("offline", { isGoodbye: true })
        .says(...crashWords(255)).kinds,
    ).toEqual(["crashed"]);
  });

  test("and a fall while the console could not be seen claims none", () => {
    const story = running().becomes("offline", { isSeen: false }).answered(false).later(4000);
    expect(story.told).toMatchObject([{ type: "unexplained" }, { type: "crashed", isSeen: false }]);
  });
});

describe("a fall that nothing explains", () => {
  test("is none when somebody stopped the server in the panel and the node skipped that it stops", () => {
    const story = running().becomes("offline").later(5000).answered(true).later(60_000).becomes("starting");
    expect(story.becomes("running").kinds).toEqual(["unexplained"]);
  });

  test.each([
    [true, ["unexplained"]],
    [false, ["unexplained", "crashed", "recovered"]],
  ])("is asked about at once when the server starts again: wished %s", (isWished, kinds) => {
    const story = running().later(60_000).becomes("offline").becomes("starting").answered(isWished);
    expect(story.becomes("running").later(60_000).kinds).toEqual(kinds);
  });
});

describe("a fall that nobody saw", () => {
  const fallen = (): Story => running().later(1000).becomes("offline", { isSeen: false });

  test("is none when somebody wished for it in the panel", () => {
    const story = fallen().answered(true).later(60_000).becomes("starting").becomes("running");
    expect(story.kinds).toEqual(["unexplained"]);
  });

  test("waits no longer for the panel than a moment", () => {
    expect(fallen().later(11_000).kinds).toEqual(["unexplained"]);
    expect(fallen().later(12_000).answered(true).kinds).toEqual(["unexplained", "crashed"]);
  });

  test("is not in question when its daemon tells of a crash", () => {
    expect(
      fallen()
        .says(...crashWords(1))
        .answered(true).kinds,
    ).toEqual(["unexplained", "crashed"]);
  });

  test.each([
    [true, ["unexplained"]],
    [false, ["unexplained", "crashed", "recovered"]],
  ])("waits for the answer while it comes up again: wished %s", (isWished, kinds) => {
    const story = fallen().later(1000).becomes("starting").becomes("running").later(1000);
    expect(story.answered(isWished).later(60_000).kinds).toEqual(kinds);
    expect(story.told.find(({ type }) => type === "recovered")).toEqual(
      isWished ? undefined : { type: "recovered", downMs: 1000 },
    );
  });

  test("and was wished for hides no end of a crash before", () => {
    const story = running()
      .becomes("offline")
      .says(...crashWords(1))
      .becomes("starting")
      .later(1000);
    story.becomes("offline", { isSeen: false }).becomes("starting").becomes("running").answered(true, 1000);
    expect(story.kinds).toEqual(["crashed", "unexplained", "recovered"]);
  });
});

describe("stuck", () => {
  test("in starting is told once, until the server has been seen running", () => {
    const story = new Story().becomes("starting").later(9 * 60_000);
    expect(story.kinds).toEqual([]);
    story.later(61_000).later(60_000).becomes("stopping", { isExpected: true }).becomes("offline");
    story.becomes("starting").later(20 * 60_000);
    expect(story.kinds).toEqual(["stuck", "unstuck"]);
    story
      .becomes("running")
      .becomes("stopping")
      .becomes("offline")
      .becomes("starting")
      .later(11 * 60_000);
    expect(story.kinds).toEqual(["stuck", "unstuck", "stuck"]);
  });

  test("in stopping is told sooner than the node would kill it", () => {
    expect(running().becomes("stopping").later(301_000).told).toMatchObject([
      { type: "stuck", state: "stopping" },
    ]);
  });

  test("is not told while nobody can see the server", () => {
    expect(running().becomes("stopping").later(900_000, false).kinds).toEqual([]);
  });
});

describe("fullness", () => {
  test("is told when it stays, and over only well below", () => {
    const story = running().uses({ disk: 92 }).later(61_000).uses({ disk: 93 });
    expect(story.told).toEqual([{ type: "full", what: "disk", percent: 93 }]);
    story.uses({ disk: 89 }).uses({ disk: 95 }).later(90_000).uses({ disk: 95 });
    expect(story.kinds).toEqual(["full"]);
    expect(story.uses({ disk: 84 }).kinds).toEqual(["full", "fits"]);
  });

  test("of a moment is not told", () => {
    const story = running().uses({ memory: 99 }).later(200_000).uses({ memory: 60 }).later(200_000);
    expect(story.uses({ memory: 99 }).kinds).toEqual([]);
  });
});

describe("a fall while the node is away", () => {
  const fallen = (): Story => running().becomes("offline", { isSeen: false, isNodeShaky: true });

  test("is not told when the server comes up with its node", () => {
    const story = fallen()
      .later(60_000, true, true)
      .becomes("starting", { isNodeShaky: true })
      .becomes("running");
    expect(story.later(60_000).told).toEqual([]);
  });

  test("is told when the server is still down some time after the node is back", () => {
    const story = fallen().later(200_000, true, true);
    expect(story.told).toEqual([]);
    expect(story.later(100_000).answered(false).told).toMatchObject([
      { type: "unexplained", isSeen: false },
      { type: "crashed", count: 1, downAt: 0, isSeen: false },
    ]);
  });

  test("is told at once when the daemon speaks of a crash, or when it was seen", () => {
    const proven = fallen()
      .says(...crashWords(1))
      .later(5000, true, true);
    const seen = running().becomes("offline", { isNodeShaky: true }).later(5000, true, true);
    expect(proven.kinds).toEqual(["crashed"]);
    expect(seen.answered(false).kinds).toEqual(["unexplained", "crashed"]);
  });
});

describe("a restart of this program while a server is stuck", () => {
  test("neither ends the alert nor tells it again", () => {
    const alert = {
      kind: "stuck",
      id: "stuck:uuid-1:1000",
      about: "survival",
      server: { key: "survival", name: "Survival" },
      state: "stopping",
      since: 1000,
    } as const;
    const story = new Story();
    story.at = 1_000_000;
    const { servers } = recall([alert], { now: () => 1_000_000, monotonic: () => 1_000_000 });
    story.memory = servers.get("uuid-1") ?? nothingKnown;
    story.becomes("stopping").later(3_600_000);
    expect(story.told).toEqual([]);
    expect(story.becomes("offline", { isExpected: true }).told).toEqual([
      { type: "unstuck", afterMs: 4_599_000 },
    ]);
  });
});
