/** Who did what: append-only records, written before acting and completed with how it went. */
import type { Clock } from "../lib/clock.ts";
import { lightly, type Database } from "./database.ts";

export interface AuditEntry {
  actorId: string;
  actorName: string;
  guildId: string;
  channelId: string;
  interactionId: string;
  /** The command's path: `backup restore`. */
  command: string;
  /** The server's name, or what was typed for one; where the command is about a server. */
  server?: string;
  /** The server itself, where it is known: names may be shared. */
  serverUuid?: string;
  /** Option values by name. */
  arguments: Readonly<Record<string, unknown>>;
  decision: "allowed" | "refused";
}

export interface AuditRecord extends AuditEntry {
  id: number;
  at: number;
  outcome?: string;
}

export interface AuditLog {
  /** Writes the record and returns its id. @throws what SQLite throws: then nothing may be done. */
  begin(entry: AuditEntry): number;
  /** Adds how it went, one short sentence. Only the first outcome of a record counts. */
  finish(id: number, outcome: string): void;
  /** One page of the records that fit, newest first; a page that does not exist gives the nearest one that does. */
  page(query: AuditQuery): AuditPage;
}

export interface AuditQuery {
  actorId?: string | undefined;
  /** One server or several. `names` are looked for in the records that do not know their server better. */
  server?: { uuids: readonly string[]; names: readonly string[] } | undefined;
  /** Counted from 1. */
  page: number;
  perPage: number;
}

export interface AuditPage {
  items: AuditRecord[];
  number: number;
  count: number;
  /** Of all pages together. */
  total: number;
}

/** Takes an actor's id, and JSON lists of uuids and of names; null means any. */
const fitting = `(?1 IS NULL OR actor_id = ?1) AND (?2 IS NULL
  OR server_uuid IN (SELECT value FROM json_each(?2))
  OR (server_uuid IS NULL AND server IN (SELECT value FROM json_each(?3))))`;

export function createAuditLog(database: Database, clock: Clock): AuditLog {
  const insert = database.prepare(
    `INSERT INTO audit (at, actor_id, actor_name, guild_id, channel_id, interaction_id, command, server, server_uuid, arguments, decision)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const complete = database.prepare(
    "UPDATE audit SET outcome = ?, finished_at = ? WHERE id = ? AND outcome IS NULL",
  );
  const counted = database.prepare(`SELECT count(*) AS total FROM audit WHERE ${fitting}`);
  const found = database.prepare(`SELECT * FROM audit WHERE ${fitting} ORDER BY id DESC LIMIT ? OFFSET ?`);
  return {
    begin(entry) {
      const write = () =>
        insert.run(
          clock.now(),
          entry.actorId,
          entry.actorName,
          entry.guildId,
          entry.channelId,
          entry.interactionId,
          entry.command,
          entry.server ?? null,
          entry.serverUuid ?? null,
          JSON.stringify(entry.arguments),
          entry.decision,
        );
      // What is refused is not done: only the record of an action has to be safe before anything happens.
      const { lastInsertRowid } = entry.decision === "allowed" ? write() : lightly(database, write);
      return Number(lastInsertRowid);
    },
    finish(id, outcome) {
      lightly(database, () => complete.run(outcome, clock.now(), id));
    },
    page: ({ actorId, server, page, perPage }) => {
      const lists = server ? [JSON.stringify(server.uuids), JSON.stringify(server.names)] : [null, null];
      const fits = [actorId ?? null, ...lists];
      const total = Number(counted.get(...fits)?.["total"] ?? 0);
      const count = Math.max(1, Math.ceil(total / perPage));
      const number = Math.min(Math.max(page, 1), count);
      const rows = found.all(...fits, perPage, (number - 1) * perPage);
      return { items: rows.map(toRecord), number, count, total };
    },
  };
}

type Column = ReturnType<ReturnType<Database["prepare"]>["all"]>[number][string] | undefined;

const text = (value: Column): string => (typeof value === "string" ? value : "");

function toRecord(row: Record<string, Column>): AuditRecord {
  return {
    id: Number(row["id"]),
    at: Number(row["at"]),
    actorId: text(row["actor_id"]),
    actorName: text(row["actor_name"]),
    guildId: text(row["guild_id"]),
    channelId: text(row["channel_id"]),
    interactionId: text(row["interaction_id"]),
    command: text(row["command"]),
    ...(row["server"] === null ? {} : { server: text(row["server"]) }),
    ...(row["server_uuid"] === null ? {} : { serverUuid: text(row["server_uuid"]) }),
    arguments: JSON.parse(text(row["arguments"])) as Record<string, unknown>,
    decision: row["decision"] === "refused" ? "refused" : "allowed",
    ...(row["outcome"] === null ? {} : { outcome: text(row["outcome"]) }),
  };
}
