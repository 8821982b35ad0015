/** A person types each command into the page. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { be, message, messageBox, openRig, styleOf, type, type PageRig } from "./page-rig.ts";

let rig: PageRig;
let page: Page;

beforeAll(async () => {
  rig = await openRig();
});

afterAll(async () => {
  await rig[Symbol.asyncDispose]();
});

beforeEach(async () => {
  page = await rig.open({ as: "adam" });
  await messageBox(page).focus();
});

afterEach(async () => {
  await page.context().close();
  expect(rig.complaints).toEqual([]);
  expect(rig.world.discord.problems).toEqual([]);
});

test("a slash lists every registered command with its description", async () => {
  await type(page, "/");
  const list = page.getByRole("listbox", { name: "Commands" });
  await list.getByRole("option", { name: "/status" }).waitFor();
  const shown = await list.getByRole("option").allInnerTexts();
  const paths = rig.world.discord
    .commands()
    .concat(rig.world.discord.commands(rig.world.discord.guild.name))
    .map(({ name }) => `/${String(name)}`);
  expect(paths.length).toBeGreaterThan(5);
  for (const path of paths) expect(shown.some((text) => text.startsWith(path))).toBe(true);
  await type(page, "<Escape>");
  expect(await list.isVisible()).toBe(false);
});

test("/status draws the card with its colour, and the button on it answers", async () => {
  await type(page, "/status", "<Enter>", "<Enter>");
  const answer = message(page, "Adam");
  await answer.locator(".embed-title", { hasText: "survival" }).waitFor();
  expect(await answer.locator(".answers").innerText()).toContain("/status");
  const bar = await styleOf(answer.locator(".embed"), "borderLeftColor");
  expect(bar).toBe("rgb(87, 242, 135)");
  await answer.getByRole("button", { name: "Refresh" }).click();
  await answer.getByText("(edited)").waitFor();
});

test("/servers, /help and lists answer only the one who asks", async () => {
  await type(page, "/servers ", "<Enter>");
  await message(page, "valheim").waitFor();
  await type(page, "/help ", "<Enter>");
  await message(page, "/backup").waitFor();
  await type(page, "/backup list ", "<Enter>");
  await message(page, "Before the update").getByText("Only you can see this").waitFor();
  await message(page, "Before the update").getByRole("button", { name: "Dismiss message" }).click();
  await message(page, "Before the update").waitFor({ state: "detached" });
});

test("/power offers its choices, and a wrong one is refused before it is sent", async () => {
  const sent = rig.world.panel.server("valheim").powerSignals.length;
  await type(page, "/power ", "nonsense", "<Enter>");
  await page.getByRole("alert").filter({ hasText: "Choose one of the list." }).waitFor();
  for (let times = 0; times < "nonsense".length; times += 1) await type(page, "<Backspace>");
  await type(page, "sto");
  await page.getByRole("option", { name: /stop/i, selected: true }).waitFor();
  await type(page, "<Enter>");
  await page.getByRole("button", { name: "+ server" }).press("Enter");
  await type(page, "valh");
  await page.getByRole("option", { name: "valheim", selected: true }).waitFor();
  await type(page, "<Enter>", "<Enter>");
  await message(page, "valheim is stopped").waitFor();
  expect(rig.world.panel.server("valheim").powerSignals.length).toBe(sent + 1);
});

test("/cmd needs its command, then shows what the console answers", async () => {
  await type(page, "/cmd ", "<Enter>");
  await page.getByRole("alert").filter({ hasText: "This is needed." }).waitFor();
  await type(page, "list", "<Enter>");
  const answer = message(page, "players online");
  await answer.waitFor();
  expect(await answer.locator("pre").innerText()).toContain("There are 0 of a max of 20 players online");
});

test("/files leads through folders by live autocomplete and shows a file", async () => {
  await type(page, "/files read ", "logs/");
  await page.getByRole("option", { name: /latest\.log/, selected: true }).waitFor();
  await type(page, "<Enter>", "<Enter>");
  await message(page, "/logs/latest.log").locator("pre", { hasText: "Server thread/INFO" }).waitFor();
  await type(page, "/files list ", "<Enter>");
  await message(page, "server.properties").waitFor();
});

test("/files upload takes a file, and /files edit opens it in a form; what it would change is asked, then saved", async () => {
  const read = (): string => {
    const node = rig.world.panel.server("survival").node.files.tree.find("motd.txt");
    return node && "data" in node ? String(node.data) : "";
  };
  await type(page, "/files upload ", "/motd.txt", "<Escape>");
  const motd = { name: "motd.txt", mimeType: "text/plain", buffer: Buffer.from("welcome\n") };
  await page.locator("[data-option=file]").setInputFiles(motd);
  await page.locator(".drop-text", { hasText: "motd.txt" }).waitFor();
  await page.getByRole("button", { name: "Send /files upload" }).click();
  await message(page, "Uploaded").waitFor();
  expect(read()).toBe("welcome\n");
  await messageBox(page).focus();
  await type(page, "/files edit ", "/motd.txt", "<Escape>", "<Enter>");
  await message(page, "/motd.txt").getByRole("button", { name: "Edit" }).click();
  const form = page.getByRole("dialog");
  const field = form.getByRole("textbox").first();
  await field.waitFor();
  expect(await field.inputValue()).toContain("welcome");
  await field.fill("welcome home");
  await form.getByRole("button", { name: "Submit" }).click();
  const question = message(page, "Save this?");
  await question.locator(".added", { hasText: "welcome home" }).waitFor();
  await question.getByRole("button", { name: "Save" }).click();
  await expect.poll(read).toBe("welcome home\n");
});

test("an unknown command is not sent, and Escape or Backspace leave a command", async () => {
  await type(page, "/nothing here", "<Enter>");
  await page.getByRole("alert").filter({ hasText: "There is no command" }).waitFor();
  await messageBox(page).fill("");
  await type(page, "/cmd ");
  await page.getByRole("group", { name: /^\/cmd/ }).waitFor();
  await type(page, "<Escape>");
  await messageBox(page).waitFor();
  await type(page, "/cmd ", "<Backspace>");
  await messageBox(page).waitFor();
});

test("whoever lacks the role is refused, and sees no buttons for what they may not do", async () => {
  await be(page, "vera");
  await messageBox(page).focus();
  await type(page, "/status ", "<Enter>");
  const card = message(page, "Vera");
  await card.locator(".embed-title").waitFor();
  expect(await card.getByRole("button", { name: "Restart" }).count()).toBe(0);
  await type(page, "/restart ", "<Enter>");
  await message(page, "You cannot use this").getByText("@Operator").waitFor();
  await be(page, "oscar");
  expect(await message(page, "You cannot use this").count()).toBe(0);
  await messageBox(page).focus();
  await type(page, "/restart ", "<Enter>");
  await message(page, "is running again").waitFor();
});

test("what one tab does is seen in the other, unless it is only for one person", async () => {
  const other = await rig.open({ as: "oscar" });
  await type(page, "hello **there**, @Oscar", "<Enter>");
  const seen = message(other, "hello there");
  await seen.locator("strong", { hasText: "there" }).waitFor();
  expect(await seen.getAttribute("class")).toContain("ping");
  await type(page, "/files list ", "<Enter>");
  await message(page, "server.properties").waitFor();
  expect(await message(other, "server.properties").count()).toBe(0);
  await other.context().close();
});

test("a tab that is reloaded while an answer is awaited shows it afterwards", async () => {
  await type(page, "/restart ", "<Enter>");
  await message(page, "Restarting survival").waitFor();
  await page.reload();
  await message(page, "is running again").waitFor();
  expect(await page.locator(".person.me").innerText()).toContain("Adam");
});
