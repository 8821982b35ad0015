/** Servers as `GET /` and `GET /servers/:server` tell them. */
import { z } from "zod";
import { maybeItem, maybeList } from "./envelope.ts";
import { amount, flag, maybeText, maybeTexts, text, texts } from "./json.ts";
import { allocation, type Allocation } from "./network.ts";
import { variable, type Variable } from "./startup.ts";
import { subuser, type Subuser } from "./subuser.ts";

export interface Limits {
  /** 0: unlimited. */
  readonly memoryMib: number;
  /** 0: none, -1: unlimited. */
  readonly swapMib: number;
  /** 0: unlimited. */
  readonly diskMib: number;
  /** Percent of one core, so 200 is two cores; 0: unlimited. */
  readonly cpuPercent: number;
  /** Relative weight, 10 to 1000. */
  readonly ioWeight: number;
  /** Like `0,1-3`. */
  readonly threads?: string | undefined;
}

/** Unlike `Limits`, 0 means none. */
export interface FeatureLimits {
  /** null: unlimited. */
  readonly databases: number | null;
  readonly allocations: number;
  readonly backups: number;
}

export interface Server {
  readonly uuid: string;
  /** The short id, or another form the panel prefers. Use `uuid` in requests. */
  readonly identifier: string;
  readonly name: string;
  readonly description: string;
  /** Display name of the node. */
  readonly node: string;
  /** null is normal; else `installing`, `suspended`, … or a word that is new to us. */
  readonly status: string | null;
  readonly isOwner: boolean;
  readonly isSuspended: boolean;
  readonly isInstalling: boolean;
  readonly isTransferring: boolean;
  readonly isNodeUnderMaintenance: boolean;
  readonly sftp: { readonly host: string; readonly port: number };
  readonly limits: Limits;
  readonly featureLimits: FeatureLimits;
  /** The resolved start command; parts may read `[hidden]`. */
  readonly invocation: string;
  readonly dockerImage: string;
  readonly eggFeatures: readonly string[];
  /** Only the primary one without `allocation.read`. */
  readonly allocations: readonly Allocation[];
  /** Absent without `startup.read`. */
  readonly variables?: readonly Variable[] | undefined;
  /** Only when asked for. */
  readonly egg?: { readonly uuid: string; readonly name: string } | undefined;
  /** Only when asked for, and with `user.read`. */
  readonly subusers?: readonly Subuser[] | undefined;
}

export interface ServerDetails extends Server {
  /** `*` stands for all; else `group.key`. Absent when the panel does not tell. */
  readonly userPermissions?: readonly string[] | undefined;
}

const limits = z.object({
  memory: amount,
  swap: amount,
  disk: amount,
  cpu: amount,
  io: amount,
  threads: maybeText,
});

const relationships = z
  .object({
    allocations: maybeList(allocation),
    variables: maybeList(variable),
    egg: maybeItem(z.object({ uuid: text, name: text })),
    subusers: maybeList(subuser),
  })
  .catch({ allocations: undefined, variables: undefined, egg: undefined, subusers: undefined });

const noLimits = { memory: 0, swap: 0, disk: 0, cpu: 0, io: 0, threads: undefined };

const attributes = z.object({
  uuid: z.string().min(1),
  identifier: text,
  name: text,
  description: text,
  node: text,
  status: z.string().nullable().catch(null),
  server_owner: flag,
  is_suspended: flag,
  is_installing: flag,
  is_transferring: flag,
  is_node_under_maintenance: flag,
  sftp_details: z.object({ ip: text, port: amount }).catch({ ip: "", port: 0 }),
  limits: limits.catch(noLimits),
  feature_limits: z
    .object({ databases: z.number().nullable().catch(0), allocations: amount, backups: amount })
    .catch({ databases: 0, allocations: 0, backups: 0 }),
  invocation: text,
  docker_image: text,
  egg_features: texts,
  relationships,
});

function toServer(wire: z.output<typeof attributes>): Server {
  return {
    uuid: wire.uuid,
    identifier: wire.identifier === "" ? wire.uuid.slice(0, 8) : wire.identifier,
    name: wire.name,
    description: wire.description,
    node: wire.node,
    status: wire.status,
    isOwner: wire.server_owner,
    isSuspended: wire.is_suspended || wire.status === "suspended",
    isInstalling: wire.is_installing || wire.status === "installing" || wire.status === "install_failed",
    isTransferring: wire.is_transferring,
    isNodeUnderMaintenance: wire.is_node_under_maintenance,
    sftp: { host: wire.sftp_details.ip, port: wire.sftp_details.port },
    limits: {
      memoryMib: wire.limits.memory,
      swapMib: wire.limits.swap,
      diskMib: wire.limits.disk,
      cpuPercent: wire.limits.cpu,
      ioWeight: wire.limits.io,
      threads: wire.limits.threads,
    },
    featureLimits: wire.feature_limits,
    invocation: wire.invocation,
    dockerImage: wire.docker_image,
    eggFeatures: wire.egg_features,
    allocations: wire.relationships.allocations ?? [],
    variables: wire.relationships.variables,
    egg: wire.relationships.egg,
    subusers: wire.relationships.subusers,
  };
}

export const server: z.ZodType<Server> = attributes.transform(toServer);

const meta = z
  .object({ is_server_owner: z.boolean().optional().catch(undefined), user_permissions: maybeTexts })
  .catch({ is_server_owner: undefined, user_permissions: undefined });

/** The single server, with what the key's owner may do on it beside it in `meta`. */
export const serverDetails: z.ZodType<ServerDetails> = z
  .object({ attributes: server, meta })
  .transform((wire) => ({
    ...wire.attributes,
    isOwner: wire.meta.is_server_owner ?? wire.attributes.isOwner,
    userPermissions: wire.meta.user_permissions,
  }));
