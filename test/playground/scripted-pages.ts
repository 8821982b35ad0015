/** One scripted world for all tests of a file, and a new tab for each of them. */
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import type { Page } from "playwright-core";
import { openRig, type PageRig } from "./page-rig.ts";
import { openScriptedWorld, type ScriptedWorld } from "./scripted-bot.ts";

export interface Opened {
  world: ScriptedWorld;
  rig: PageRig;
  page: Page;
}

/** To be called once, at the top of the file. `take` is given what each test finds open; nothing may complain in it. */
export function withScriptedPages(take: (opened: Opened) => unknown): void {
  let world: ScriptedWorld;
  let rig: PageRig;
  let page: Page;

  beforeAll(async () => {
    world = await openScriptedWorld();
    rig = await openRig(world);
  });

  afterAll(async () => {
    await rig[Symbol.asyncDispose]();
  });

  beforeEach(async () => {
    page = await rig.open();
    await take({ world, rig, page });
  });

  afterEach(async () => {
    await page.context().close();
    expect(rig.complaints).toEqual([]);
    expect(world.discord.problems).toEqual([]);
  });
}
