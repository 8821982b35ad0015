/** An empty panel: its users, no servers, and what its routes share. */
import type { SimClock } from "../game/sim-clock.ts";
import type { WingsSimulator } from "../wings/wings-simulator.ts";
import { defaultUsers } from "./default-world.ts";
import type { PanelSettings, PanelState } from "./route.ts";

/** The default users have the first numbers. */
const firstId = 10;

export interface StateParts {
  clock: SimClock;
  wings: WingsSimulator;
  settings: PanelSettings;
  changed: (server: string | undefined, what: string) => void;
}

export function makeState({ clock, wings, settings, changed }: StateParts): PanelState {
  let lastId = firstId;
  return {
    clock,
    profile: wings.options.profile,
    wings,
    settings,
    users: defaultUsers(clock.wall()),
    keys: [],
    servers: [],
    url: "",
    get nodeMaintenance() {
      return wings.underMaintenance;
    },
    resources: new Map(),
    nextId: () => (lastId += 1),
    changed,
  };
}

export const defaultSettings: PanelSettings = {
  rateLimit: 240,
  identifierStyle: "short",
  backupThrottle: { count: 2, periodMs: 600_000 },
  maxEditBytes: 4 * 1024 * 1024,
  autoAllocation: true,
  databases: true,
};
