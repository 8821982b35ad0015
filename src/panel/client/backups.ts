/** Backups of a server. */
import type { Caller } from "../caller.ts";
import { json, nothing, type CallOptions } from "../request.ts";
import { backup, type Backup } from "../wire/backup.ts";
import { item, page, type Page } from "../wire/envelope.ts";
import { signedUrl } from "../wire/resources.ts";

export interface NewBackup {
  /** Default: the panel makes one from the time. */
  readonly name?: string | undefined;
  /** Patterns of files to leave out: a list, or one per line. */
  readonly ignored?: readonly string[] | string | undefined;
  /** Silently ignored without `backup.delete`. */
  readonly isLocked?: boolean | undefined;
}

const perPage = 50;
const maxPages = 100;

export function backupsOf(caller: Caller, server: string) {
  const one = (number: number, { signal }: CallOptions = {}): Promise<Page<Backup>> =>
    caller.send({
      route: "GET /servers/:server/backups",
      params: { server },
      query: { page: number, per_page: perPage },
      read: json(page(backup)),
      signal,
    });
  return {
    /** One page of 50, oldest first. */
    page: one,

    /** All of them, newest first. */
    async list(options: CallOptions = {}): Promise<readonly Backup[]> {
      const all: Backup[] = [];
      for (let number = 1; number <= maxPages; number += 1) {
        const { items, pages } = await one(number, options);
        all.push(...items);
        if (number >= pages || items.length === 0) break;
      }
      return all.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
    },

    /** Asks the panel every time. */
    details: (uuid: string, options: CallOptions = {}): Promise<Backup> =>
      caller.send({
        route: "GET /servers/:server/backups/:backup",
        params: { server, backup: uuid },
        read: json(item(backup)),
        ...options,
      }),

    /** Begins one: the answer is pending. @throws {PanelError} "throttled", "refused" at the server's limit. */
    create: ({ name, ignored, isLocked }: NewBackup = {}): Promise<Backup> =>
      caller.send({
        route: "POST /servers/:server/backups",
        params: { server },
        json: {
          name,
          ignored: typeof ignored === "object" ? ignored.join("\n") : ignored,
          is_locked: isLocked,
        },
        read: json(item(backup)),
      }),

    /** A link: a secret, for one use within minutes. Also given for one that is not done. */
    download: (uuid: string, options: CallOptions = {}): Promise<string> =>
      caller.send({
        route: "GET /servers/:server/backups/:backup/download",
        params: { server, backup: uuid },
        read: json(item(signedUrl)),
        ...options,
      }),

    /** Locks what is open and opens what is locked: see `isLocked` of the answer. */
    toggleLock: (uuid: string): Promise<Backup> =>
      caller.send({
        route: "POST /servers/:server/backups/:backup/lock",
        params: { server, backup: uuid },
        read: json(item(backup)),
      }),

    /** Begins it; `truncate` deletes all files of the server first. */
    restore: (uuid: string, { truncate }: { truncate: boolean }): Promise<void> =>
      caller.send({
        route: "POST /servers/:server/backups/:backup/restore",
        params: { server, backup: uuid },
        json: { truncate },
        read: nothing,
      }),

    /** @throws {PanelError} "refused" when it is locked. */
    delete: (uuid: string): Promise<void> =>
      caller.send({
        route: "DELETE /servers/:server/backups/:backup",
        params: { server, backup: uuid },
        read: nothing,
      }),
  };
}
