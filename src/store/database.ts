/** Opens the embedded store, one file in the data folder, and brings its tables up to date. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export type Database = DatabaseSync;

/** The folder cannot be used; `reason` ends a sentence about `DATA_DIR`. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly reason: string;

  constructor(reason: string, cause: unknown) {
    super(`store: ${reason}`, { cause });
    this.reason = reason;
  }
}

/** Each runs once, in order; the file's `user_version` is how many have run. Never change one that was released. */
const migrations = [
  `CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    guild_id TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    interaction_id TEXT NOT NULL,
    command TEXT NOT NULL,
    server TEXT,
    arguments TEXT NOT NULL,
    decision TEXT NOT NULL,
    outcome TEXT,
    finished_at INTEGER
  ) STRICT;
  CREATE INDEX audit_by_time ON audit (at);`,
  `CREATE TABLE former_contents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    server TEXT NOT NULL,
    path TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    content BLOB NOT NULL
  ) STRICT;
  CREATE INDEX former_contents_by_file ON former_contents (server, path, id);`,
  `CREATE TABLE small_state (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;`,
  // Two servers may have one name; older records have only that.
  `ALTER TABLE audit ADD COLUMN server_uuid TEXT;
  CREATE INDEX audit_by_server ON audit (server_uuid, id);`,
];

/**
 * Opens (or makes) `roost.sqlite` in `folder`; `":memory:"` keeps nothing. The file is held exclusively: a second bot on
 * the same folder would answer everything twice.
 * @throws {StoreError}
 */
export function openDatabase(folder: string): Database {
  try {
    if (folder !== ":memory:") mkdirSync(folder, { recursive: true });
    const database = new DatabaseSync(folder === ":memory:" ? folder : join(folder, "roost.sqlite"));
    // FULL: a record of something destructive must outlive a power cut right after it. That waits for the disk, on the
    // main thread: less than a millisecond on most, and people act seldom. What may be lost is written `lightly`.
    database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    migrate(database);
    return database;
  } catch (error) {
    throw new StoreError(reasonOf(error), error);
  }
}

/** Writes without waiting for the disk: a power cut may take the last of it, nothing else can. */
export function lightly<Result>(database: Database, write: () => Result): Result {
  database.exec("PRAGMA synchronous = NORMAL");
  try {
    return write();
  } finally {
    database.exec("PRAGMA synchronous = FULL");
  }
}

function migrate(database: Database): void {
  const row = database.prepare("PRAGMA user_version").get();
  const done = Number(row?.["user_version"] ?? 0);
  for (const [index, sql] of migrations.entries()) {
    if (index < done) continue;
    database.exec(`BEGIN IMMEDIATE; ${sql} PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
  // Takes the exclusive lock now rather than at the first record.
  database.exec("BEGIN IMMEDIATE; COMMIT;");
}

function reasonOf(error: unknown): string {
  const { code, errcode } = error as { code?: string; errcode?: number };
  const sqliteBusy = 5;
  if (errcode === sqliteBusy) return "is used by another Roost that is running";
  if (code === "EACCES" || code === "EROFS" || code === "EPERM") return "cannot be written to";
  if (code === "ENOSPC") return "is on a disk that is full";
  return "cannot be used as a data folder";
}
