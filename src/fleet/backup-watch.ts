/** Makes and restores backups of one server, and watches what becomes of them (panel-contract 8). */
import { type Backup, type NewBackup, PanelError } from "../panel/panel.ts";
import type { ServerEvent } from "./server-event.ts";
import { Wake } from "./wake.ts";
import type { WatchedServer } from "./watched-server.ts";

export type BackupOutcome =
  | { kind: "done"; bytes: number }
  | { kind: "failed" }
  /** Deleted while it was made. */
  | { kind: "gone" }
  /** Still being made when nobody wanted to wait any longer. */
  | { kind: "not-confirmed" }
  /** This program stops: nobody watches any more. */
  | { kind: "unwatched" };

export type RestoreOutcome =
  | { kind: "done" }
  /** Over, but neither panel nor node said whether it went well. */
  | { kind: "ended" }
  | { kind: "not-confirmed" }
  | { kind: "unwatched" };

export interface PendingBackup {
  backup: Backup;
  /** Never rejects. */
  outcome: Promise<BackupOutcome>;
}

export interface PendingRestore {
  /** How many files the node has told of so far. */
  fileCount: () => number;
  /** Never rejects. */
  outcome: Promise<RestoreOutcome>;
}

const pollEveryMs = 20_000;
/** The panel gives a backup up after six hours. */
const backupWithinMs = 6 * 60 * 60_000;
const restoreWithinMs = 2 * 60 * 60_000;

type Watch<Outcome> = { look: () => Promise<Outcome | undefined>; withinMs: number };

/** @throws {PanelError} what the panel answers, "throttled" among it. */
export async function createBackup(server: WatchedServer, input: NewBackup): Promise<PendingBackup> {
  const heard = new Map<string, BackupOutcome>();
  const wake = new Wake();
  // From before it is asked for: a small backup may be done before the panel has answered.
  const stop = server.subscribe((event) => {
    if (event.type !== "backup") return;
    heard.set(event.uuid, event.isSuccessful ? { kind: "done", bytes: event.bytes } : { kind: "failed" });
    wake.wake();
  });
  try {
    const backup = await server.api.backups.create(input);
    const look = async (): Promise<BackupOutcome | undefined> =>
      heard.get(backup.uuid) ?? (await toldOutcome(server, backup.uuid));
    const outcome = untilKnown<BackupOutcome>(server, wake, { look, withinMs: backupWithinMs });
    return { backup, outcome: outcome.finally(stop) };
  } catch (error) {
    stop();
    throw error;
  }
}

async function toldOutcome(server: WatchedServer, uuid: string): Promise<BackupOutcome | undefined> {
  try {
    const { state, bytes } = await server.background.backups.details(uuid);
    if (state === "pending") return undefined;
    server.forget("backups");
    return state === "done" ? { kind: "done", bytes } : { kind: "failed" };
  } catch (error) {
    if (error instanceof PanelError && error.failure === "not-found") return { kind: "gone" };
    throw error;
  }
}

/** @throws {PanelError} what the panel answers. */
export async function restoreBackup(
  server: WatchedServer,
  uuid: string,
  options: { truncate: boolean },
): Promise<PendingRestore> {
  const wake = new Wake();
  let isConfirmed = false;
  let files = 0;
  const stop = server.subscribe((event: ServerEvent) => {
    if (event.type === "restoring") files += 1;
    if (event.type !== "restored") return;
    isConfirmed ||= event.isConfirmed;
    wake.wake();
  });
  try {
    await server.api.backups.restore(uuid, options);
  } catch (error) {
    stop();
    throw error;
  }
  const look = async (): Promise<RestoreOutcome | undefined> => {
    server.forget("server");
    const { status } = await server.background.details();
    if (status === "restoring_backup") return undefined;
    return { kind: isConfirmed ? "done" : "ended" };
  };
  const outcome = untilKnown<RestoreOutcome>(server, wake, { look, withinMs: restoreWithinMs });
  return { outcome: outcome.finally(stop), fileCount: () => files };
}

/** Looks when woken and now and then. A look that fails is no news. Never rejects. */
async function untilKnown<Outcome>(
  { clock, signal, log }: WatchedServer,
  wake: Wake,
  { look, withinMs }: Watch<Outcome>,
): Promise<Outcome | { kind: "not-confirmed" } | { kind: "unwatched" }> {
  const end = clock.monotonic() + withinMs;
  while (clock.monotonic() < end) {
    await wake.wait(clock, pollEveryMs, signal);
    if (signal.aborted) return { kind: "unwatched" };
    try {
      const outcome = await look();
      if (outcome !== undefined) return outcome;
    } catch (error) {
      log.debug({ err: error }, "no word on a backup yet");
    }
  }
  return { kind: "not-confirmed" };
}
