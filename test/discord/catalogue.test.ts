import { expect, test } from "vitest";
import { commands } from "../../commands/index.ts";
import { Catalogue } from "../../src/discord/catalogue.ts";

const catalogue = new Catalogue(commands);

test.each(["status", "power", "backup create", "files read"])("%s is found by its path", (path) => {
  expect(catalogue.find(path)?.path).toBe(path);
});

test.each(["backup", "nothing", "backup nothing", "", "__proto__", "constructor"])(
  "%j is no command",
  (path) => {
    expect(catalogue.find(path)).toBeUndefined();
  },
);

test.each([
  ["power", "operator", ["power"]],
  ["power kill", "admin", ["power kill", "power"]],
  ["power start", "operator", ["power"]],
  ["backup restore", "admin", ["backup restore", "backup"]],
])("%s asks for %s", (path, tier, paths) => {
  expect(catalogue.requirement(path)).toMatchObject({ tier, paths });
});

test("what is no command asks for nothing that anybody has", () => {
  expect(catalogue.requirement("nothing at all")).toBeUndefined();
  expect(catalogue.requirement("status kill")).toBeUndefined();
});

test("the summaries stand in help order, without options that only buttons fill in", () => {
  const summaries = catalogue.summaries();
  expect(summaries[0]).toMatchObject({ path: "status", usage: "[server]" });
  expect(summaries.find(({ path }) => path === "power")?.usage).toBe("<signal> [server]");
  expect(summaries.find(({ path }) => path === "servers")?.usage).toBe("");
});
