/** The panel's permissions, and who holds which on a server. */
import type { ServerRow, User } from "./world.ts";

export const groups: Record<string, { description: string; keys: string[] }> = {
  websocket: { description: "Connect to the console.", keys: ["connect"] },
  control: { description: "Control the power state.", keys: ["console", "start", "stop", "restart"] },
  user: { description: "Manage subusers.", keys: ["create", "read", "update", "delete"] },
  file: {
    description: "Manage files.",
    keys: ["create", "read", "read-content", "update", "delete", "archive", "sftp"],
  },
  backup: { description: "Manage backups.", keys: ["create", "read", "delete", "download", "restore"] },
  allocation: { description: "Manage ports.", keys: ["read", "create", "update", "delete"] },
  startup: { description: "Manage start-up.", keys: ["read", "update", "docker-image"] },
  database: {
    description: "Manage databases.",
    keys: ["create", "read", "update", "delete", "view_password"],
  },
  schedule: { description: "Manage schedules.", keys: ["create", "read", "update", "delete"] },
  settings: { description: "Manage settings.", keys: ["rename", "reinstall"] },
  activity: { description: "Read the log.", keys: ["read"] },
};

export const allPermissions: string[] = Object.entries(groups).flatMap(([group, { keys }]) =>
  keys.map((key) => `${group}.${key}`),
);

const adminExtras = ["admin.websocket.errors", "admin.websocket.install", "admin.websocket.transfer"];

/** `meta.user_permissions`; `undefined` when the user has no access at all. */
export function permissionsOf(user: User, row: ServerRow): string[] | undefined {
  if (user.admin) return ["*", ...adminExtras];
  if (row.ownerId === user.id) return ["*"];
  return row.subusers.get(user.id)?.permissions;
}

export function mayDo(user: User, row: ServerRow, permission: string): boolean {
  const held = permissionsOf(user, row) ?? [];
  return held.includes("*") || held.includes(permission);
}
