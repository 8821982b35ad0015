/** Opens what this machine gives: the data folder and the port of `/healthz`. What cannot be had is a wrong setting. */
import { ConfigError } from "./config-error.ts";
import type { Config } from "./config.ts";
import type { Bot } from "./discord/bot.ts";
import type { Fleet } from "./fleet/fleet.ts";
import { serveHealth, type Health, type HealthServer } from "./health.ts";
import type { Log } from "./lib/logger.ts";
import type { Metrics } from "./metrics.ts";
import type { Panel } from "./panel/panel.ts";
import { openDatabase, StoreError, type Database } from "./store/database.ts";
import { createSmallState, type SmallState } from "./store/small-state.ts";

/** @throws {ConfigError} */
export function openStore(folder: string): Database {
  try {
    return openDatabase(folder);
  } catch (error) {
    if (error instanceof StoreError) throw new ConfigError([{ variable: "DATA_DIR", wrong: error.reason }]);
    throw error;
  }
}

const storeIsFull =
  "⚠️ Roost cannot write into `DATA_DIR`: is the disk full? What needs a record is refused meanwhile, and after a restart console lines may come twice or be missing.";
const storeIsWell = "🟢 Roost can write into `DATA_DIR` again.";

/** @param tell takes one line for whoever runs the bot. */
export function openSmallState(
  database: Database,
  { tell, log }: { tell: (line: string) => void; log: Log },
): SmallState {
  return createSmallState(database, ({ isOver, error }) => {
    if (isOver) log.info({}, "what is kept over a restart can be written again");
    else log.error({ err: error }, "what is kept over a restart cannot be written");
    tell(isOver ? storeIsWell : storeIsFull);
  });
}

interface HealthParts {
  bot: Bot;
  panel: Panel;
  fleet: Fleet;
  metrics: Metrics | undefined;
}

/** Nothing without an address. @throws {ConfigError} */
export async function openHealth(
  address: Config["http"],
  { metrics, ...parts }: HealthParts,
): Promise<HealthServer | undefined> {
  try {
    return address && (await serveHealth(address, () => healthOf(parts), metrics));
  } catch {
    // Whatever `listen` has against it, the remedy is another address.
    throw new ConfigError([
      { variable: "HTTP_PORT", wrong: "cannot be listened on: it is in use, or not allowed" },
    ]);
  }
}

function healthOf({ bot, panel, fleet }: Omit<HealthParts, "metrics">): Health {
  const { limit, remaining } = panel.budget();
  return {
    isGatewayReady: bot.isReady,
    panel: { limit, remaining },
    sockets: fleet.servers.map((server) => {
      const { socket, state, problem } = server.live();
      return { server: server.key, socket, state, ...(problem === undefined ? {} : { problem }) };
    }),
  };
}
