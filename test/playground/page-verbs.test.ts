/** The side panel's verbs: each is pressed, and what life does then is seen on the page. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Locator, Page } from "playwright-core";
import { message, messageBox, openRig, show, type, type PageRig } from "./page-rig.ts";
import { verbs } from "./verbs.ts";

let rig: PageRig;
let page: Page;
let world: Locator;
const pressed = new Set<string>();

beforeAll(async () => {
  rig = await openRig();
  page = await rig.open({ as: "adam" });
  world = page.getByRole("complementary", { name: "The world" });
});

afterAll(async () => {
  await rig[Symbol.asyncDispose]();
});

afterEach(() => {
  expect(rig.complaints.splice(0)).toEqual([]);
});

async function press(id: string): Promise<void> {
  const label = verbs.find((verb) => verb.id === id)?.label ?? "";
  await world.getByRole("button", { name: label, exact: true }).click();
  pressed.add(id);
}

async function choose(server: string): Promise<void> {
  await world.locator(".tab", { hasText: server }).click();
  await world.getByRole("region", { name: server }).waitFor();
}

async function run(...keys: readonly string[]): Promise<void> {
  await messageBox(page).focus();
  await type(page, ...keys, "<Enter>");
}

const says = (text: string | RegExp, timeout?: number): Promise<void> =>
  message(page, text).waitFor({ ...(timeout !== undefined && { timeout }) });
const facts = (text: string | RegExp): Promise<void> => world.getByText(text).first().waitFor();

test("players come, talk and go, and the console says so", async () => {
  await show(page, "console");
  await press("join");
  await facts("Playing: Alex");
  await says("Alex joined the game");
  await press("chat");
  await says("<Alex>");
  await press("leave");
  await facts("Nobody is playing.");
  await says("Alex left the game");
});

test("a connection that breaks, and a token that runs out, cost no line", async () => {
  for (const id of ["socket", "token"]) {
    const line = `after ${id}`;
    await press(id);
    rig.world.panel.server("survival").print(line);
    // The bot waits before it dials again, longer each time.
    await says(line, 20_000);
  }
  await facts("2 console sockets");
}, 60_000);

test("a crash is told at once, and what is stopped and started is seen", async () => {
  await show(page, "alerts");
  await press("crash");
  await says(/crashed/);
  await world.locator(".state.running").waitFor();
  await press("stop");
  await world.locator(".state.offline").waitFor();
  await press("start");
  await world.locator(".state.running").waitFor();
});

test("a server that is bought is found by /servers, offered by autocomplete, and streams where one says /console here", async () => {
  await show(page, "general");
  await press("buy");
  await page.getByRole("status").filter({ hasText: "a new server, rust" }).waitFor();
  await choose("rust");
  await world.locator(".state.running").waitFor();
  await run("/servers ");
  await message(page, "Servers (3)").locator("p", { hasText: "rust" }).waitFor();
  await messageBox(page).focus();
  await type(page, "/console here ");
  await page.getByRole("button", { name: "+ server" }).press("Enter");
  await type(page, "ru");
  await page.getByRole("option", { name: /^rust/, selected: true }).waitFor();
  await type(page, "<Enter>", "<Enter>");
  await says("The console of rust streams here from now on.");
  await press("join");
  await says(/\/Alex joined \[windows/);
  await facts("3 console sockets");
  for (const name of ["creative", "skyblock"]) {
    await press("buy");
    await world.getByRole("radio", { name }).waitFor();
  }
  await press("buy");
  await page.getByRole("alert").filter({ hasText: "That was the last one" }).waitFor();
  await choose("survival");
});

test("what stays in force is marked, and told by the bot until it is ended", async () => {
  for (const [id, told] of [
    ["node-down", "The machine that runs the server does not answer"],
    ["panel-down", "The panel "],
  ] as const) {
    await press(id);
    await world.locator('.verb[aria-pressed="true"]').waitFor();
    await run("/files read ", `/${id}.txt`, "<Escape>");
    await says(told);
    await press(id);
    await expect.poll(() => world.locator('.verb[aria-pressed="true"]').count()).toBe(0);
  }
});

test("a slow panel, a spent budget, and Discord away: the bot goes on", async () => {
  await press("panel-slow");
  await run("/status ");
  await message(page, "Adam").locator(".embed-title", { hasText: "survival" }).waitFor();
  await press("panel-slow");
  await press("spend");
  // Three are left of the minute's 240; the bot itself may take one before the page asks again.
  await facts(/^2(3[7-9]|40) of 240$/);
  await press("gateway");
  await facts(/gateway connected/);
  await press("outage");
  await facts(/gateway lost/);
  await press("outage");
  await facts(/gateway connected/);
  await run("/help ");
  await says("/backup");
});

test("a flood is in the console channel", async () => {
  await show(page, "console");
  await press("flood");
  await says("Too much for messages");
});

test("no verb was left out", () => {
  expect([...pressed].toSorted()).toEqual(verbs.map(({ id }) => id).toSorted());
});
