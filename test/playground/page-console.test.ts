/** The console in the page: every line of a flood, nothing of a game ever as HTML, soon, and without stutter. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { message, openRig, show, type PageRig } from "./page-rig.ts";

let rig: PageRig;
let page: Page;

beforeAll(async () => {
  rig = await openRig();
});

afterAll(async () => {
  await rig[Symbol.asyncDispose]();
});

beforeEach(async () => {
  page = await rig.open();
  await show(page, "console");
});

afterEach(async () => {
  await page.context().close();
  expect(rig.complaints).toEqual([]);
});

test("colours of the game are drawn, and what people in the game write is text, never HTML", async () => {
  const { panel, discord } = rig.world;
  const survival = panel.server("survival");
  const evil = [
    '<img src="https://evil.example/x.png" onerror="document.title=1">',
    "</script><script>document.title=2</script>",
    "</code></pre><iframe src=javascript:alert(3)></iframe>",
    "[click](javascript:alert(4)) javascript:alert(5) <javascript:alert(6)>",
    "```[x](data:text/html,7)",
  ];
  survival.playerJoins("Alex");
  for (const text of evil) survival.says("Alex", text);
  await message(page, "Alex joined the game").locator(".fg-33, .fg-93", { hasText: "Alex joined" }).waitFor();
  for (const text of evil.slice(0, 4)) await page.getByText(text).first().waitFor();
  // The same once more as a person writes it, where no code block protects it.
  for (const text of evil) await discord.person("vera").say("console", text);
  const written = message(page, "data:text/html,7");
  await written.waitFor();
  // An address that somebody types is a link, as in Discord; nothing else is.
  expect(
    await page
      .locator("article a:not([href^='https://']), article script, article iframe, article img:not(.avatar)")
      .count(),
  ).toBe(0);
  expect(await page.title()).toBe("Roost playground");
});

// Other tests run beside these two, and a busy machine makes everything slow: the best of a few must hold.
test("a line is in the page at most 100 ms after Discord has it", { retry: 2 }, async () => {
  const tookMs: number[] = [];
  while (tookMs.length < 6 && !tookMs.some((ms) => ms <= 100)) tookMs.push(await lineTakesMs());
  expect(Math.min(...tookMs)).toBeLessThanOrEqual(100);
});

async function lineTakesMs(): Promise<number> {
  const { panel, discord } = rig.world;
  const line = `the marked line ${performance.now()}`;
  const seenAt = page.evaluate(waitForText, line);
  const inDiscord = new Promise<number>((resolve) => {
    const stop = discord.onChange((change) => {
      if (change.type !== "message" || !change.message.content.includes(line)) return;
      stop();
      resolve(Date.now());
    });
  });
  panel.server("survival").print(line);
  return (await seenAt) - (await inDiscord);
}

test("1,000 lines a second do not hold the page up for more than 100 ms", { retry: 2 }, async () => {
  await page.evaluate(watchLongTasks);
  await rig.world.panel.server("survival").flood(1000, 3);
  await page.getByText("Too much for messages").first().waitFor();
  await page.waitForTimeout(20);
  expect(await page.evaluate(longestTask)).toBeLessThanOrEqual(100);
});

test("every line of a flood is found in the page", async () => {
  // The other server's console holds no flood yet.
  await show(page, "console-valheim");
  const lines = 5000;
  expect(await rig.world.panel.server("valheim").flood(2000, lines / 2000)).toBe(lines);
  await expect.poll(() => lastLine(page), { timeout: 15_000 }).toBe(lines);
  const more = page.getByRole("button", { name: /^Show [\d,]+ more lines$/ });
  const found = async (): Promise<Set<number>> => {
    while ((await more.count()) > 0) await more.first().click();
    return new Set(await floodNumbers(page));
  };
  await expect.poll(async () => (await found()).size, { timeout: 10_000 }).toBe(lines);
  expect([...(await found())].toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: lines }, (_, index) => index + 1),
  );
});

async function floodNumbers(page: Page): Promise<number[]> {
  const texts = await page.locator("pre").allTextContents();
  return texts.flatMap((text) => [...text.matchAll(/\[flood\] (\d{6})/g)].map((match) => Number(match[1])));
}

async function lastLine(page: Page): Promise<number> {
  return Math.max(0, ...(await floodNumbers(page)));
}

// These run in the browser, whose globals have no types here.
type Browserly = {
  document: { body: { textContent: string } };
  MutationObserver: new (run: () => void) => {
    observe: (target: unknown, what: unknown) => void;
    disconnect(): void;
  };
  longest: number;
};

function waitForText(text: string): Promise<number> {
  const { document, MutationObserver } = globalThis as unknown as Browserly;
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!document.body.textContent.includes(text)) return;
      observer.disconnect();
      resolve(Date.now());
    });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  });
}

function watchLongTasks(): void {
  const page = globalThis as unknown as Browserly;
  page.longest = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) page.longest = Math.max(page.longest, duration);
  }).observe({ type: "longtask" } as never);
}

function longestTask(): number {
  return (globalThis as unknown as Browserly).longest;
}
