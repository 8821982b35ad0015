/** A whole fleet of one server on a scripted node, in manual time. */
import { createFleet, type Fleet } from "../../src/fleet/fleet.ts";
import type { FleetEvent, FleetServer } from "../../src/fleet/server.ts";
import { silentLog } from "../../src/lib/logger.ts";
import { ManualClock } from "../manual-clock.ts";
import { ScriptedNode, type NodeScript, type NodeSocket } from "../wings/scripted-node.ts";
import { until } from "../wings/until.ts";
import { FakePanel } from "./fake-panel.ts";

export interface Rig {
  clock: ManualClock;
  node: ScriptedNode;
  panel: FakePanel;
  fleet: Fleet;
  events: FleetEvent[];
  server: FleetServer;
  /** The socket in use, seen from the node. */
  socket: () => NodeSocket;
  /** Starts the fleet and waits until the console is open. */
  open: () => Promise<void>;
  stop: () => Promise<void>;
}

export async function fleetRig(script: NodeScript = {}): Promise<Rig> {
  const clock = new ManualClock();
  const node = await ScriptedNode.start(script);
  const panel = new FakePanel(clock, node.url);
  const fleet = createFleet({
    panel: panel.panel,
    origin: "https://panel.example",
    servers: "all",
    clock,
    log: silentLog,
    random: () => 0,
  });
  const events: FleetEvent[] = [];
  fleet.subscribe((event) => events.push(event));
  return {
    clock,
    node,
    panel,
    fleet,
    events,
    get server() {
      return fleet.default;
    },
    socket: () => node.sockets.at(-1)!,
    async open() {
      await fleet.start();
      await until(() => fleet.default.live().socket === "open", clock, 50);
    },
    async stop() {
      await fleet.stop();
      await node.stop();
    },
  };
}
