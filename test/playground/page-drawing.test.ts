/** What the page draws, and what one can do with it, with a bot that says what it is told. */
import { ComponentType, LabelBuilder, ModalBuilder, TextInputBuilder, TextInputStyle } from "discord.js";
import { expect, test } from "vitest";
import type { Page } from "playwright-core";
import { message, messageBox, styleOf, type, untilTyped, type PageRig } from "./page-rig.ts";
import type { ScriptedWorld } from "./scripted-bot.ts";
import { withScriptedPages } from "./scripted-pages.ts";
import { componentsShow, markdownShow, picture } from "./showcase.ts";

let world: ScriptedWorld;
let rig: PageRig;
let page: Page;

withScriptedPages(async (opened) => {
  ({ world, rig, page } = opened);
  await messageBox(page).focus();
});

test("markdown, mentions, moments and colours are drawn as Discord draws them", async () => {
  const { guild } = world.discord;
  const names = `<@${guild.member("vera").user.id}> <@&${guild.role("Admin").id}> <#${guild.channel("status").id}>`;
  await world.post("general", { content: `${markdownShow}\n${names}` });
  const shown = message(page, "Heading");
  await shown.locator(".heading-1", { hasText: "Heading" }).waitFor();
  for (const [selector, text] of [
    [".subtext", "small print"],
    ["strong", "bold"],
    ["em", "slanted"],
    ["u", "under"],
    ["s", "struck"],
    [".inline-code", "code"],
    ["blockquote", "quoted"],
    [".item.depth-1", "nested"],
    [".fg-32.bold", "green"],
    [".fg-31", "red"],
    [".added", "+ added"],
    [".moment", "2023"],
  ] as const) {
    expect(await shown.locator(selector).filter({ hasText: text }).count(), selector).toBe(1);
  }
  expect(await shown.innerText()).toContain("*escaped*");
  expect(await shown.locator(".mention").allInnerTexts()).toEqual([
    "@everyone",
    "@Vera",
    "@Admin",
    "#status",
  ]);
  const links = await Promise.all((await shown.locator("a").all()).map((link) => link.getAttribute("href")));
  expect(links).toEqual(["https://example.com/a", "https://example.com/b"]);
  const spoiler = shown.getByRole("button", { name: "Spoiler: show it" });
  await spoiler.press("Enter");
  await shown.locator(".spoiler.shown", { hasText: "hidden" }).waitFor();
});

test("an embed has its bar, its fields side by side and its pictures; pictures from elsewhere are not loaded", async () => {
  const embed = {
    title: "Chart",
    url: "https://example.com/chart",
    description: "**CPU** of the day",
    color: 0xff_00_80,
    fields: ["one", "two", "three"].map((name) => ({ name, value: `value ${name}`, inline: true })),
    footer: { text: "as of now" },
  };
  const pictures = {
    image: { url: "attachment://chart.png" },
    thumbnail: { url: "https://example.com/x.png" },
  };
  await world.post("general", { embeds: [{ ...embed, ...pictures }] }, { "chart.png": picture() });
  const shown = message(page, "Chart").locator(".embed");
  await shown.getByText("as of now").waitFor();
  expect(await styleOf(shown, "borderLeftColor")).toBe("rgb(255, 0, 128)");
  const boxes = await Promise.all((await shown.locator(".field").all()).map((field) => field.boundingBox()));
  expect(new Set(boxes.map((box) => box?.y)).size).toBe(1);
  await shown.locator("img.picture").waitFor();
  expect((await shown.locator("img.picture").boundingBox())?.height).toBeGreaterThan(100);
  expect(await message(page, "Chart").locator("img:not(.avatar)").count()).toBe(1);
  await shown.getByText("A picture from elsewhere is not loaded here.").waitFor();
});

