/** Threads: they appear under their channel as the bot starts them, people write in them, and archived ones go. */
import { ChannelType, type AnyThreadChannel, type TextChannel } from "discord.js";
import { expect, test } from "vitest";
import type { Locator, Page } from "playwright-core";
import { message, messageBox, show, type } from "./page-rig.ts";
import type { ScriptedWorld } from "./scripted-bot.ts";
import { withScriptedPages } from "./scripted-pages.ts";

const hostile = "<img src=x onerror=document.title=1> (a|b";

let world: ScriptedWorld;
let page: Page;
let channels: Locator;

withScriptedPages((opened) => {
  ({ world, page } = opened);
  channels = page.getByRole("navigation", { name: "Channels" });
});

async function start(name: string): Promise<AnyThreadChannel> {
  const console_ = world.bot.channels.cache.get(world.discord.guild.channel("console").id) as TextChannel;
  return await console_.threads.create({ name, type: ChannelType.PublicThread });
}

const listed = (): Promise<string[]> => channels.locator("li .channel-name").allInnerTexts();

test("a thread appears under its channel, is unread when the bot posts in it, and takes what people write", async () => {
  const thread = await start("survival · 14:03");
  await channels.getByRole("button", { name: "survival · 14:03" }).waitFor();
  expect(await listed()).toEqual(["general", "console", "survival · 14:03", "status", "alerts", "audit"]);
  await thread.send("the first line");
  await thread.send("the second line");
  await channels.getByRole("button", { name: "survival · 14:03, 2 unread" }).click();
  await page.getByRole("heading", { level: 1, name: /#console.*survival · 14:03/ }).waitFor();
  await message(page, "the second line").waitFor();
  const box = page.getByRole("combobox", { name: "Message “survival · 14:03”" });
  await box.focus();
  await type(page, "look at #console", "<Enter>");
  await message(page, "look at").waitFor();
  expect(world.discord.messages(thread.id).at(-1)?.author.username).toBe("adam");
  expect(await channels.getByRole("button", { name: /survival · 14:03, / }).count()).toBe(0);
  // Commands work there, too, and a named channel leads to it.
  world.answer = async (interaction) => {
    if (interaction.isChatInputCommand())
      await interaction.reply(`used in ${interaction.channelId === thread.id}`);
  };
  await type(page, "/edit ", "<Enter>");
  await message(page, "used in true").waitFor();
  await message(page, "look at").getByRole("button", { name: "#console" }).click();
  await page.getByRole("main", { name: "Channel console" }).waitFor();
});

test("the channel says that a thread was started, and leads to it; so does the message it was started from", async () => {
  await start("told of");
  await show(page, "console");
  await message(page, "started a thread").getByRole("button", { name: "told of" }).press("Enter");
  await page.getByRole("main", { name: "Channel told of" }).waitFor();
  const { id } = await world.discord.person("vera").say("general", "a long story");
  await show(page, "general");
  const general = world.bot.channels.cache.get(world.discord.guild.channel("general").id) as TextChannel;
  await (await general.messages.fetch(id)).startThread({ name: "the story" });
  await message(page, "a long story")
    .getByRole("button", { name: /the story/ })
    .click();
  await page.getByRole("main", { name: "Channel the story" }).waitFor();
});

test("an archived thread leaves the list, is marked while one looks at it, and comes back when somebody writes", async () => {
  const thread = await start("over soon");
  const entry = channels.getByRole("button", { name: "over soon" });
  const looking = page.getByRole("main", { name: "Channel over soon" });
  await entry.click();
  await thread.setArchived(true);
  await page.getByText("Archived: whoever writes here opens it again").waitFor();
  await show(page, "general");
  await entry.waitFor({ state: "detached" });
  // The note in the channel still leads there.
  await show(page, "console");
  await message(page, "over soon").getByRole("button", { name: "over soon" }).click();
  await looking.waitFor();
  await messageBox(page).focus();
  await type(page, "not over yet", "<Enter>");
  await message(page, "not over yet").waitFor();
  await show(page, "general");
  await entry.waitFor();
  world.discord.guild.channel("over soon").thread!.locked = true;
  await entry.click();
  await looking.waitFor();
  await messageBox(page).focus();
  await type(page, "too late", "<Enter>");
  await page.getByRole("alert").filter({ hasText: "This thread is locked." }).waitFor();
});

test("a thread that is deleted is gone from the page, whoever looks at it", async () => {
  const thread = await start("for a moment");
  await channels.getByRole("button", { name: "for a moment" }).click();
  await page.getByRole("main", { name: "Channel for a moment" }).waitFor();
  world.discord.guild.channel("console").allow("ManageThreads");
  await thread.delete();
  await page.getByRole("main", { name: "Channel general" }).waitFor();
  expect(await channels.getByRole("button", { name: "for a moment" }).count()).toBe(0);
});

test("a thread's name is text, whatever it holds, and long ones are cut", async () => {
  await start(hostile);
  await start("x".repeat(100));
  await channels.getByRole("button", { name: hostile, exact: true }).click();
  await page.getByRole("heading", { level: 2, name: hostile }).waitFor();
  await messageBox(page).focus();
  // A name with marks of regular expressions breaks no mention.
  await type(page, `see #${hostile}`, "<Enter>");
  await message(page, "see")
    .getByRole("button", { name: `#${hostile}` })
    .waitFor();
  expect(await page.locator("img[onerror]").count()).toBe(0);
  expect(await page.title()).toBe("Roost playground");
  const side = await channels.boundingBox();
  const long = await channels.getByRole("button", { name: "x".repeat(100) }).boundingBox();
  expect((long?.x ?? 0) + (long?.width ?? 0)).toBeLessThanOrEqual((side?.x ?? 0) + (side?.width ?? 0));
});
