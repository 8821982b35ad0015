/** The servers that somebody can buy while everything runs. The bot is told nothing: it has to find them as it would in life. */
import type { ServerSpec } from "../simulators/panel/default-world.ts";
import type { PanelSimulator } from "../simulators/panel/panel-simulator.ts";

/** In the order in which they are bought. */
const forSale: readonly ServerSpec[] = [
  { name: "rust", game: "rust" },
  { name: "creative", game: "minecraft" },
  { name: "skyblock", game: "minecraft" },
];

/** @returns what to tell whoever bought it. @throws {Error} when all are bought */
export function buyServer(panel: PanelSimulator): string {
  const owned = new Set(panel.state.servers.map(({ name }) => name));
  const spec = forSale.find(({ name }) => !owned.has(name));
  if (!spec) throw new Error("That was the last one: there are no more servers to buy here.");
  panel.add({ ...spec, running: false }).node.act("start");
  return `The panel has a new server, ${spec.name}. The bot finds it when somebody types /servers, or by itself within ten minutes.`;
}