test("Components V2 are drawn, and what is on them works", async () => {
  await world.post("general", componentsShow, {
    "roost.png": picture(),
    "notes.txt": Buffer.from("one\ntwo\n"),
  });
  const shown = message(page, "survival");
  await shown.locator(".container .section .heading-2", { hasText: "survival" }).waitFor();
  expect(await shown.locator(".thumbnail").count()).toBe(1);
  expect(await shown.locator(".gallery img").count()).toBe(2);
  await shown.getByRole("button", { name: "Spoiler: show it" }).press("Enter");
  await shown.getByRole("img", { name: "a secret" }).waitFor();
  expect(await shown.locator(".separator.wide").count()).toBe(1);
  await shown.locator(".file .preview", { hasText: "two" }).waitFor();
  expect(await shown.locator("figure").count()).toBe(1);
  expect(await shown.getByRole("button", { name: "Delete" }).isDisabled()).toBe(true);
  expect(await shown.getByRole("link", { name: /Map/ }).getAttribute("href")).toBe("https://example.com/map");

  const chosen: unknown[] = [];
  world.answer = async (interaction) => {
    if (interaction.isAnySelectMenu()) {
      chosen.push(interaction.values);
      await interaction.reply({ content: `chose ${interaction.values.length}`, flags: "Ephemeral" });
    }
  };
  await shown.getByRole("combobox", { name: "What to do" }).selectOption("stop");
  await message(page, "chose 1").waitFor();
  await shown.getByText("Who").first().click();
  await shown.getByRole("checkbox", { name: "@Vera" }).press("Escape");
  await shown.getByRole("checkbox", { name: "@Vera" }).waitFor({ state: "hidden" });
  await shown.getByText("Who").first().press("Enter");
  await shown.getByRole("checkbox", { name: "@Vera" }).check();
  await shown.getByRole("checkbox", { name: "@Oscar" }).check();
  await shown.getByRole("button", { name: "Choose" }).click();
  await message(page, "chose 2").waitFor();
  const { guild } = world.discord;
  const ids = ["vera", "oscar"].map((name) => guild.member(name).user.id);
  expect(chosen).toEqual([["stop"], ids]);
});

test("who reads at the newest message stays there while pictures and previews grow", async () => {
  const files = {
    "a.png": picture(400, 300),
    "b.png": picture(400, 300),
    "c.txt": Buffer.from("line\n".repeat(12)),
  };
  for (let turn = 0; turn < 3; turn += 1) {
    await world.post("general", { content: `turn ${turn}` }, files);
    await message(page, `turn ${turn}`).locator(".preview", { hasText: "line" }).waitFor();
    await expect.poll(() => page.getByRole("log").evaluate(isAtBottom)).toBe(true);
    expect(await page.getByRole("button", { name: "To the newest" }).count()).toBe(0);
  }
  // Who scrolls up is left there.
  await page.getByRole("log").hover();
  await page.mouse.wheel(0, -400);
  await page.getByRole("button", { name: "To the newest" }).waitFor();
});

test("on a phone nothing that a bot can send is wider than the screen", async () => {
  const wide = "w".repeat(300);
  const button = (index: number): object => ({
    type: ComponentType.Button,
    style: 2,
    label: `A button with many words ${index}`,
    custom_id: `b${index}`,
  });
  const fields = [1, 2, 3].map(() => ({ name: wide.slice(0, 80), value: `\`${wide}\``, inline: true }));
  await world.post(
    "general",
    {
      content: `${wide.repeat(2)}\n\`${wide}\`\n\`\`\`\n${wide}\n\`\`\`\n- - ${wide}\nhttps://example.com/${wide}`,
      embeds: [
        { title: wide.slice(0, 250), description: wide, fields, thumbnail: { url: "attachment://wide.png" } },
        { image: { url: "attachment://wide.png" } },
      ],
      components: [
        { type: ComponentType.ActionRow, components: [1, 2, 3, 4, 5].map(button) as never },
        {
          type: ComponentType.ActionRow,
          components: [
            {
              type: ComponentType.StringSelect,
              custom_id: "s",
              options: [{ label: wide.slice(0, 100), value: "v" }],
            },
          ],
        },
      ],
    },
    { "wide.png": picture(2000, 40), [`${wide.slice(0, 100)}.txt`]: Buffer.from(wide) },
  );
  await world.post("general", componentsShow, {
    "roost.png": picture(),
    "notes.txt": Buffer.from(wide),
  });
  const phone = await rig.open({ width: 360 });
  await message(phone, "Running for").locator(".preview", { hasText: "www" }).waitFor();
  expect(await phone.evaluate(widerThanTheScreen)).toEqual([]);
  await phone.context().close();
});

