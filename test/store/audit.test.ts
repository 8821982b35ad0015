import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createAuditLog, type AuditEntry, type AuditLog, type AuditQuery } from "../../src/store/audit.ts";
import { openDatabase, type Database } from "../../src/store/database.ts";
import { ManualClock } from "../manual-clock.ts";

let database: Database;
let audit: AuditLog;
beforeEach(() => {
  database = openDatabase(":memory:");
  audit = createAuditLog(database, new ManualClock());
});
afterEach(() => {
  database.close();
});

const entry = (command: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
  actorId: "1",
  actorName: "adam",
  guildId: "2",
  channelId: "3",
  interactionId: "4",
  command,
  arguments: {},
  decision: "allowed",
  ...more,
});

describe("the audit log", () => {
  test("gives pages, newest first", () => {
    for (const command of ["a", "b", "c"]) audit.begin(entry(command));
    const first = audit.page({ page: 1, perPage: 2 });
    expect(first.items.map(({ command }) => command)).toEqual(["c", "b"]);
    expect(first).toMatchObject({ number: 1, count: 2, total: 3 });
    expect(audit.page({ page: 2, perPage: 2 }).items.map(({ command }) => command)).toEqual(["a"]);
  });

  test("gives the nearest page that there is", () => {
    audit.begin(entry("a"));
    expect(audit.page({ page: 9, perPage: 2 })).toMatchObject({ number: 1, count: 1 });
    expect(audit.page({ page: -1, perPage: 2 }).items).toHaveLength(1);
  });

  const commands = (query: Omit<AuditQuery, "page" | "perPage">): string[] =>
    audit.page({ ...query, page: 1, perPage: 9 }).items.map(({ command }) => command);

  test("is narrowed to a person, to a server by any of its names, and to both", () => {
    audit.begin(entry("a", { server: "survival" }));
    audit.begin(entry("b", { server: "1f3c9a77", actorId: "9" }));
    audit.begin(entry("c"));
    expect(commands({ server: { uuids: [], names: ["survival", "1f3c9a77"] } })).toEqual(["b", "a"]);
    expect(commands({ actorId: "1" })).toEqual(["c", "a"]);
    expect(commands({ actorId: "9", server: { uuids: [], names: ["survival"] } })).toEqual([]);
    expect(commands({ server: { uuids: [], names: [] } })).toEqual([]);
  });

  test("keeps servers of one name apart, and finds older records, which know only the name, under both", () => {
    audit.begin(entry("old", { server: "survival" }));
    audit.begin(entry("first", { server: "survival", serverUuid: "u1" }));
    audit.begin(entry("second", { server: "survival", serverUuid: "u2" }));
    expect(commands({ server: { uuids: ["u1"], names: ["survival"] } })).toEqual(["first", "old"]);
    expect(commands({ server: { uuids: ["u2"], names: ["survival"] } })).toEqual(["second", "old"]);
    // Renamed meanwhile: it is still the same server.
    expect(commands({ server: { uuids: ["u2"], names: ["creative"] } })).toEqual(["second"]);
  });

  test("waits for the disk before an action, and for nothing else", () => {
    const waits: unknown[] = [];
    const level = database.prepare("PRAGMA synchronous");
    database.function("seen", () => {
      waits.push(level.get()?.["synchronous"]);
      return 0;
    });
    database.exec("CREATE TEMP TRIGGER a BEFORE INSERT ON audit BEGIN SELECT seen(); END");
    database.exec("CREATE TEMP TRIGGER b BEFORE UPDATE ON audit BEGIN SELECT seen(); END");
    const [normal, full] = [1, 2];
    audit.finish(audit.begin(entry("a")), "done");
    audit.begin(entry("b", { decision: "refused" }));
    audit.begin(entry("c"));
    expect(waits).toEqual([full, normal, normal, full]);
  });

  test("counts only the first outcome", () => {
    const id = audit.begin(entry("a"));
    audit.finish(id, "done");
    audit.finish(id, "failed");
    expect(audit.page({ page: 1, perPage: 1 }).items[0]?.outcome).toBe("done");
  });
});
