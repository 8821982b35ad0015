/** Backups: limits, the throttle, locks, and the node's callbacks. */
import { randomUUID } from "node:crypto";
import { list, paginate } from "../envelope.ts";
import { badRequest, display, fault, notFound } from "../errors.ts";
import { noContent, ok, serverRoute, type PanelState, type ServerCall, type ServerRoute } from "../route.ts";
import { validate } from "../rules.ts";
import type { SimServer } from "../sim-server.ts";
import type { Backup } from "../world.ts";
import { WingsError } from "../../wings/wings-error.ts";
import { signedUrl } from "./files.ts";
import { backupItem } from "./present.ts";
import { onNode } from "./server.ts";

const givenUpAfterMs = 360 * 60_000;

const failed = ({ completedAt, successful }: Backup): boolean => completedAt !== null && !successful;
const kept = (server: SimServer): Backup[] => server.row.backups.filter(({ deleted }) => !deleted);

export const backupRoutes: ServerRoute[] = [
  serverRoute("GET /backups", "backup.read", ({ server, query, url }) => {
    const backups = kept(server);
    const { rows, meta } = paginate(backups, { query, url, perPage: 20, most: 50 });
    const count = backups.filter((backup) => !failed(backup)).length;
    return ok(
      list(
        rows.map((backup) => backupItem(backup)),
        { ...meta, backup_count: count },
      ),
    );
  }),
  serverRoute("POST /backups", "backup.create", async (call) => {
    const { input, server, user, may } = call;
    validate(input, {
      name: "nullable|string|max:191",
      ignored: "nullable|string",
      is_locked: "nullable|boolean",
    });
    const backup = await createBackup(call.state, server, {
      name: (input["name"] as string | null | undefined) ?? undefined,
      ignored: ((input["ignored"] as string | null | undefined) ?? "").split("\n").filter(Boolean),
      locked: may("backup.delete") && Boolean(input["is_locked"]),
    });
    server.log("server:backup.start", user.id, { name: backup.name, locked: backup.locked });
    return ok(backupItem(backup));
  }),
  serverRoute("GET /backups/:backup", "backup.read", (call) => ok(backupItem(find(call)))),
  serverRoute("GET /backups/:backup/download", "backup.download", (call) => {
    const { uuid } = find(call);
    return ok(signedUrl(call, "download/backup", { scope: "backup-download", extra: { backup_uuid: uuid } }));
  }),
  serverRoute("POST /backups/:backup/lock", "backup.delete", (call) => {
    const backup = find(call);
    backup.locked = !backup.locked;
    call.server.log(backup.locked ? "server:backup.lock" : "server:backup.unlock", call.user.id, {
      name: backup.name,
    });
    return ok(backupItem(backup));
  }),
  serverRoute("POST /backups/:backup/restore", "backup.restore", async (call) => {
    const backup = find(call);
    const { server, state, input, user } = call;
    validate(input, { truncate: "required|boolean" });
    if (server.row.status !== null) {
      throw badRequest("This server is not currently in a state that allows for a backup to be restored.");
    }
    if (!backup.successful && backup.completedAt === null) {
      throw badRequest("This backup cannot be restored at this time: not completed or failed.");
    }
    server.row.status = "restoring_backup";
    try {
      await onNode(state.wings, () => {
        server.node.backups.restore(backup.uuid, truthy(input["truncate"]));
      });
    } catch (error) {
      server.row.status = null;
      throw error;
    }
    server.log("server:backup.restore", user.id, { name: backup.name, truncate: input["truncate"] });
    return noContent;
  }),
  serverRoute("DELETE /backups/:backup", "backup.delete", async (call) => {
    const backup = find(call);
    if (backup.locked && backup.successful) {
      throw display("Cannot delete a backup that is marked as locked.", "BackupLockedException");
    }
    await removeBackup(call.state, call.server, backup);
    call.server.log("server:backup.delete", call.user.id, { name: backup.name });
    return noContent;
  }),
];

export function truthy(value: unknown): boolean {
  return value === true || value === 1 || value === "1";
}

function find({ server, params }: ServerCall): Backup {
  const backup = kept(server).find(({ uuid }) => uuid === params["backup"]);
  if (!backup) throw notFound();
  return backup;
}

async function removeBackup(state: PanelState, server: SimServer, backup: Backup): Promise<void> {
  await onNode(state.wings, () => {
    try {
      server.node.backups.delete(backup.uuid);
    } catch (error) {
      // The node does not know it: then there is nothing to delete.
      if (!(error instanceof WingsError) || error.status !== 404) throw error;
    }
  });
  backup.deleted = true;
}

export interface BackupWish {
  name: string | undefined;
  ignored: string[];
  locked: boolean;
  /** A schedule deletes the oldest unlocked one instead of failing at the limit. */
  rotate?: boolean;
}

export async function createBackup(state: PanelState, server: SimServer, wish: BackupWish): Promise<Backup> {
  refuseTooSoon(state, server);
  await makeRoom(state, server, wish.rotate ?? false);
  const at = state.clock.wall();
  const backup: Backup = {
    uuid: randomUUID(),
    successful: false,
    locked: wish.locked,
    name: wish.name ?? `Backup at ${new Date(at).toISOString().slice(0, 19).replace("T", " ")}`,
    ignored: wish.ignored,
    checksum: null,
    bytes: 0,
    createdAt: at,
    completedAt: null,
    madeAt: state.clock.now(),
    deleted: false,
  };
  await onNode(state.wings, () => {
    server.node.backups.create(backup.uuid, wish.ignored);
  });
  server.row.backups.push(backup);
  state.clock.after(givenUpAfterMs, () => {
    if (backup.completedAt === null) backup.completedAt = state.clock.wall();
  });
  return backup;
}

/** Deleted ones still count, failed ones do not. @throws {PanelFault} 429 */
function refuseTooSoon({ clock, settings }: PanelState, { row }: SimServer): void {
  const { count, periodMs } = settings.backupThrottle;
  if (periodMs === 0) return;
  const recent = row.backups.filter((backup) => !failed(backup) && clock.now() - backup.madeAt < periodMs);
  if (recent.length < count) return;
  const newest = Math.max(...recent.map(({ madeAt }) => madeAt));
  throw fault(
    429,
    "TooManyRequestsHttpException",
    `Only ${count} backups may be generated within a ${periodMs / 1000} second span of time.`,
    { "Retry-After": String(clock.realSeconds(newest + periodMs - clock.now())) },
  );
}

async function makeRoom(state: PanelState, server: SimServer, rotate: boolean): Promise<void> {
  const limit = server.row.featureLimits.backups ?? 0;
  const counted = kept(server).filter((backup) => !failed(backup));
  if (counted.length < limit) return;
  const oldest = counted.find(({ locked }) => !locked);
  if (!rotate || limit === 0 || !oldest) {
    throw display(
      `Cannot create a new backup, this server has reached its limit of ${limit} backups.`,
      "TooManyBackupsException",
    );
  }
  await removeBackup(state, server, oldest);
}