test("a modal is filled in and submitted by keyboard; Escape closes it unsent", async () => {
  let submitted = "";
  world.answer = async (interaction) => {
    if (interaction.isChatInputCommand()) await interaction.showModal(form());
    else if (interaction.isModalSubmit()) {
      submitted = interaction.fields.getTextInputValue("text");
      await interaction.reply("saved");
    }
  };
  await type(page, "/edit ", "<Enter>");
  const dialog = page.getByRole("dialog", { name: "Edit server.properties" });
  await dialog.waitFor();
  await type(page, "<Escape>");
  await page.locator("dialog").waitFor({ state: "detached" });
  // The focus is where it was: one can go on typing.
  await messageBox(page).and(page.locator(":focus")).waitFor();
  await untilTyped(page);
  await type(page, "/edit ", "<Enter>");
  const field = dialog.getByRole("textbox", { name: "Content" });
  expect(await field.inputValue()).toBe("motd=old");
  expect(await field.and(page.locator(":focus")).count()).toBe(1);
  await field.fill("motd=new\npvp=true");
  await dialog.getByRole("button", { name: "Submit" }).press("Enter");
  await message(page, "saved").waitFor();
  expect(submitted).toBe("motd=new\npvp=true");
  expect(await dialog.count()).toBe(0);
});

test("a command takes a file, a switch, a number, a person and a channel", async () => {
  const taken: unknown[] = [];
  world.answer = async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    const { options } = interaction;
    const file = options.getAttachment("file", true);
    taken.push(file.name, await (await fetch(file.url)).text(), options.getBoolean("overwrite"));
    taken.push(
      options.getInteger("lines"),
      options.getUser("who")?.username,
      options.getChannel("where")?.name,
    );
    await interaction.reply("taken");
  };
  await type(page, "/upload ", "<Enter>");
  await page.getByRole("alert").filter({ hasText: "This is needed." }).waitFor();
  await page
    .locator("[data-option=file]")
    .setInputFiles({ name: "motd.txt", mimeType: "text/plain", buffer: Buffer.from("hello") });
  await page.getByText("motd.txt").waitFor();
  for (const [name, keys] of Object.entries({ overwrite: "tr", lines: "12", who: "ver", where: "aud" })) {
    await page.getByRole("button", { name: `+ ${name}` }).click();
    await type(page, keys);
    if (name !== "lines") await type(page, "<Enter>");
  }
  await type(page, "<Enter>");
  await page.getByRole("alert").filter({ hasText: "At most 9." }).waitFor();
  await page.locator("[data-option=lines]").fill("4");
  await type(page, "<Enter>");
  await message(page, "taken").waitFor();
  expect(taken).toEqual(["motd.txt", "hello", true, 4, "vera", "audit"]);
});

test("what was offered for other letters is not taken: Enter sends what stands in the field until the list is new", async () => {
  const sent: string[] = [];
  const late = Promise.withResolvers<void>();
  world.answer = async (interaction) => {
    if (interaction.isAutocomplete()) {
      const typed = interaction.options.getFocused();
      if (typed === "xy") await late.promise;
      await interaction.respond([{ name: `offered for ${typed}`, value: `offered for ${typed}` }]);
    } else if (interaction.isChatInputCommand()) {
      sent.push(interaction.options.getString("what", true));
      await interaction.reply(`sent ${sent.length}`);
    }
  };
  await type(page, "/pick ", "x");
  await page.getByRole("option", { name: "offered for x", selected: true }).waitFor();
  await type(page, "y", "<Enter>");
  await message(page, "sent 1").waitFor();
  late.resolve();
  await type(page, "/pick ", "z");
  await page.getByRole("option", { name: "offered for z", selected: true }).waitFor();
  await type(page, "<Enter>", "<Enter>");
  await message(page, "sent 2").waitFor();
  expect(sent).toEqual(["xy", "offered for z"]);
});

