/** The panel's client API: every route, one budget, one memory. The one door to this folder. */
import { Agent, Pool, type Dispatcher } from "undici";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import { Budget, type BudgetState } from "./budget.ts";
import { Caller, type Core } from "./caller.ts";
import { accountOf } from "./client/account.ts";
import { serverApiOf, type ServerApi } from "./client/server-api.ts";
import { permissionsOf, serversOf } from "./client/servers.ts";
import { NodeLinks, type Download, type NodeFile, type Upload } from "./node-links.ts";
import { ReadCache } from "./read-cache.ts";
import { serverTopics, type Topic } from "./routes.ts";
import { Stats, type StatsReport } from "./stats.ts";
import { topicTags } from "./tags.ts";
import { Transport } from "./transport.ts";

export interface PanelOptions {
  /** Address of the panel, without `/api/client`. */
  readonly url: string;
  readonly apiKey: string;
  readonly clock: Clock;
  readonly log: Log;
  /** The most requests a minute to make, whatever the panel allows. Default: what it allows. */
  readonly rateLimit?: number | undefined;
  /** For the user agent. */
  readonly version?: string | undefined;
  /** Default: a pool of kept connections of its own, closed by `close`. */
  readonly dispatcher?: Dispatcher | undefined;
  readonly random?: (() => number) | undefined;
  /** For a whole exchange, where the route names no longer one. Default 10 s. */
  readonly timeoutMs?: number | undefined;
  /** Called each time the panel does not take the key. Must not throw. */
  readonly onKeyRefused?: (() => void) | undefined;
}

export interface Panel {
  readonly servers: ReturnType<typeof serversOf>;
  readonly account: ReturnType<typeof accountOf>;
  readonly permissions: ReturnType<typeof permissionsOf>;
  /** What can be asked of one server. */
  server(id: string): ServerApi;
  /** The same client at lower priority: it waits where a person would be told to come back, and leaves room. */
  readonly background: Panel;
  /** Drops what is remembered of a server; with no topics, all of it. `id`: its UUID or the short form. */
  forget(id: string, ...topics: Topic[]): void;
  /** Reads from a signed link of `download`. Uses it up. */
  fetchSigned(url: string, download: Download): Promise<NodeFile>;
  /** Writes to a signed link of `files.uploadUrl`. Uses it up. */
  uploadSigned(url: string, upload: Upload): Promise<void>;
  budget(): BudgetState;
  stats(): StatsReport;
  /** Sends away who waits, and ends the connections; what is under way has half a second to be done. */
  close(): Promise<void>;
}

const defaultTimeoutMs = 10_000;
const pool = { connections: 24, pipelining: 1, keepAliveTimeout: 30_000, keepAliveMaxTimeout: 300_000 };

export function createPanel(options: PanelOptions): Panel {
  const { clock, log, apiKey, rateLimit, timeoutMs = defaultTimeoutMs, random = Math.random } = options;
  const { agent, isBusy } = openAgent(timeoutMs);
  // One that was given belongs to somebody else.
  const dispatcher = options.dispatcher ?? agent;
  const userAgent = options.version === undefined ? "Roost" : `Roost/${options.version}`;
  const url = options.url.replace(/\/+$/, "");
  const core: Core = {
    transport: new Transport({ url, apiKey, userAgent, dispatcher, clock }),
    budget: new Budget(clock, rateLimit),
    cache: new ReadCache(clock),
    stats: new Stats(),
    clock,
    log,
    random,
    timeoutMs,
    onKeyRefused: options.onKeyRefused,
  };
  const links = new NodeLinks({ dispatcher, userAgent, timeoutMs });
  const close = async (): Promise<void> => {
    core.budget.close();
    core.cache.clear();
    await end(agent, isBusy, clock);
  };
  return panelOf(core, { links, close });
}

/** An agent knows nothing of what is under way; its pools, one for each origin, do. */
function openAgent(timeoutMs: number): { agent: Agent; isBusy: () => boolean } {
  const pools: Pool[] = [];
  const factory = (origin: string | URL, options: object): Pool => {
    const made = new Pool(origin, options);
    pools.push(made);
    return made;
  };
  const agent = new Agent({ ...pool, connect: { timeout: timeoutMs }, factory });
  return { agent, isBusy: () => pools.some(({ stats }) => stats.size > 0) };
}

const graceMs = 500;
const lookEveryMs = 50;

/** Not by the agent's own `close`: that lets go of its connections, and nothing could end them any more. */
async function end(agent: Agent, isBusy: () => boolean, clock: Clock): Promise<void> {
  const until = clock.monotonic() + graceMs;
  while (isBusy() && clock.monotonic() < until) await clock.sleep(lookEveryMs);
  await agent.destroy();
}

interface Parts {
  readonly links: NodeLinks;
  readonly close: () => Promise<void>;
}

function panelOf(core: Core, { links, close }: Parts): Panel {
  const shared = {
    forget(id: string, ...topics: Topic[]): void {
      core.cache.drop(topicTags(id, topics.length === 0 ? serverTopics : topics));
    },
    fetchSigned: (url: string, download: Download) => links.download(url, download),
    uploadSigned: (url: string, upload: Upload) => links.upload(url, upload),
    budget: () => core.budget.state(),
    stats: () => core.stats.report(core.cache.hits),
    close,
  };
  const groupsOf = (caller: Caller) => ({
    servers: serversOf(caller),
    account: accountOf(caller),
    permissions: permissionsOf(caller),
    server: (id: string) => serverApiOf(caller, id),
  });
  const behind = { ...shared, ...groupsOf(new Caller(core, "background")) };
  const background: Panel = {
    ...behind,
    get background() {
      return background;
    },
  };
  return { ...shared, ...groupsOf(new Caller(core, "person")), background };
}

export { PanelError, type PanelFailure } from "./panel-error.ts";
export { permissionOf } from "./route-permissions.ts";
export type { BudgetState } from "./budget.ts";
export type { Priority } from "./permit.ts";
export type { StatsReport } from "./stats.ts";
export type { Reading } from "./read-cache.ts";
export type { CallOptions, ReadOptions } from "./request.ts";
export type { RouteKey, Topic } from "./routes.ts";
export type { Download, NodeFile, Upload } from "./node-links.ts";
export type { PowerSignal, ServerApi } from "./client/server-api.ts";
export type { ActivityQuery } from "./client/activity-query.ts";
export type { NewBackup } from "./client/backups.ts";
export type { NewDatabase } from "./client/databases.ts";
export type { Pull } from "./client/files.ts";
export type { ScheduleInput, TaskInput } from "./client/schedules.ts";
export type { ServersQuery } from "./client/servers.ts";
export type { Page } from "./wire/envelope.ts";
export type {
  Account,
  ApiKey,
  NewApiKey,
  PermissionCatalogue,
  SshKey,
  TwoFactorSetup,
} from "./wire/account.ts";
export type { ActivityEntry } from "./wire/activity.ts";
export type { Backup } from "./wire/backup.ts";
export type { Database } from "./wire/database.ts";
export type { FileEntry } from "./wire/file.ts";
export type { Allocation } from "./wire/network.ts";
export type { Resources, ResourceState, SocketAccess } from "./wire/resources.ts";
export type { Cron, Schedule, Task } from "./wire/schedule.ts";
export type { FeatureLimits, Limits, Server, ServerDetails } from "./wire/server.ts";
export type { ChangedVariable, Startup, Variable } from "./wire/startup.ts";
export type { Subuser } from "./wire/subuser.ts";
