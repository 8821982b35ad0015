/** Room for a new backup at the server's limit: which old one may go for it. */
import type { FleetServer } from "../../src/fleet/server.ts";
import { waitInWords } from "../../src/lib/text.ts";
import type { Backup } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";

/** Most panels allow two in ten minutes (panel-contract 2.3). */
const usualThrottle = { count: 2, periodMs: 10 * 60_000 };

/** Whether the server's slots are all used: failed ones take none. */
export function isFull(backups: readonly Backup[], slots: number): boolean {
  return backups.filter(({ state }) => state !== "failed").length >= slots;
}

/** The oldest one that is done and not locked. */
export function oldestUnlocked(backups: readonly Backup[]): Backup | undefined {
  return backups
    .filter(({ state, isLocked }) => state === "done" && !isLocked)
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())[0];
}

/**
 * Nothing is deleted for a new backup that the panel would not make.
 * @throws {UserError} when too many were made just now.
 */
export function refuseTooSoon(backups: readonly Backup[], now: number): void {
  const { count, periodMs } = usualThrottle;
  const recent = backups
    .filter(({ state, createdAt }) => state !== "failed" && now - createdAt.getTime() < periodMs)
    .map(({ createdAt }) => createdAt.getTime());
  if (recent.length < count) return;
  const waitMs = Math.max(...recent) + periodMs - now;
  throw new UserError(
    `${recent.length} backups were made in the last ten minutes, and most panels make no more than ${count} in that time: so nothing was deleted for a new one. Try again in ${waitInWords(waitMs)}.`,
  );
}

/** Deletes exactly the one that was asked about. @throws {UserError} when it is not as it was then. */
export async function makeRoom(
  server: FleetServer,
  uuid: string,
  { slots, now }: { slots: number; now: number },
): Promise<Backup> {
  server.forget("backups");
  const backups = await server.api.backups.list();
  const old = backups.find((backup) => backup.uuid === uuid);
  if (!old || old.isLocked || !isFull(backups, slots))
    throw new UserError("Nothing was done: the backups have changed in the meantime. Try again.");
  refuseTooSoon(backups, now);
  await server.api.backups.delete(uuid);
  return old;
}
