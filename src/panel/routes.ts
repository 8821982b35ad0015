/** Every route of the client API as data: how long its answer is good, what it changes, which limit of its own it has. */

/** What can be forgotten together. */
export type Topic = (typeof accountTopics)[number] | (typeof serverTopics)[number];

/** What belongs to the account, not to one server. */
export const accountTopics = ["servers", "permissions", "account"] as const;

export const serverTopics = [
  "server",
  "resources",
  "activity",
  "files",
  "backups",
  "schedules",
  "databases",
  "network",
  "subusers",
  "startup",
] as const;

export interface Lifetime {
  /** Answered from memory for so long, in milliseconds. */
  readonly freshMs: number;
  /** How much longer it may stand in when the panel cannot answer, in milliseconds; 0: never. */
  readonly staleMs: number;
}

export interface Throttle {
  readonly limit: number;
  readonly windowMs: number;
  /** The panel tells this limit in its headers, so that local counting can be corrected by them. */
  readonly isAnnounced: boolean;
}

export interface Route {
  readonly topic: Topic;
  /** Reads only: without it, every call asks the panel. */
  readonly lives?: Lifetime;
  /** Writes only: what is no longer true afterwards, beside `topic`. */
  readonly drops?: readonly Topic[];
  /** A limit per server of this route alone. Its headers say nothing about the account's budget. */
  readonly throttle?: Throttle;
  /** When the panel may take longer than usual, in milliseconds. */
  readonly timeoutMs?: number;
  /** The answer depends on a path inside the server: a failure may only mean that the path does not exist. */
  readonly isPath?: true;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** The defaults of panels from 1.12 on; older ones have no such limits and tell so in their headers. */
const announced = (limit: number, windowMs: number): Throttle => ({ limit, windowMs, isAnnounced: true });

/** The panel waits for the node up to 15 s: longer than our usual patience. */
const nodeMs = 20 * second;
const transferMs = minute;
const archiveMs = 5 * minute;

const table = {
  "GET /": { topic: "servers", lives: { freshMs: minute, staleMs: hour } },
  "GET /permissions": { topic: "permissions", lives: { freshMs: hour, staleMs: 24 * hour } },

  "GET /account": { topic: "account" },
  "PUT /account/email": { topic: "account", throttle: announced(60, minute) },
  "PUT /account/password": { topic: "account" },
  "GET /account/two-factor": { topic: "account" },
  "POST /account/two-factor": { topic: "account" },
  "POST /account/two-factor/disable": { topic: "account" },
  "GET /account/activity": { topic: "account" },
  "GET /account/api-keys": { topic: "account" },
  "POST /account/api-keys": { topic: "account" },
  "DELETE /account/api-keys/:key": { topic: "account" },
  "GET /account/ssh-keys": { topic: "account" },
  "POST /account/ssh-keys": { topic: "account" },
  "POST /account/ssh-keys/remove": { topic: "account" },

  "GET /servers/:server": { topic: "server", lives: { freshMs: minute, staleMs: hour } },
  "GET /servers/:server/resources": {
    topic: "resources",
    lives: { freshMs: 20 * second, staleMs: 10 * minute },
    timeoutMs: nodeMs,
  },
  "GET /servers/:server/websocket": { topic: "server", throttle: announced(5, minute) },
  "POST /servers/:server/command": { topic: "activity", timeoutMs: nodeMs },
  "POST /servers/:server/power": { topic: "resources", timeoutMs: nodeMs },
  "GET /servers/:server/activity": { topic: "activity" },

  "GET /servers/:server/files/list": {
    topic: "files",
    lives: { freshMs: 15 * second, staleMs: 0 },
    timeoutMs: nodeMs,
    isPath: true,
  },
  "GET /servers/:server/files/contents": { topic: "files", timeoutMs: nodeMs, isPath: true },
  "GET /servers/:server/files/download": { topic: "files", isPath: true },
  "GET /servers/:server/files/upload": { topic: "files" },
  "PUT /servers/:server/files/rename": { topic: "files", timeoutMs: nodeMs, isPath: true },
  "POST /servers/:server/files/copy": { topic: "files", timeoutMs: transferMs, isPath: true },
  "POST /servers/:server/files/write": { topic: "files", timeoutMs: transferMs, isPath: true },
  "POST /servers/:server/files/compress": { topic: "files", timeoutMs: archiveMs, isPath: true },
  "POST /servers/:server/files/decompress": { topic: "files", timeoutMs: archiveMs, isPath: true },
  "POST /servers/:server/files/delete": { topic: "files", timeoutMs: transferMs, isPath: true },
  "POST /servers/:server/files/create-folder": { topic: "files", timeoutMs: nodeMs, isPath: true },
  "POST /servers/:server/files/chmod": { topic: "files", timeoutMs: nodeMs, isPath: true },
  "POST /servers/:server/files/pull": {
    topic: "files",
    throttle: announced(5, 10 * minute),
    timeoutMs: nodeMs,
    isPath: true,
  },

  "GET /servers/:server/databases": { topic: "databases" },
  "POST /servers/:server/databases": { topic: "databases", throttle: announced(2, minute) },
  "POST /servers/:server/databases/:database/rotate-password": { topic: "databases" },
  "DELETE /servers/:server/databases/:database": { topic: "databases" },

  "GET /servers/:server/schedules": { topic: "schedules", lives: { freshMs: 15 * second, staleMs: 0 } },
  "POST /servers/:server/schedules": { topic: "schedules", throttle: announced(2, minute) },
  "GET /servers/:server/schedules/:schedule": {
    topic: "schedules",
    lives: { freshMs: 15 * second, staleMs: 0 },
  },
  "POST /servers/:server/schedules/:schedule": { topic: "schedules" },
  "POST /servers/:server/schedules/:schedule/execute": {
    topic: "schedules",
    drops: ["backups", "resources"],
    timeoutMs: nodeMs,
  },
  "DELETE /servers/:server/schedules/:schedule": { topic: "schedules" },
  "POST /servers/:server/schedules/:schedule/tasks": { topic: "schedules" },
  "POST /servers/:server/schedules/:schedule/tasks/:task": { topic: "schedules" },
  "DELETE /servers/:server/schedules/:schedule/tasks/:task": { topic: "schedules" },

  "GET /servers/:server/network/allocations": {
    topic: "network",
    lives: { freshMs: 15 * second, staleMs: 0 },
  },
  "POST /servers/:server/network/allocations": {
    topic: "network",
    drops: ["server", "servers"],
    throttle: announced(2, minute),
  },
  "POST /servers/:server/network/allocations/:allocation": {
    topic: "network",
    drops: ["server", "servers"],
  },
  "POST /servers/:server/network/allocations/:allocation/primary": {
    topic: "network",
    drops: ["server", "servers"],
  },
  "DELETE /servers/:server/network/allocations/:allocation": {
    topic: "network",
    drops: ["server", "servers"],
  },

  "GET /servers/:server/users": { topic: "subusers", lives: { freshMs: 15 * second, staleMs: 0 } },
  "POST /servers/:server/users": {
    topic: "subusers",
    drops: ["server"],
    throttle: announced(10, 15 * minute),
  },
  "GET /servers/:server/users/:user": { topic: "subusers" },
  "POST /servers/:server/users/:user": { topic: "subusers", drops: ["server"] },
  "DELETE /servers/:server/users/:user": { topic: "subusers", drops: ["server"] },

  "GET /servers/:server/backups": { topic: "backups", lives: { freshMs: 15 * second, staleMs: 0 } },
  "POST /servers/:server/backups": {
    topic: "backups",
    throttle: { limit: 2, windowMs: 10 * minute, isAnnounced: false },
    timeoutMs: nodeMs,
  },
  "GET /servers/:server/backups/:backup": { topic: "backups" },
  "GET /servers/:server/backups/:backup/download": { topic: "backups" },
  "POST /servers/:server/backups/:backup/lock": { topic: "backups" },
  "POST /servers/:server/backups/:backup/restore": {
    topic: "backups",
    drops: ["server", "servers", "resources", "files"],
    throttle: announced(3, 15 * minute),
    timeoutMs: transferMs,
  },
  "DELETE /servers/:server/backups/:backup": { topic: "backups", timeoutMs: transferMs },

  "GET /servers/:server/startup": { topic: "startup", lives: { freshMs: 15 * second, staleMs: 0 } },
  "PUT /servers/:server/startup/variable": { topic: "startup", drops: ["server"] },
  "POST /servers/:server/settings/rename": { topic: "server", drops: ["servers"] },
  "POST /servers/:server/settings/reinstall": {
    topic: "server",
    drops: ["servers", "resources", "files"],
    timeoutMs: nodeMs,
  },
  "PUT /servers/:server/settings/docker-image": { topic: "startup", drops: ["server"] },
} satisfies Record<`${"GET" | "POST" | "PUT" | "DELETE"} /${string}`, Route>;

/** `METHOD /template`, relative to `/api/client`. */
export type RouteKey = keyof typeof table;

export const routes: Readonly<Record<RouteKey, Route>> = table;

export function isRead(route: RouteKey): boolean {
  return route.startsWith("GET ");
}