test("a deferred answer is thinking until it comes, and a bot that is silent is told", async () => {
  const { promise: isTime, resolve: goOn } = Promise.withResolvers<void>();
  world.answer = async (interaction) => {
    if (!interaction.isChatInputCommand() || interaction.commandName !== "slow") return;
    await interaction.deferReply();
    await isTime;
    await interaction.editReply("at last");
  };
  await type(page, "/slow ", "<Enter>");
  await message(page, "Roost is thinking…").waitFor();
  goOn();
  await message(page, "at last").waitFor();
  expect(await message(page, "Roost is thinking…").count()).toBe(0);
  await messageBox(page).focus();
  await type(page, "/silent ", "<Enter>");
  await page.getByRole("alert").filter({ hasText: "The bot did not respond in time." }).waitFor();
});

test("who wants no movement sees none, and still that the bot is thinking", async () => {
  world.answer = async (interaction) => {
    if (interaction.isChatInputCommand()) await interaction.deferReply();
  };
  for (const [isStill, animation, transition] of [
    [false, "pulse", "transform, visibility"],
    [true, "none", "none"],
  ] as const) {
    const tab = await rig.open({ isStill, width: 800 });
    await messageBox(tab).focus();
    await type(tab, "/slow ", "<Enter>");
    const thinking = message(tab, "Roost is thinking…");
    await thinking.waitFor();
    expect(await styleOf(thinking.locator(".dots i").first(), "animationName")).toBe(animation);
    expect(await styleOf(tab.locator("aside"), "transitionProperty")).toBe(transition);
    await tab.context().close();
  }
});

test("people answer messages, attach files, and channels not looked at are marked unread", async () => {
  await world.post("general", { content: "an announcement" });
  const announcement = message(page, "an announcement");
  await announcement.hover();
  await announcement.getByRole("button", { name: "Reply" }).click();
  await page.getByText("Replying to Roost").waitFor();
  await page.getByLabel("Attach a file").setInputFiles({
    name: "log.txt",
    mimeType: "text/plain",
    buffer: Buffer.from(Array.from({ length: 30 }, (_, index) => `line ${index}`).join("\n")),
  });
  await page.locator(".chip", { hasText: "log.txt" }).waitFor();
  await messageBox(page).focus();
  await type(page, "thanks", "<Enter>");
  const answer = message(page, "thanks");
  await answer.locator(".answers", { hasText: "@Roost an announcement" }).waitFor();
  await answer.getByRole("button", { name: "Show 18 more lines" }).press("Enter");
  await answer.locator("pre", { hasText: "line 29" }).waitFor();
  await world.post("alerts", { content: `<@${world.discord.guild.member("adam").user.id}> look` });
  await page.getByRole("button", { name: "alerts, 1 unread" }).locator(".pings", { hasText: "1" }).waitFor();
});

/** Runs in the browser. */
function isAtBottom(list: unknown): boolean {
  const { scrollHeight, scrollTop, clientHeight } = list as Record<
    "scrollHeight" | "scrollTop" | "clientHeight",
    number
  >;
  return scrollHeight - scrollTop - clientHeight < 2;
}

/** Runs in the browser: what reaches over the right edge and cannot be scrolled in a box of its own. */
function widerThanTheScreen(): string[] {
  type Node = {
    tagName: string;
    className: string;
    parentElement: Node;
    getBoundingClientRect(): { right: number };
  };
  type Browserly = {
    innerWidth: number;
    document: { querySelectorAll(what: string): Iterable<Node> };
    getComputedStyle: (node: Node) => { overflowX: string };
  };
  const { document, innerWidth, getComputedStyle } = globalThis as unknown as Browserly;
  const isBoxed = (node: Node): boolean =>
    node.tagName !== "ARTICLE" &&
    (getComputedStyle(node).overflowX !== "visible" || isBoxed(node.parentElement));
  return [...document.querySelectorAll("article, article *")]
    .filter((node) => node.getBoundingClientRect().right > innerWidth + 0.5)
    .filter((node) => node.tagName === "ARTICLE" || !isBoxed(node.parentElement))
    .map(({ tagName, className }) => `${tagName}.${className}`);
}

function form(): ModalBuilder {
  const input = new TextInputBuilder()
    .setCustomId("text")
    .setStyle(TextInputStyle.Paragraph)
    .setValue("motd=old");
  return new ModalBuilder()
    .setCustomId("edit")
    .setTitle("Edit server.properties")
    .addLabelComponents(new LabelBuilder().setLabel("Content").setTextInputComponent(input));
}
