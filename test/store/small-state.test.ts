import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase, type Database } from "../../src/store/database.ts";
import { createSmallState, type SmallState } from "../../src/store/small-state.ts";

let database: Database;
let troubles: { isOver: boolean; error?: unknown }[];
let state: SmallState;
beforeEach(() => {
  database = openDatabase(":memory:");
  troubles = [];
  state = createSmallState(database, (trouble) => troubles.push(trouble));
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

test("a disk that takes nothing is told once and harms nobody, and records still wait for the disk", () => {
  state.set("mutes", 1);
  // As a full disk, it refuses every write.
  database.exec(
    "CREATE TEMP TRIGGER full BEFORE UPDATE ON small_state BEGIN SELECT RAISE(ABORT, 'disk full'); END",
  );
  state.set("mutes", 2);
  state.set("mutes", 3);
  expect(troubles).toMatchObject([{ isOver: false, error: { message: "disk full" } }]);
  expect(state.get("mutes")).toBe(1);
  const full = 2;
  expect(database.prepare("PRAGMA synchronous").get()).toEqual({ synchronous: full });
  database.exec("DROP TRIGGER full");
  state.set("mutes", 4);
  state.set("mutes", 5);
  expect(troubles.map(({ isOver }) => isOver)).toEqual([false, true]);
});
