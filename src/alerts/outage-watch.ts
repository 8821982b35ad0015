/** Tells a panel or a node that cannot be reached from a server that is down, by what probes find. A reducer. */

/** What the panel answered when it was asked for one server's state. */
export type Finding =
  /** No answer, or none of the panel's. */
  | "no-panel"
  /** The panel answers, without asking the node: the server is blocked, or not to be seen. */
  | "panel-only"
  /** The panel answers, and cannot reach the node. */
  | "no-node"
  /** Both answer. */
  | "fine";

export interface Probe {
  readonly node: string;
  readonly finding: Finding;
  /** Monotonic: since when something seemed wrong. */
  readonly suspectSince: number;
  /** Monotonic. */
  readonly at: number;
}

interface Trouble {
  readonly since: number;
  readonly failures: number;
  readonly isTold: boolean;
}

export interface OutageMemory {
  readonly panel?: Trouble;
  readonly nodes: ReadonlyMap<string, Trouble>;
}

export const allReachable: OutageMemory = { nodes: new Map() };

/** `node` is left out for the panel. */
export interface OutageChange {
  readonly type: "unreachable" | "reachable";
  readonly node?: string;
  readonly since: number;
}

/** One failed probe is an accident, and so is a minute without the console: nodes are restarted for updates. */
const failuresUntilTold = 2;
const tellAfterMs = 60_000;

export interface OutageWatched {
  readonly memory: OutageMemory;
  readonly changes: readonly OutageChange[];
}

export function watchOutages(memory: OutageMemory, probe: Probe): OutageWatched {
  const panel = probe.finding === "no-panel" ? worse(memory.panel, probe) : over(memory.panel);
  const node = nodeStep(memory.nodes.get(probe.node), probe);
  const nodes = new Map(memory.nodes);
  nodes.delete(probe.node);
  if (node.trouble) nodes.set(probe.node, node.trouble);
  const changes: OutageChange[] = [];
  if (panel.told) changes.push(panel.told);
  if (node.told) changes.push({ ...node.told, node: probe.node });
  return { memory: { nodes, ...(panel.trouble && { panel: panel.trouble }) }, changes };
}

/** Nobody watches a server there any more. */
export function withoutNode(memory: OutageMemory, node: string): OutageMemory {
  return { ...memory, nodes: new Map([...memory.nodes].filter(([name]) => name !== node)) };
}

function nodeStep(before: Trouble | undefined, probe: Probe): Step {
  if (probe.finding === "no-node") return worse(before, probe);
  // Behind a silent panel nobody knows how the node is.
  return probe.finding === "fine" ? over(before) : { trouble: before };
}

interface Step {
  trouble?: Trouble | undefined;
  told?: OutageChange;
}

function worse(before: Trouble | undefined, { suspectSince, at }: Probe): Step {
  const since = before?.since ?? suspectSince;
  const failures = (before?.failures ?? 0) + 1;
  const isDue = failures >= failuresUntilTold && at - since >= tellAfterMs;
  const isTold = before?.isTold === true || isDue;
  const trouble = { since, failures, isTold };
  return isDue && !before?.isTold ? { trouble, told: { type: "unreachable", since } } : { trouble };
}

function over(before: Trouble | undefined): Step {
  return before?.isTold ? { told: { type: "reachable", since: before.since } } : {};
}
