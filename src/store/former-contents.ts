/** What files held before they were changed here: the last few contents of each, so that a change can be undone. */
import type { Clock } from "../lib/clock.ts";
import type { Database } from "./database.ts";

export interface KeptContent {
  /** The server's UUID. */
  server: string;
  path: string;
  content: Uint8Array;
  /** Equal for equal contents. */
  fingerprint: string;
  /** Who replaced it. */
  actorName: string;
}

export interface FormerContent extends Omit<KeptContent, "content"> {
  id: number;
  /** When it was replaced, in milliseconds since the epoch. */
  at: number;
  bytes: number;
}

export interface FormerContents {
  /** A content that is kept already becomes the newest again. The oldest go when it is too much. @throws what SQLite throws. */
  keep(kept: KeptContent): void;
  /** Newest first. */
  list(server: string, path: string): FormerContent[];
  read(id: number): Uint8Array | undefined;
}

/** Of one file. */
export const maxVersions = 10;
export const maxBytesOfFile = 8 * 1024 * 1024;
/** Of all files. */
export const maxBytes = 128 * 1024 * 1024;

export function createFormerContents(database: Database, clock: Clock): FormerContents {
  const forget = database.prepare(
    "DELETE FROM former_contents WHERE server = ? AND path = ? AND fingerprint = ?",
  );
  const insert = database.prepare(
    `INSERT INTO former_contents (at, server, path, fingerprint, actor_name, bytes, content)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const trimFile = database.prepare(
    `DELETE FROM former_contents WHERE id IN (
       SELECT id FROM (
         SELECT id, row_number() OVER (ORDER BY id DESC) AS place, sum(bytes) OVER (ORDER BY id DESC) AS total
         FROM former_contents WHERE server = ? AND path = ?
       ) WHERE place > 1 AND (place > ${maxVersions} OR total > ${maxBytesOfFile})
     )`,
  );
  const trimAll = database.prepare(
    `DELETE FROM former_contents WHERE id IN (
       SELECT id FROM (SELECT id, sum(bytes) OVER (ORDER BY id DESC) AS total FROM former_contents)
       WHERE total > ${maxBytes}
     )`,
  );
  const newest = database.prepare(
    `SELECT id, at, server, path, fingerprint, actor_name, bytes
     FROM former_contents WHERE server = ? AND path = ? ORDER BY id DESC`,
  );
  const one = database.prepare("SELECT content FROM former_contents WHERE id = ?");
  return {
    keep({ server, path, content, fingerprint, actorName }) {
      database.exec("BEGIN IMMEDIATE");
      try {
        forget.run(server, path, fingerprint);
        insert.run(clock.now(), server, path, fingerprint, actorName, content.byteLength, content);
        trimFile.run(server, path);
        trimAll.run();
        database.exec("COMMIT");
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
    },
    list: (server, path) => newest.all(server, path).map(toFormerContent),
    read(id) {
      const content = one.get(id)?.["content"];
      return content instanceof Uint8Array ? content : undefined;
    },
  };
}

function toFormerContent(row: Record<string, unknown>): FormerContent {
  return {
    id: Number(row["id"]),
    at: Number(row["at"]),
    server: String(row["server"]),
    path: String(row["path"]),
    fingerprint: String(row["fingerprint"]),
    actorName: String(row["actor_name"]),
    bytes: Number(row["bytes"]),
  };
}
