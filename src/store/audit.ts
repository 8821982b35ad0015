/** Who did what: append-only records, written before acting and completed with how it went. */
import type { Clock } from "../lib/clock.ts";
import type { Database } from "./database.ts";

export interface AuditEntry {
  actorId: string;
  actorName: string;
  guildId: string;
  channelId: string;
  interactionId: string;
  /** The command's path: `backup restore`. */
  command: string;
  /** The server's key, where the command is about one. */
  server?: string;
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
  /** The newest records first. */
  latest(count: number): AuditRecord[];
}

export function createAuditLog(database: Database, clock: Clock): AuditLog {
  const insert = database.prepare(
    `INSERT INTO audit (at, actor_id, actor_name, guild_id, channel_id, interaction_id, command, server, arguments, decision)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const complete = database.prepare(
    "UPDATE audit SET outcome = ?, finished_at = ? WHERE id = ? AND outcome IS NULL",
  );
  const newest = database.prepare("SELECT * FROM audit ORDER BY id DESC LIMIT ?");
  return {
    begin(entry) {
      const { lastInsertRowid } = insert.run(
        clock.now(),
        entry.actorId,
        entry.actorName,
        entry.guildId,
        entry.channelId,
        entry.interactionId,
        entry.command,
        entry.server ?? null,
        JSON.stringify(entry.arguments),
        entry.decision,
      );
      return Number(lastInsertRowid);
    },
    finish(id, outcome) {
      complete.run(outcome, clock.now(), id);
    },
    latest: (count) => newest.all(count).map(toRecord),
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
    arguments: JSON.parse(text(row["arguments"])) as Record<string, unknown>,
    decision: row["decision"] === "refused" ? "refused" : "allowed",
    ...(row["outcome"] === null ? {} : { outcome: text(row["outcome"]) }),
  };
}
