/** Text that would like to be HTML or a script, in every place where the page draws text: it stays text. */
import { ChannelType, ComponentType, MessageFlags, type TextChannel } from "discord.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { message, messageBox, openRig, show, type, type PageRig } from "./page-rig.ts";
import { openScriptedWorld, type ScriptedWorld } from "./scripted-bot.ts";

/** Short enough for a button's label and a modal's title. */
const hostile = ["<img src=x onerror=document.title=1>", "</script><script>document.title=2//"] as const;
const links = ["javascript:alert(1)", "data:text/html,x", "vbscript:x"] as const;

let world: ScriptedWorld;
let rig: PageRig;
let page: Page;

beforeAll(async () => {
  world = await openScriptedWorld();
  for (const name of hostile) {
    world.discord.guild.addChannel(name);
    world.panel.add({ name, running: true });
    for (const server of [world.panel.server("survival"), world.panel.server(name)]) server.playerJoins(name);
  }
  rig = await openRig(world);
  page = await rig.open();
});

afterAll(async () => {
  await page.context().close();
  await rig[Symbol.asyncDispose]();
});

/** Nothing came of it: no element, no script that ran, no address that runs one, nothing asked of elsewhere. */
async function nothingHappened(): Promise<void> {
  const made =
    "img[src='x'], [onerror], body script, iframe, a:not([href^='https://']):not([href^='/']):not(.skip)";
  expect(await page.locator(made).count()).toBe(0);
  expect(await page.title()).toBe("Roost playground");
  expect(rig.complaints).toEqual([]);
  expect(world.discord.problems).toEqual([]);
}

test.each(hostile)("in messages, embeds, buttons, selects, file names: %s", async (text) => {
  const field = { name: text, value: text };
  await world.post(
    "general",
    {
      content: `${text} \`${text}\`\n> ${text}\n- ${text}\n# ${text}\n||${text}||\n\`\`\`ansi\n\u001B[31m${text}\n\`\`\``,
      embeds: [
        { title: text, description: text, fields: [field], footer: { text }, author: { name: text } },
        { title: "with a file", image: { url: "attachment://roost.png" } },
      ],
      components: [
        {
          type: ComponentType.ActionRow,
          components: [{ type: ComponentType.Button, style: 1, label: text, custom_id: text }],
        },
        {
          type: ComponentType.ActionRow,
          components: [
            {
              type: ComponentType.StringSelect,
              custom_id: "s",
              placeholder: text,
              options: [{ label: text, value: text, description: text }],
            },
          ],
        },
      ],
    },
    { [`${text.replaceAll("/", "")}.txt`]: Buffer.from(text) },
  );
  const shown = message(page, "with a file");
  await shown.locator(".embed-footer", { hasText: text }).waitFor();
  for (const place of [
    ".content",
    ".embed-title",
    ".embed-text",
    "dt",
    "dd",
    ".embed-author",
    ".heading-1",
    "pre",
  ])
    expect(await shown.locator(place, { hasText: text }).count(), place).toBeGreaterThan(0);
  await shown.getByRole("button", { name: text, exact: true }).waitFor();
  await shown.getByRole("combobox", { name: text }).waitFor();
  await shown.locator(".preview", { hasText: text }).waitFor();
  await nothingHappened();
});

test.each(hostile)("in Components V2 and their pictures: %s", async (text) => {
  await world.post("general", {
    flags: MessageFlags.IsComponentsV2,
    components: [
      {
        type: ComponentType.Container,
        components: [
          { type: ComponentType.TextDisplay, content: `v2 ${text}` },
          {
            type: ComponentType.MediaGallery,
            items: [{ media: { url: "https://elsewhere.example/x.png" }, description: text }],
          },
        ],
      },
    ],
  });
  await message(page, `v2 ${text}`).getByText("A picture from elsewhere is not loaded here.").waitFor();
  await nothingHappened();
});

test.each(links)("no link leads to %s", async (link) => {
  const person = world.discord.person("vera");
  for (const text of [
    link,
    `<${link}>`,
    `[click](${link})`,
    `[click](<${link}>)`,
    `[https://a.example](${link})`,
  ])
    await person.say("general", `${text} end`);
  await message(page, `[https://a.example](${link}) end`).waitFor();
  const hrefs = await page
    .locator("article a:not([download])")
    .evaluateAll((all) => all.map((one) => (one as unknown as { href: string }).href));
  expect(hrefs.filter((href) => !href.startsWith("https://"))).toEqual([]);
  await nothingHappened();
});

test.each(hostile)("in what is offered, in forms, and in what went wrong: %s", async (text) => {
  world.answer = async (interaction) => {
    if (interaction.isAutocomplete()) await interaction.respond([{ name: text, value: text }]);
    else if (interaction.isChatInputCommand()) {
      const field = {
        type: ComponentType.TextInput,
        custom_id: "t",
        style: 1,
        value: text,
        placeholder: text,
      };
      await interaction.showModal({
        custom_id: "m",
        title: text,
        components: [{ type: ComponentType.Label, label: text, description: text, component: field }],
      } as never);
    }
  };
  await messageBox(page).focus();
  await type(page, "/pick ");
  await page
    .getByRole("group", { name: /^\/pick/ })
    .getByRole("option", { name: text, selected: true })
    .waitFor();
  await type(page, "<Enter>", "<Enter>");
  const dialog = page.getByRole("dialog", { name: text });
  expect(await dialog.getByRole("textbox", { name: text }).inputValue()).toBe(text);
  await nothingHappened();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await messageBox(page).fill(`/${text}`);
  await type(page, "<Enter>");
  await page.getByRole("alert").filter({ hasText: text }).waitFor();
  await messageBox(page).fill("");
  await nothingHappened();
});

test.each(hostile)("in names of channels, threads, servers and players: %s", async (text) => {
  const general = world.bot.channels.cache.get(world.discord.guild.channel("general").id) as TextChannel;
  await general.threads.create({ name: text, type: ChannelType.PublicThread });
  const channels = page.getByRole("navigation", { name: "Channels" });
  await expect.poll(() => channels.getByRole("button", { name: text, exact: true }).count()).toBe(2);
  const side = page.getByRole("complementary", { name: "The world" });
  await side.getByText(`Playing: ${hostile.join(", ")}`).waitFor();
  await side.locator(".tab", { hasText: text }).click();
  await side.getByRole("region", { name: text }).getByText(`Playing: ${text}`).waitFor();
  await side.locator(".tab", { hasText: "survival" }).click();
  await channels.getByRole("button", { name: text, exact: true }).first().click();
  await page.getByRole("heading", { level: 1, name: text }).waitFor();
  await nothingHappened();
  await show(page, "general");
});
