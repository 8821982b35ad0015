/** Every registered command, typed by a person: what is drawn, and what it did to the servers. None can be left out. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { steps } from "./every-command.ts";
import { openRig, type PageRig } from "./page-rig.ts";
import { toEntries, type SlashOption } from "./page/slash.ts";
import { press, typeCommand } from "./typing.ts";

let rig: PageRig;
let page: Page;

beforeAll(async () => {
  rig = await openRig();
  page = await rig.open({ as: "adam" });
});

afterAll(async () => {
  await rig[Symbol.asyncDispose]();
});

afterEach(() => {
  expect(rig.complaints.splice(0)).toEqual([]);
  expect(rig.world.discord.problems).toEqual([]);
  expect(rig.world.panel.problems).toEqual([]);
});

test.each(steps)("$path", async ({ path, options = {}, presses = [], shows, holds }) => {
  const survival = rig.world.panel.server("survival");
  const answer = await typeCommand(page, path, options);
  for (const each of presses) await press(answer, ...([each].flat() as [string, string?]));
  await answer.filter({ hasText: shows }).waitFor();
  if (holds) await expect.poll(() => Boolean(holds(survival))).toBe(true);
});

test("no command was left out", () => {
  const { discord } = rig.world;
  const registered = [
    ...discord.commands(discord.guild.name),
    ...discord.commands(),
  ] as unknown as SlashOption[];
  expect([...new Set(steps.map(({ path }) => path))].toSorted()).toEqual(
    toEntries(registered)
      .map(({ path }) => path)
      .toSorted(),
  );
});
