import { expect, test } from "vitest";
import { outcomeSentence } from "../../commands/power-reply.ts";
import type { PowerOutcome, PowerSignal } from "../../src/fleet/power-progress.ts";

const tookMs = 65_000;

test.each<[PowerSignal, PowerOutcome, RegExp]>([
  ["start", { kind: "done", state: "running", tookMs }, /^🟢 \*\*x\*\* is running, after 1 min 5 s\.$/],
  ["restart", { kind: "done", state: "running", tookMs }, /^🟢 \*\*x\*\* is running again, after/],
  ["stop", { kind: "done", state: "offline", tookMs }, /^🔴 \*\*x\*\* is stopped, after/],
  ["kill", { kind: "done", state: "offline", tookMs }, /^🔴 \*\*x\*\* was killed and is offline, after/],
  ["start", { kind: "already", state: "starting" }, /is already starting\.$/],
  ["stop", { kind: "already", state: "offline" }, /is already offline\.$/],
  [
    "stop",
    { kind: "refused-busy", signal: "restart", by: "*Bo*", sinceMs: 200 },
    /\\\*Bo\\\* asked for “restart” just now\. Wait/,
  ],
  ["stop", { kind: "refused-busy", signal: "restart", by: "Bo", sinceMs: 5000 }, /“restart” 5 s ago\. Wait/],
  ["start", { kind: "failed", state: "offline", tookMs }, /went offline again\. Its console says why\.$/],
  ["start", { kind: "still-starting", tookMs }, /still starting after 1 min 5 s\. It may be usable/],
  ["stop", { kind: "still-stopping", tookMs }, /`\/power kill`\.$/],
  [
    "stop",
    { kind: "not-confirmed", state: "running", tookMs },
    /nothing was seen to happen\. It was running last: look at `\/status`\.$/,
  ],
  [
    "stop",
    { kind: "not-confirmed", state: "unknown", tookMs },
    /nothing was seen to happen\. Look at `\/status`\.$/,
  ],
  ["stop", { kind: "superseded", by: "Bo" }, /Bo killed the server meanwhile\.$/],
  ["stop", { kind: "unwatched" }, /Look at `\/status` in a minute\.$/],
])("%s → %j", (signal, outcome, sentence) => {
  expect(outcomeSentence("**x**", signal, outcome)).toMatch(sentence);
});

test("a name is no pattern and no mark", () => {
  const outcome = { kind: "done", state: "offline", tookMs } as const;
  expect(outcomeSentence("**$& 🟢**", "stop", outcome)).toBe("🔴 **$& 🟢** is stopped, after 1 min 5 s.");
});
