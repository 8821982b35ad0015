import { expect, test } from "vitest";
import {
  allReachable,
  watchOutages,
  type Finding,
  type OutageChange,
} from "../../src/alerts/outage-watch.ts";

/** Findings at seconds, about a node each. */
function tell(...probes: [seconds: number, finding: Finding, node?: string][]): OutageChange[] {
  let memory = allReachable;
  return probes.flatMap(([seconds, finding, node = "n1"]) => {
    const watched = watchOutages(memory, { node, finding, suspectSince: 0, at: seconds * 1000 });
    memory = watched.memory;
    return watched.changes;
  });
}

test("a panel that stays away is told once, and that it is back", () => {
  expect(tell([30, "no-panel"], [45, "no-panel"], [61, "no-panel"], [90, "no-panel"], [300, "fine"])).toEqual(
    [
      { type: "unreachable", since: 0 },
      { type: "reachable", since: 0 },
    ],
  );
});

test("a node is told apart from the panel and from other nodes", () => {
  expect(
    tell(
      [61, "no-node", "n1"],
      [61, "fine", "n2"],
      [76, "no-node", "n1"],
      [90, "fine", "n2"],
      [100, "fine", "n1"],
    ),
  ).toEqual([
    { type: "unreachable", node: "n1", since: 0 },
    { type: "reachable", node: "n1", since: 0 },
  ]);
});

test("a single failure is an accident", () => {
  expect(tell([90, "no-panel"], [105, "fine"])).toEqual([]);
});

test("behind a panel that is away nothing new is known of a node", () => {
  const told = tell(
    [61, "no-node"],
    [76, "no-node"],
    [90, "no-panel"],
    [120, "no-panel"],
    [200, "no-node"],
    [230, "fine"],
  );
  expect(told.map(({ type, node }) => `${node ?? "panel"} ${type}`)).toEqual([
    "n1 unreachable",
    "panel unreachable",
    "panel reachable",
    "n1 reachable",
  ]);
});

test("a node is not back because the panel answers without asking it; the panel is", () => {
  expect(tell([61, "no-node"], [76, "no-node"], [90, "panel-only"])).toEqual([
    { type: "unreachable", node: "n1", since: 0 },
  ]);
  expect(tell([61, "no-node"], [76, "no-node"], [90, "panel-only"], [120, "fine"])).toEqual([
    { type: "unreachable", node: "n1", since: 0 },
    { type: "reachable", node: "n1", since: 0 },
  ]);
  expect(tell([61, "no-panel"], [76, "no-panel"], [90, "panel-only"])).toEqual([
    { type: "unreachable", since: 0 },
    { type: "reachable", since: 0 },
  ]);
});
