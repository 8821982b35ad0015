/** Thousands of messages: as many are drawn as one can look at, and all can be reached. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { openRig, messageBox, type PageRig } from "./page-rig.ts";
import { openScriptedWorld } from "./scripted-bot.ts";

const many = 5000;

let rig: PageRig;

beforeAll(async () => {
  rig = await openRig(await openScriptedWorld());
});

afterAll(async () => {
  await rig[Symbol.asyncDispose]();
});

test("5,000 messages come in, few are drawn at a time, and scrolling reaches every one", async () => {
  const page = await rig.open();
  const vera = rig.world.discord.person("vera");
  for (let number = 1; number <= many; number += 1) await vera.say("general", `message number ${number}`);
  await page.getByText(`message number ${many}`, { exact: true }).waitFor();
  expect(await page.getByRole("article").count()).toBeLessThanOrEqual(150);
  const seen = await page.evaluate(scrollToTheTop);
  expect(seen).toEqual({
    different: many,
    mostDrawn: expect.any(Number) as number,
    first: "message number 1",
  });
  expect(seen.mostDrawn).toBeLessThanOrEqual(150);
  // New messages do not pull the reader away.
  await vera.say("general", "one more");
  expect(await page.getByText("message number 1", { exact: true }).isVisible()).toBe(true);
  await page.getByRole("button", { name: "To the newest" }).click();
  await page.getByText("one more").waitFor();
  expect(await page.getByRole("button", { name: "To the newest" }).count()).toBe(0);
  await page.context().close();
  expect(rig.complaints).toEqual([]);
}, 60_000);

test("a tab opened late starts at the newest message and loads older ones as it is scrolled", async () => {
  const page = await rig.open();
  await page.getByText("one more").waitFor();
  expect(await page.getByRole("article").count()).toBeLessThanOrEqual(150);
  await scrollUntil(page, `message number ${many - 400}`);
  // The arrow keys go from message to message.
  await page.getByRole("log").focus();
  await page.keyboard.press("ArrowUp");
  expect(await page.locator("article:focus").count()).toBe(1);
  await messageBox(page).focus();
  await page.context().close();
});

async function scrollUntil(page: Page, text: string): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) {
    if ((await page.getByText(text, { exact: true }).count()) > 0) return;
    await page.getByRole("log").evaluate((log) => {
      (log as unknown as { scrollTop: number }).scrollTop = 0;
    });
    await page.waitForTimeout(30);
  }
  throw new Error(`scrolled 60 times and did not come to "${text}"`);
}

/** Runs in the browser: scrolls up by two screens at a time and notes what is drawn. */
async function scrollToTheTop(): Promise<{ different: number; mostDrawn: number; first: string }> {
  type Node = { textContent: string; scrollTop: number; clientHeight: number };
  type Browserly = {
    document: { querySelector(what: string): Node; querySelectorAll(what: string): Iterable<Node> };
    requestAnimationFrame: (run: () => void) => void;
  };
  const { document, requestAnimationFrame } = globalThis as unknown as Browserly;
  const list = document.querySelector("[role=log]");
  const seen = new Set<string>();
  let mostDrawn = 0;
  let atTop = 0;
  let first = "";
  while (atTop < 5) {
    const drawn = [...document.querySelectorAll("article .content")].map(({ textContent }) => textContent);
    for (const text of drawn) seen.add(text);
    mostDrawn = Math.max(mostDrawn, drawn.length);
    first = drawn[0] ?? "";
    list.scrollTop -= 2 * list.clientHeight;
    await new Promise<void>((resolve) => {
      requestAnimationFrame(resolve);
    });
    atTop = list.scrollTop === 0 ? atTop + 1 : 0;
  }
  return { different: seen.size, mostDrawn, first };
}
