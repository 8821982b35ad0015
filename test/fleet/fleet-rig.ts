/** A whole fleet of one server on a scripted node, in manual time. */
import { createFleet, type Fleet } from "../../src/fleet/fleet.ts";
import type { FleetEvent, FleetServer } from "../../src/fleet/server.ts";
import { silentLog } from "../../src/lib/logger.ts";
import { ManualClock, settle } from "../manual-clock.ts";
import { ScriptedNode, type NodeScript, type NodeSocket } from "../wings/scripted-node.ts";
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

/** Lets I/O happen, and `stepMs` of the manual clock each time, until `isTrue`. */
export async function until(isTrue: () => boolean, clock?: ManualClock, stepMs = 0): Promise<void> {
  for (let turns = 0; turns < 3000; turns += 1) {
    if (isTrue()) return;
    if (clock && stepMs > 0) await clock.advance(stepMs);
    else await settle();
    // The other end of a socket needs a turn of the real event loop as well.
    if (turns % 10 === 9)
      await new Promise((resolve) => {
        setTimeout(resolve, 1);
      });
  }
  throw new Error("it did not come to pass");
}
