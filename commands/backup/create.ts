/** `/backup create [name] [ignored] [lock] [server]`: make a backup and tell when it is done. */
import { defineCommand } from "../../src/command.ts";
import type { BackupOutcome, PendingBackup } from "../../src/fleet/backup-watch.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import { plain, timestamp } from "../../src/lib/markdown.ts";
import { bytesInWords, waitInWords } from "../../src/lib/text.ts";
import { PanelError, type Backup } from "../../src/panel/panel.ts";
import { UserError, type Button, type Reply } from "../../src/reply.ts";
import { serverOption } from "../server-option.ts";
import { isFull, makeRoom, oldestUnlocked, refuseTooSoon } from "./make-room.ts";

export const create = defineCommand({
  data: {
    name: "create",
    description: "Make a backup and tell when it is done",
    options: [
      { type: "string", name: "name", description: "What to call it", maxLength: 191 },
      {
        type: "string",
        name: "ignored",
        description: "Files to leave out, with commas between: logs/*, cache",
        maxLength: 1000,
      },
      { type: "boolean", name: "lock", description: "Keep it from being deleted" },
      { type: "string", name: "instead", description: "The backup to delete for it", hidden: true },
      { type: "string", name: "restore", description: "The backup to restore afterwards", hidden: true },
      { type: "boolean", name: "truncate", description: "Of that restore", hidden: true },
      serverOption,
    ],
  },
  access: "operator",
  visibility: ({ restore, instead }) =>
    restore === undefined && instead === undefined ? "public" : "private",
  effect: "changes",
  needs: ({ instead }) => (instead === undefined ? "backup.create" : ["backup.create", "backup.delete"]),
  /** Only at the limit: an old one has to go for the new one. */
  async confirm({ server, may, clock }) {
    const slots = server.details().featureLimits.backups;
    refuseWithoutSlots(server);
    // The panel itself says so where the key may not look.
    if (!server.can("backup.read")) return undefined;
    const backups = await server.api.backups.list();
    if (!isFull(backups, slots)) return undefined;
    const name = `**${plain(server.name)}**`;
    const full =
      slots === 1
        ? `The only backup slot of ${name} is used.`
        : `All ${slots} backup slots of ${name} are used.`;
    const oldest = oldestUnlocked(backups);
    if (!oldest)
      throw new UserError(`${full} None of them can go: unlock one first with \`/backup unlock\`.`);
    if (!may("backup delete"))
      throw new UserError(
        `${full} Ask an admin to delete one: the oldest unlocked is **${plain(oldest.name)}**.`,
      );
    refuseTooSoon(backups, clock.now());
    return {
      text: `${full} Delete the oldest unlocked one, **${plain(oldest.name)}** (${bytesInWords(oldest.bytes)}, made ${timestamp(oldest.createdAt, "R")}), for good, and make the new one?`,
      yes: "Delete it and back up",
      fills: { instead: oldest.uuid },
    };
  },
  async run({ server, options, may, clock }) {
    const { instead, restore, truncate = false } = options;
    if (instead !== undefined && !may("backup delete"))
      throw new UserError("You may not delete backups (`/backup delete`). Ask an admin.");
    const slots = server.details().featureLimits.backups;
    const old =
      instead === undefined ? undefined : await makeRoom(server, instead, { slots, now: clock.now() });
    const { backup, outcome } = await begin(server, options, old);
    const name = plain(backup.name);
    const gone = old ? ` The old backup **${plain(old.name)}** is deleted.` : "";
    return {
      text: `Making the backup **${name}** of **${plain(server.name)}** …${gone}`,
      next: outcome.then((result) => {
        const reply = outcomeReply(name, result);
        const isSafe = result.kind === "done" && restore !== undefined && may("backup restore");
        return isSafe ? { ...reply, buttons: [restoreButton(server, restore, truncate)] } : reply;
      }),
    };
  },
});

interface Wishes {
  readonly name?: string | undefined;
  readonly ignored?: string | undefined;
  readonly lock?: boolean | undefined;
}

/** @throws {UserError} when an old one was deleted in vain: that must be told, whatever else is. */
async function begin(
  server: FleetServer,
  { name, ignored, lock }: Wishes,
  old: Backup | undefined,
): Promise<PendingBackup> {
  const patterns = ignored
    ?.split(",")
    .map((pattern) => pattern.trim())
    .filter(Boolean);
  try {
    return await server.backup({ name, ignored: patterns, isLocked: lock });
  } catch (error) {
    if (!old) throw error;
    const waitMs = error instanceof PanelError ? error.retryAfterMs : undefined;
    throw new UserError(
      `The old backup **${plain(old.name)}** is deleted, but the panel did not make the new one. Use \`/backup create\` again${waitMs === undefined ? "" : ` in ${waitInWords(waitMs)}`}.`,
      { cause: error },
    );
  }
}

function restoreButton(server: FleetServer, backup: string, truncate: boolean): Button {
  return {
    label: "Now restore the old one",
    style: "danger",
    command: "backup restore",
    options: { backup, truncate, server: server.key },
  };
}

/** 0 means none here, unlike in the other limits; the panel's own answer for it is less clear. */
function refuseWithoutSlots(server: FleetServer): void {
  if (server.details().featureLimits.backups !== 0) return;
  throw new UserError(
    `**${plain(server.name)}** has no room for backups in its plan. Ask your hoster for some.`,
  );
}

function outcomeReply(name: string, outcome: BackupOutcome): Reply {
  switch (outcome.kind) {
    case "done":
      return {
        text: `🟢 The backup **${name}** is done: ${bytesInWords(outcome.bytes)}.`,
        outcome: `done, ${bytesInWords(outcome.bytes)}`,
      };
    case "failed":
      return {
        text: `🔴 The backup **${name}** failed. Check that the server has disk space left, then try again.`,
        outcome: "failed",
      };
    case "gone":
      return { text: `The backup **${name}** was deleted before it was done.`, outcome: "deleted meanwhile" };
    case "not-confirmed":
      return {
        text: `🟡 The backup **${name}** is not done after hours. Look at \`/backup list\`.`,
        outcome: "not confirmed",
      };
    case "unwatched":
      return {
        text: `Roost is being restarted; the backup **${name}** goes on. Look at \`/backup list\`.`,
        outcome: "not watched to its end",
      };
  }
}
