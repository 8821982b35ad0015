/** By keyboard, on a phone, in both themes, and with the playground gone: the page stays usable. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { message, messageBox, openRig, styleOf, type, type PageRig } from "./page-rig.ts";
import { servePage } from "./page-server.ts";

let rig: PageRig;

beforeAll(async () => {
  rig = await openRig();
});

afterAll(async () => {
  await rig[Symbol.asyncDispose]();
});

afterEach(() => {
  expect(rig.complaints.splice(0)).toEqual([]);
});

test("on a phone nothing is wider than the screen, and both sides open as drawers that Escape closes", async () => {
  const page = await rig.open({ width: 360 });
  await messageBox(page).focus();
  await type(page, "/status ", "<Enter>");
  await message(page, "survival").locator(".embed").waitFor();
  await type(page, "/cmd ", "help", "<Enter>");
  await message(page, "/whitelist").waitFor();
  expect(await overflowOf(page)).toBe(0);
  for (const [name, side] of [
    ["Channels", page.getByRole("navigation", { name: "Channels" })],
    ["The world: servers and what happens to them", page.getByRole("complementary", { name: "The world" })],
  ] as const) {
    await page.getByRole("button", { name, exact: true }).click();
    await side.waitFor();
    expect(await overflowOf(page)).toBe(0);
    await page.keyboard.press("Escape");
    await side.waitFor({ state: "hidden" });
  }
  await page.context().close();
});

test("everything that can be pressed or filled in has a name, and Tab goes through it from left to right", async () => {
  const page = await rig.open();
  const controls = page.locator("button:visible, input, textarea, select, a[href]:visible");
  for (const control of await controls.all()) {
    const snapshot = await control.ariaSnapshot();
    expect(snapshot, await control.evaluate((element) => String(element.outerHTML))).toMatch(/"[^"]+"|: \S/);
  }
  await page.reload();
  await messageBox(page).waitFor();
  await page.getByRole("link", { name: "Skip to the message box" }).focus();
  const columns: string[] = [];
  for (let stop = 0; stop < 30; stop += 1) {
    await page.keyboard.press("Tab");
    const column = await page.locator(":focus").evaluate(columnOf);
    if (columns.at(-1) !== column) columns.push(column);
  }
  expect(columns).toEqual(["nav", "main", "aside"]);
  await page.context().close();
});

test("dark and light follow the system until one chooses, and the choice is kept", async () => {
  const page = await rig.open({ colorScheme: "light" });
  const ground = (): Promise<string | undefined> => styleOf(page.locator("body"), "backgroundColor");
  expect(await ground()).toBe("rgb(255, 255, 255)");
  await page.getByRole("button", { name: "Dark or light" }).press("Enter");
  await expect.poll(ground).toBe("rgb(33, 34, 40)");
  await page.reload();
  await messageBox(page).waitFor();
  expect(await ground()).toBe("rgb(33, 34, 40)");
  await page.context().close();
});

test("a page that asked for anything from elsewhere would be found out, and gets nothing", async () => {
  const page = await rig.open();
  const outcome = await page.evaluate(() =>
    fetch("https://elsewhere.example/x").then(
      () => "loaded",
      () => "refused",
    ),
  );
  expect(outcome).toBe("refused");
  await expect.poll(() => rig.complaints.join("\n")).toContain("elsewhere.example");
  rig.complaints.length = 0;
  await page.context().close();
});

test("the world shows what is done to it, and what the bot asks of the panel", async () => {
  const page = await rig.open();
  const world = page.getByRole("complementary", { name: "The world" });
  const verb = (name: string): Promise<void> => world.getByRole("button", { name, exact: true }).click();
  await verb("A player joins");
  await world.getByText(/^Playing: \w+/).waitFor();
  await verb("Stop");
  await world.locator(".state.offline").waitFor();
  await world.getByText("Nobody is playing.").waitFor();
  await verb("Start");
  await world.locator(".state.running").waitFor();
  await verb("Panel slow");
  await world.locator('.verb[aria-pressed="true"]', { hasText: "Panel slow" }).waitFor();
  await verb("Panel slow");
  await expect.poll(() => world.locator('.verb[aria-pressed="true"]').count()).toBe(0);
  const gauge = world.getByRole("progressbar", { name: "Requests this minute" });
  const spent = async (): Promise<number> => Number.parseInt((await gauge.textContent()) ?? "", 10);
  const before = await spent();
  await messageBox(page).focus();
  await type(page, "/files list ", "<Enter>");
  await message(page, "server.properties").waitFor();
  await expect.poll(spent).toBe(before + 1);
  // The second time it is known.
  await type(page, "/files list ", "<Enter>");
  await expect.poll(() => page.getByRole("article").filter({ hasText: "server.properties" }).count()).toBe(2);
  expect(await spent()).toBe(before + 1);
  await verb("Rate limit nearly spent");
  await expect.poll(spent).toBe(237);
  await page.context().close();
});

test("a page whose playground has ended says so, and goes on when it is back", async () => {
  const first = await servePage(rig.world, 0);
  const page = await rig.open();
  await page.goto(first.url);
  await messageBox(page).waitFor();
  rig.complaints.length = 0;
  await first.close();
  await page.getByRole("alert").filter({ hasText: "npm run demo" }).waitFor();
  const again = await servePage(rig.world, Number(new URL(first.url).port));
  await page.getByRole("alert").waitFor({ state: "detached" });
  await messageBox(page).focus();
  await type(page, "/help ", "<Enter>");
  await message(page, "/backup").waitFor();
  await page.context().close();
  await again.close();
  // While it was gone the browser complained of what it could not reach.
  rig.complaints.length = 0;
});

async function overflowOf(page: Page): Promise<number> {
  return await page.locator("html").evaluate((html) => {
    const { scrollWidth, clientWidth } = html as unknown as { scrollWidth: number; clientWidth: number };
    return scrollWidth - clientWidth;
  });
}

/** Runs in the browser. */
function columnOf(element: unknown): string {
  type Nested = { closest(what: string): { tagName: string } | null };
  return (element as Nested).closest("nav, main, aside")?.tagName.toLowerCase() ?? "none";
}
