/** Everything that can be asked of one server. */
import type { Caller } from "../caller.ts";
import type { Reading } from "../read-cache.ts";
import { json, nothing, type CallOptions, type ReadOptions } from "../request.ts";
import { activityEntry, type ActivityEntry } from "../wire/activity.ts";
import { item, page, type Page } from "../wire/envelope.ts";
import { resources, socketAccess, type Resources, type SocketAccess } from "../wire/resources.ts";
import { serverDetails, type ServerDetails } from "../wire/server.ts";
import { activityQuery, type ActivityQuery } from "./activity-query.ts";
import { backupsOf } from "./backups.ts";
import { databasesOf } from "./databases.ts";
import { filesOf } from "./files.ts";
import { networkOf } from "./network.ts";
import { schedulesOf } from "./schedules.ts";
import { settingsOf, startupOf } from "./startup.ts";
import { subusersOf } from "./subusers.ts";

export type PowerSignal = "start" | "stop" | "restart" | "kill";

/** `id`: the full UUID where it is known; the short id works except for file names with blanks at their ends. */
export function serverApiOf(caller: Caller, id: string) {
  const params = { server: id };
  return {
    id,

    /** Also answers while the server is suspended, installing or restoring. */
    details: (options: CallOptions = {}): Promise<ServerDetails> =>
      caller.send({ route: "GET /servers/:server", params, read: json(serverDetails), ...options }),

    /** The panel itself remembers this for 20 s. @throws {PanelError} "conflict" while the server is blocked. */
    resources: (options: ReadOptions = {}): Promise<Reading<Resources>> =>
      caller.reading({
        route: "GET /servers/:server/resources",
        params,
        read: json(item(resources)),
        ...options,
      }),

    /** A fresh token each time; on newer panels a handful a minute for all who use this server. */
    websocket: (options: CallOptions = {}): Promise<SocketAccess> =>
      caller.send({
        route: "GET /servers/:server/websocket",
        params,
        read: json(socketAccess),
        ...options,
      }),

    /** The panel trims it. @throws {PanelError} "offline" when the server is not running. */
    command: (command: string): Promise<void> =>
      caller.send({
        route: "POST /servers/:server/command",
        params,
        json: { command },
        read: nothing,
      }),

    /** Success means only that the node has taken it. */
    power: (signal: PowerSignal): Promise<void> =>
      caller.send({ route: "POST /servers/:server/power", params, json: { signal }, read: nothing }),

    /** The panel's own log, newest first. */
    activity: (query: ActivityQuery = {}): Promise<Page<ActivityEntry>> =>
      caller.send({
        route: "GET /servers/:server/activity",
        params,
        query: activityQuery(query),
        read: json(page(activityEntry)),
        signal: query.signal,
      }),

    files: filesOf(caller, id),
    backups: backupsOf(caller, id),
    schedules: schedulesOf(caller, id),
    databases: databasesOf(caller, id),
    network: networkOf(caller, id),
    subusers: subusersOf(caller, id),
    startup: startupOf(caller, id),
    settings: settingsOf(caller, id),
  };
}

export type ServerApi = ReturnType<typeof serverApiOf>;
