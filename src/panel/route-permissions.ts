/** Which of the key's permissions a route takes, as the panel checks it (panel-contract 5). Pure. */
import type { FaultRoute } from "./panel-error.ts";
import type { RouteKey } from "./routes.ts";

const server = "/servers/:server";

const permissions: Partial<Record<RouteKey, string>> = {
  [`GET ${server}/websocket`]: "websocket.connect",
  [`POST ${server}/command`]: "control.console",
  [`GET ${server}/activity`]: "activity.read",
  [`GET ${server}/databases`]: "database.read",
  [`POST ${server}/databases`]: "database.create",
  [`POST ${server}/databases/:database/rotate-password`]: "database.update",
  [`DELETE ${server}/databases/:database`]: "database.delete",
  [`GET ${server}/files/list`]: "file.read",
  [`GET ${server}/files/contents`]: "file.read-content",
  [`GET ${server}/files/download`]: "file.read-content",
  [`GET ${server}/files/upload`]: "file.create",
  [`PUT ${server}/files/rename`]: "file.update",
  [`POST ${server}/files/copy`]: "file.create",
  [`POST ${server}/files/write`]: "file.create",
  [`POST ${server}/files/compress`]: "file.archive",
  [`POST ${server}/files/decompress`]: "file.create",
  [`POST ${server}/files/delete`]: "file.delete",
  [`POST ${server}/files/create-folder`]: "file.create",
  [`POST ${server}/files/chmod`]: "file.update",
  [`POST ${server}/files/pull`]: "file.create",
  [`GET ${server}/schedules`]: "schedule.read",
  [`POST ${server}/schedules`]: "schedule.create",
  [`GET ${server}/schedules/:schedule`]: "schedule.read",
  [`POST ${server}/schedules/:schedule`]: "schedule.update",
  [`POST ${server}/schedules/:schedule/execute`]: "schedule.update",
  [`DELETE ${server}/schedules/:schedule`]: "schedule.delete",
  [`POST ${server}/schedules/:schedule/tasks`]: "schedule.update",
  [`POST ${server}/schedules/:schedule/tasks/:task`]: "schedule.update",
  [`DELETE ${server}/schedules/:schedule/tasks/:task`]: "schedule.update",
  [`GET ${server}/network/allocations`]: "allocation.read",
  [`POST ${server}/network/allocations`]: "allocation.create",
  [`POST ${server}/network/allocations/:allocation`]: "allocation.update",
  [`POST ${server}/network/allocations/:allocation/primary`]: "allocation.update",
  [`DELETE ${server}/network/allocations/:allocation`]: "allocation.delete",
  [`GET ${server}/users`]: "user.read",
  [`POST ${server}/users`]: "user.create",
  [`GET ${server}/users/:user`]: "user.read",
  [`POST ${server}/users/:user`]: "user.update",
  [`DELETE ${server}/users/:user`]: "user.delete",
  [`GET ${server}/backups`]: "backup.read",
  [`POST ${server}/backups`]: "backup.create",
  [`GET ${server}/backups/:backup`]: "backup.read",
  [`GET ${server}/backups/:backup/download`]: "backup.download",
  [`POST ${server}/backups/:backup/lock`]: "backup.delete",
  [`POST ${server}/backups/:backup/restore`]: "backup.restore",
  [`DELETE ${server}/backups/:backup`]: "backup.delete",
  [`GET ${server}/startup`]: "startup.read",
  [`PUT ${server}/startup/variable`]: "startup.update",
  [`POST ${server}/settings/rename`]: "settings.rename",
  [`POST ${server}/settings/reinstall`]: "settings.reinstall",
  [`PUT ${server}/settings/docker-image`]: "startup.docker-image",
};

/** Undefined where none is needed, or where it depends on what is sent (power). */
export function permissionOf(route: FaultRoute): string | undefined {
  return Object.hasOwn(permissions, route) ? permissions[route as RouteKey] : undefined;
}
