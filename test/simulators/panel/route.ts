/** What a route is: its method, its path, the permission it takes, and what it answers. */
import type { SimClock } from "../game/sim-clock.ts";
import type { Generation } from "../wings/profile.ts";
import type { WingsSimulator } from "../wings/wings-simulator.ts";
import type { SimServer } from "./sim-server.ts";
import type { ApiKey, User } from "./world.ts";

/** Everything routes may read and change besides their server. */
export interface PanelState {
  readonly clock: SimClock;
  readonly profile: Generation;
  readonly wings: WingsSimulator;
  readonly users: User[];
  readonly keys: ApiKey[];
  readonly servers: SimServer[];
  readonly settings: PanelSettings;
  url: string;
  readonly nodeMaintenance: boolean;
  /** `/resources` answers by server uuid, and the virtual time they hold until. */
  readonly resources: Map<string, { until: number; body: object }>;
  nextId(): number;
  changed(server: string | undefined, what: string): void;
}

export interface PanelSettings {
  /** Requests per minute and user. */
  rateLimit: number;
  identifierStyle: "short" | "serv";
  /** At most `count` backups within `periodMs` (virtual); a period of 0 switches it off. */
  backupThrottle: { count: number; periodMs: number };
  maxEditBytes: number;
  autoAllocation: boolean;
  databases: boolean;
}

export interface Call {
  state: PanelState;
  user: User;
  key: ApiKey;
  params: Record<string, string>;
  query: URLSearchParams;
  /** The query and the JSON body together, trimmed; empty text is null. */
  input: Record<string, unknown>;
  raw: Buffer;
  /** Absolute URL without the query. */
  url: string;
}

export interface ServerCall extends Call {
  server: SimServer;
  may: (permission: string) => boolean;
}

export interface Reply {
  status?: number;
  json?: unknown;
  raw?: Buffer;
}

export interface Route {
  method: string;
  /** Below `/api/client`: `/servers/:server/backups/:backup`. */
  path: string;
  permission?: string;
  handle: (call: Call) => Reply | Promise<Reply>;
}

export interface ServerRoute extends Omit<Route, "handle"> {
  handle: (call: ServerCall) => Reply | Promise<Reply>;
}

export const noContent: Reply = { status: 204 };
export const accepted: Reply = { status: 202, json: [] };
export const ok = (json: unknown): Reply => ({ json });

export function route(verb: string, handle: (call: Call) => Reply | Promise<Reply>): Route {
  const [method = "", path = ""] = verb.split(" ");
  return { method, path, handle };
}

/** `verb`: `GET /backups/:backup`, below `/servers/:server`. */
export function serverRoute(
  verb: string,
  permission: string | undefined,
  handle: (call: ServerCall) => Reply | Promise<Reply>,
): ServerRoute {
  const [method = "", path = ""] = verb.split(" ");
  const full = `/servers/:server${path === "/" ? "" : path}`;
  return { method, path: full, handle, ...(permission === undefined ? {} : { permission }) };
}
