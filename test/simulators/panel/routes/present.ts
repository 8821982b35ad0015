/** Rows as the client API shows them. */
import { createHash } from "node:crypto";
import { atom } from "../../game/sim-clock.ts";
import { item, list, nothing, type Item } from "../envelope.ts";
import { mayDo } from "../permissions.ts";
import type { PanelState } from "../route.ts";
import type { SimServer } from "../sim-server.ts";
import type { Activity, Allocation, ApiKey, Backup, Database, ServerRow, User, Variable } from "../world.ts";

const when = (at: number | null): string | null => (at === null ? null : atom(at));
const gravatar = (email: string): string =>
  `https://gravatar.com/avatar/${createHash("md5").update(email).digest("hex")}`;

export function accountItem(user: User): Item {
  return item("user", {
    id: user.id,
    admin: user.admin,
    username: user.username,
    email: user.email,
    first_name: user.firstName,
    last_name: user.lastName,
    language: "en",
  });
}

export function apiKeyItem(key: ApiKey, meta?: Record<string, unknown>): Item {
  const attributes = {
    identifier: key.identifier,
    description: key.description,
    allowed_ips: key.allowedIps,
    last_used_at: when(key.lastUsedAt),
    created_at: atom(key.createdAt),
  };
  return item("api_key", attributes, meta);
}

export function allocationItem(row: ServerRow, allocation: Allocation, notes = true): Item {
  return item("allocation", {
    id: allocation.id,
    ip: allocation.ip,
    ip_alias: allocation.alias,
    port: allocation.port,
    notes: notes ? allocation.notes : null,
    is_default: allocation.id === row.primaryAllocation,
  });
}

export function variableItem(variable: Variable, meta?: Record<string, unknown>): Item {
  const attributes = {
    name: variable.name,
    description: variable.description,
    env_variable: variable.env,
    default_value: variable.defaultValue,
    server_value: variable.value,
    is_editable: variable.editable,
    rules: variable.rules,
  };
  return item("egg_variable", attributes, meta);
}

export function backupItem(backup: Backup): Item {
  return item("backup", {
    uuid: backup.uuid,
    is_successful: backup.successful,
    is_locked: backup.locked,
    name: backup.name,
    ignored_files: backup.ignored,
    checksum: backup.checksum,
    bytes: backup.bytes,
    created_at: atom(backup.createdAt),
    completed_at: when(backup.completedAt),
  });
}

export function databaseItem(database: Database, password: "absent" | "hidden" | "shown"): Item {
  const secret = item("database_password", { password: database.password });
  return item("server_database", {
    id: database.id,
    host: { address: "203.0.113.9", port: 3306 },
    name: database.name,
    username: database.username,
    connections_from: database.remote,
    max_connections: null,
    ...(password === "absent"
      ? {}
      : { relationships: { password: password === "shown" ? secret : nothing } }),
  });
}

export function subuserItem(user: User, permissions: string[], createdAt: number): Item {
  return item("server_subuser", { ...personAttributes(user), created_at: atom(createdAt), permissions });
}

function personAttributes(user: User): Record<string, unknown> {
  return {
    uuid: user.uuid,
    username: user.username,
    email: user.email,
    image: gravatar(user.email),
    "2fa_enabled": user.twoFactor,
    created_at: atom(user.createdAt),
  };
}

export function activityItem(entry: Activity, viewer: User, actor: User | "absent" | undefined): Item {
  const own = viewer.admin || entry.userId === viewer.id;
  const person = actor === undefined || actor === "absent" ? nothing : item("user", personAttributes(actor));
  return item("activity_log", {
    id: entry.id,
    batch: null,
    event: entry.event,
    is_api: entry.isApi,
    ip: own ? entry.ip : null,
    description: null,
    properties: entry.properties,
    has_additional_metadata: false,
    timestamp: atom(entry.at),
    ...(actor === "absent" ? {} : { relationships: { actor: person } }),
  });
}

/** The start command with variables filled in; `hide` shows every value as `[hidden]`. */
export function invocation(row: ServerRow, hide: boolean): string {
  const known: Record<string, string> = {
    SERVER_MEMORY: String(row.limits.memory),
    SERVER_IP: "0.0.0.0",
    SERVER_PORT: String(row.allocations.find(({ id }) => id === row.primaryAllocation)?.port ?? 0),
  };
  return row.invocation.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const variable = row.variables.find(({ env }) => env === name);
    if (!variable) return known[name] ?? "";
    return hide || !variable.viewable ? "[hidden]" : (variable.value ?? variable.defaultValue);
  });
}

export interface ServerView {
  state: PanelState;
  user: User;
  include: string[];
}

export function serverItem(server: SimServer, { state, user, include }: ServerView): Item {
  const { row } = server;
  const may = (permission: string): boolean => mayDo(user, row, permission);
  const all = may("allocation.read");
  const allocations = row.allocations.filter(({ id }) => all || id === row.primaryAllocation);
  const identifier = state.settings.identifierStyle === "serv" ? servIdentifier(row.uuid) : server.id;
  const people = [...row.subusers].flatMap(([id, { permissions, createdAt }]) => {
    const person = state.users.find((candidate) => candidate.id === id);
    return person ? [subuserItem(person, permissions, createdAt)] : [];
  });
  const variables = row.variables
    .filter(({ viewable }) => viewable)
    .map((variable) => variableItem(variable));
  return item("server", {
    server_owner: row.ownerId === user.id,
    identifier,
    ...(state.settings.identifierStyle === "serv"
      ? {
          __deprecated_uuid_short: server.id,
          server_identifier: servIdentifier(row.uuid),
          skip_scripts: false,
        }
      : {}),
    internal_id: row.id,
    uuid: row.uuid,
    name: row.name,
    node: "node-eu-1",
    is_node_under_maintenance: state.nodeMaintenance,
    sftp_details: { ip: "node-eu-1.example.net", port: 2022 },
    description: row.description,
    limits: { ...row.limits, oom_disabled: true },
    invocation: invocation(row, !may("startup.read")),
    docker_image: row.image,
    egg_features: row.egg.features,
    feature_limits: row.featureLimits,
    status: row.status,
    is_suspended: row.status === "suspended",
    is_installing: row.status === "installing" || row.status === "install_failed",
    is_transferring: row.transferring,
    relationships: {
      allocations: list(allocations.map((allocation) => allocationItem(row, allocation, all))),
      variables: may("startup.read") ? list(variables) : nothing,
      ...(include.includes("egg") ? { egg: item("egg", { uuid: row.egg.uuid, name: row.egg.name }) } : {}),
      ...(include.includes("subusers") ? { subusers: may("user.read") ? list(people) : nothing } : {}),
    },
  });
}

export function servIdentifier(uuid: string): string {
  return `serv_${createHash("sha1").update(uuid).digest("base64url").replaceAll(/[-_]/g, "x").slice(0, 20)}`;
}
