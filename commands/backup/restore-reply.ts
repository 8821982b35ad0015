/** A restore from beginning to end: stop the server where that is needed, restore, tell how far it is and how it went. */
import type { PendingRestore, RestoreOutcome } from "../../src/fleet/backup-watch.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import type { Clock } from "../../src/lib/clock.ts";
import { plain } from "../../src/lib/markdown.ts";
import { durationInWords } from "../../src/lib/text.ts";
import { PanelError, type Backup } from "../../src/panel/panel.ts";
import { UserError, type Reply } from "../../src/reply.ts";
import { powerButton, outcomeSentence } from "../power-reply.ts";

export interface Restoring {
  server: FleetServer;
  backup: Backup;
  truncate: boolean;
  by: string;
  mayStart: boolean;
  clock: Clock;
}

/** How often the reply tells how far it is. */
const tellEveryMs = 10_000;
/** An answer can be changed for fifteen minutes; progress must not become messages after that. */
const tellForMs = 10 * 60_000;

/** @throws {PanelError} */
export async function restoreReply(restoring: Restoring): Promise<Reply> {
  const { server, truncate } = restoring;
  // The panel deletes before the node stops the game, which would then write half a world back.
  if (truncate && (await server.status()).state !== "offline") {
    return {
      text: `Stopping **${plain(server.name)}** before its files are deleted …`,
      next: stopped(restoring).then(() => begun(restoring)),
    };
  }
  return begun(restoring);
}

/** Resolves when the server is offline. @throws {UserError} when it does not stop: then nothing has been touched. */
async function stopped({ server, by }: Restoring): Promise<void> {
  const { outcome } = await server.power("stop", { by });
  const result = await outcome;
  const isOffline = result.kind === "done" || (result.kind === "already" && result.state === "offline");
  if (isOffline) return;
  const why = outcomeSentence(`**${plain(server.name)}**`, "stop", result);
  throw new UserError(`Nothing was restored, because the server did not stop. ${why}`);
}

async function begun(restoring: Restoring): Promise<Reply> {
  const { clock } = restoring;
  const pending = await expectingStop(restoring);
  return {
    text: progressText(restoring, 0, 0),
    next: progress(restoring, pending, clock.monotonic()),
  };
}

/** A restore stops the server; one that was refused stops nothing, and a crash after it is a crash. */
async function expectingStop({ server, backup, truncate, by }: Restoring): Promise<PendingRestore> {
  const noLonger = server.expectStop(by);
  try {
    return await server.restore(backup.uuid, { truncate });
  } catch (error) {
    if (!(error instanceof PanelError) || !error.outcomeUnknown) noLonger();
    throw error;
  }
}

/** The outcome, or how far it is, whichever comes first. */
async function progress(restoring: Restoring, pending: PendingRestore, startedAt: number): Promise<Reply> {
  const { clock } = restoring;
  const over = new AbortController();
  const elapsedMs = clock.monotonic() - startedAt;
  const outcome = pending.outcome.then((result) => outcomeReply(restoring, result));
  if (elapsedMs >= tellForMs) return await outcome;
  const soFar = clock.sleep(tellEveryMs, over.signal).then((): Reply | Promise<Reply> => {
    if (over.signal.aborted) return outcome;
    const ms = clock.monotonic() - startedAt;
    return {
      text: progressText(restoring, ms, pending.fileCount()),
      next: progress(restoring, pending, startedAt),
    };
  });
  const next = await Promise.race([outcome, soFar]);
  over.abort();
  return next;
}

function progressText({ server, backup }: Restoring, elapsedMs: number, files: number): string {
  const since = elapsedMs > 0 ? ` For ${durationInWords(elapsedMs)} now.` : "";
  const count = files > 0 ? ` ${files} ${files === 1 ? "file is" : "files are"} back.` : "";
  return `Restoring **${plain(server.name)}** to **${plain(backup.name)}** …${since}${count}`;
}

function outcomeReply({ server, mayStart }: Restoring, { kind }: RestoreOutcome): Reply {
  const name = `**${plain(server.name)}**`;
  const buttons = mayStart ? [powerButton(server, "start")] : [];
  switch (kind) {
    case "done":
      return { text: `🟢 ${name} is restored. Start it when you are ready.`, outcome: "restored", buttons };
    case "ended":
      return {
        text: `🟡 The restore of ${name} is over, but the node did not say how it went. Look at its files before you start it.`,
        outcome: "ended, not confirmed",
        buttons,
      };
    case "not-confirmed":
      return {
        text: `🟡 The restore of ${name} is still going on after hours. Look at \`/status\`.`,
        outcome: "not confirmed",
      };
    case "unwatched":
      return {
        text: `Roost is being restarted; the restore of ${name} goes on. Look at \`/status\`.`,
        outcome: "not watched to its end",
      };
  }
}
