/**
 * `npm run bench -- [--quick] [--profile=folder] [scenario …]`: the design's numbers, measured with the real bot in a
 * process of its own against the simulators. Ends with 1 when something was lost, doubled, out of order, or got a 429;
 * a time over its bound only stands in the table, because machines are noisy.
 */
import { cpus } from "node:os";
import type { BenchOptions, Scenario } from "./scenario.ts";
import { acknowledge } from "./scenarios/acknowledge.ts";
import { burst } from "./scenarios/burst.ts";
import { flood } from "./scenarios/flood.ts";
import { floods } from "./scenarios/floods.ts";
import { footprint } from "./scenarios/footprint.ts";
import { relay } from "./scenarios/relay.ts";
import { servers } from "./scenarios/servers.ts";
import { status } from "./scenarios/status.ts";
import { socket } from "./scenarios/socket.ts";
import { tableOf, type Row } from "./table.ts";

const scenarios: readonly Scenario[] = [
  acknowledge,
  status,
  relay,
  burst,
  flood,
  servers,
  floods,
  socket,
  footprint,
];

const words = process.argv.slice(2);
const names = words.filter((word) => !word.startsWith("--"));
const unknown = names.filter((name) => !scenarios.some((scenario) => scenario.name === name));
if (unknown.length > 0) {
  console.error(
    `no scenario ${unknown.join(", ")}; there are ${scenarios.map(({ name }) => name).join(", ")}`,
  );
  process.exit(2);
}

// What was started is stopped when the process exits; by a signal, it would end without.
for (const [name, number] of [
  ["SIGINT", 2],
  ["SIGTERM", 15],
] as const) {
  process.once(name, () => process.exit(128 + number));
}

const startedAt = performance.now();
const options: BenchOptions = {
  isQuick: words.includes("--quick"),
  profileDir: words.find((word) => word.startsWith("--profile="))?.slice("--profile=".length),
  say: (text) => {
    console.error(`[${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)} s] ${text}`);
  },
};

const chosen = scenarios.filter(({ name }) => names.length === 0 || names.includes(name));
const together = options.isQuick ? chosen.filter(({ isLight }) => isLight) : [];
const rows = (await Promise.all(together.map(attempt))).flat();
for (const scenario of chosen) if (!together.includes(scenario)) rows.push(...(await attempt(scenario)));

console.log(
  `\nNode ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "CPU"}, ${process.platform}\n`,
);
console.log(tableOf(rows));
process.exit(rows.some(({ verdict }) => verdict === "broken") ? 1 : 0);

/** A scenario that cannot be run is a row as well: the others still count. */
async function attempt(scenario: Scenario): Promise<Row[]> {
  options.say(scenario.name);
  try {
    return await scenario.run(options);
  } catch (error) {
    return [
      { what: scenario.name, bound: "runs", measured: String(error).split("\n")[0] ?? "", verdict: "broken" },
    ];
  }
}
