/** Whatever servers, nodes, panels and this program itself do at random: one message for one cause, and all end well. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Alert } from "../../src/alerts/alert.ts";
import { Stage } from "./stage.ts";

type Step = (stage: Stage) => Promise<void> | void;

const server = fc.constantFrom("one", "two", "three");
const crashes =
  (key: string): Step =>
  (stage) => {
    if (stage.stateOf(key) === "running") stage.becomes(key, "offline");
  };
const starts =
  (key: string): Step =>
  (stage) => {
    stage.becomes(key, "starting");
    stage.becomes(key, "running");
  };
const hangs =
  (key: string, state: "starting" | "stopping"): Step =>
  (stage) => {
    stage.becomes(key, state);
  };
const isStopped =
  (key: string): Step =>
  (stage) => {
    stage.becomes(key, "offline", { expectedBy: "adam" });
  };
const away =
  (finding: "no-panel" | "no-node"): Step =>
  (stage) => {
    Object.assign(stage, { socket: "connecting", finding });
  };
const back: Step = (stage) => {
  Object.assign(stage, { socket: "open", finding: "fine" });
};
const passes =
  (ms: number): Step =>
  (stage) =>
    stage.pass(ms);
const restarts: Step = (stage) => {
  stage.restart();
};
const isMuted =
  (about: string): Step =>
  (stage) => {
    stage.alerts.mute(about, 3_600_000);
  };

const step: fc.Arbitrary<Step> = fc.oneof(
  server.map(crashes),
  server.map(starts),
  server.map(isStopped),
  fc.tuple(server, fc.constantFrom("starting" as const, "stopping")).map((how) => hangs(...how)),
  fc.constantFrom("no-panel" as const, "no-node").map(away),
  fc.constantFrom(back, restarts),
  fc.constantFrom("one", "outages").map(isMuted),
  fc.constantFrom(5000, 20_000, 150_000, 700_000).map(passes),
);

const isOpen = ({ endedAt }: Alert): boolean => endedAt === undefined;
/** What an alert is about: only one may be open for each. */
const causeOf = ({ id }: Alert): string => id.slice(0, id.lastIndexOf(":"));

test("each message is raised once, one is open for a cause at most, and none when all is well", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const stage = new Stage();
      stage.all("running");
      for (const each of steps) {
        await each(stage);
        const open = [...stage.shown.values()].filter(isOpen).map(causeOf);
        expect(open).toEqual([...new Set(open)]);
      }
      await back(stage);
      await stage.pass(60_000);
      for (const { key } of stage.servers) await starts(key)(stage);
      await stage.pass(60_000);
      stage.alerts.stop();
      expect(stage.raised).toEqual([...new Set(stage.raised)]);
      expect([...stage.shown.values()].filter(isOpen)).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
