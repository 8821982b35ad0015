import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase, type Database } from "../../src/store/database.ts";
import { createSmallState, type SmallState } from "../../src/store/small-state.ts";

let database: Database;
let lost: unknown[];
let state: SmallState;
beforeEach(() => {
  database = openDatabase(":memory:");
  lost = [];
  state = createSmallState(database, (error) => lost.push(error));
});
afterEach(() => {
  database.close();
});

test("keeps values by name, and finds the names that begin so", () => {
  state.set("console:1", { paused: true });
  state.set("console:2", [1]);
  state.set("console:1", { paused: false });
  expect([state.get("console:1"), state.get("nothing")]).toEqual([{ paused: false }, undefined]);
  state.remove("console:2");
  expect(state.names("console:")).toEqual(["console:1"]);
});

test("takes what it cannot read for nothing", () => {
  database.exec("INSERT INTO small_state (name, value) VALUES ('alerts', '{broken')");
  expect(state.get("alerts")).toBeUndefined();
});

test("a disk that takes nothing is told and harms nobody, and records still wait for the disk", () => {
  state.set("mutes", 1);
  // As a full disk, it refuses every write.
  database.exec(
    "CREATE TEMP TRIGGER full BEFORE UPDATE ON small_state BEGIN SELECT RAISE(ABORT, 'disk full'); END",
  );
  state.set("mutes", 2);
  expect(lost).toMatchObject([{ message: "disk full" }]);
  expect(state.get("mutes")).toBe(1);
  const full = 2;
  expect(database.prepare("PRAGMA synchronous").get()).toEqual({ synchronous: full });
});
