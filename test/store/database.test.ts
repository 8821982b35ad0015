import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createAuditLog } from "../../src/store/audit.ts";
import { ManualClock } from "../manual-clock.ts";
import { openDatabase, StoreError } from "../../src/store/database.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "roost-store-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const reasonOf = (path: string): string => {
  try {
    openDatabase(path).close();
  } catch (error) {
    expect(error).toBeInstanceOf(StoreError);
    return (error as StoreError).reason;
  }
  return "opened";
};

test("makes its folder, and keeps what was written", () => {
  const deep = join(folder, "a", "b");
  const first = openDatabase(deep);
  first.exec(
    "INSERT INTO audit (at, actor_id, actor_name, guild_id, channel_id, interaction_id, command, arguments, decision) VALUES (1, '1', 'a', '1', '1', '1', 'x', '{}', 'allowed')",
  );
  first.close();
  const again = openDatabase(deep);
  expect(again.prepare("SELECT count(*) AS count FROM audit").get()).toMatchObject({ count: 1 });
  again.close();
});

test("is held by one program alone", () => {
  const first = openDatabase(folder);
  expect(reasonOf(folder)).toBe("is used by another Roost that is running");
  first.close();
  expect(reasonOf(folder)).toBe("opened");
});

test("says what is wrong with a folder that cannot be one", () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  expect(reasonOf(join(file, "data"))).toMatch(/^cannot be/);
});

test("does not take a file that is no database for one", () => {
  writeFileSync(join(folder, "roost.sqlite"), "this is text".repeat(200));
  expect(reasonOf(folder)).toBe("cannot be used as a data folder");
});

test("takes a store of before records knew their server by its id, with all that is in it", () => {
  const path = join(folder, "roost.sqlite");
  openDatabase(folder).close();
  const raw = new DatabaseSync(path);
  raw.exec("DROP INDEX audit_by_server; ALTER TABLE audit DROP COLUMN server_uuid; PRAGMA user_version = 3;");
  raw.exec(
    "INSERT INTO audit (at, actor_id, actor_name, guild_id, channel_id, interaction_id, command, server, arguments, decision) VALUES (1, '1', 'a', '1', '1', '1', 'x', 'survival', '{}', 'allowed')",
  );
  raw.close();
  const database = openDatabase(folder);
  const audit = createAuditLog(database, new ManualClock());
  const query = { server: { uuids: ["u1"], names: ["survival"] }, page: 1, perPage: 9 };
  expect(audit.page(query).items).toMatchObject([{ command: "x", server: "survival" }]);
  expect(audit.page(query).items[0]).not.toHaveProperty("serverUuid");
  database.close();
});

test("brings an older store up to date, once", () => {
  openDatabase(folder).close();
  const path = join(folder, "roost.sqlite");
  const raw = new DatabaseSync(path);
  const version = (): unknown => raw.prepare("PRAGMA user_version").get()?.["user_version"];
  const newest = version();
  expect(Number(newest)).toBeGreaterThan(0);
  raw.close();
  expect(reasonOf(folder)).toBe("opened");
});
