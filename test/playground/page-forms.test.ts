/** Modals with every kind of field, and every kind of select on a message: filled in by a person, read by a bot. */
import {
  ChannelType,
  ComponentType,
  type APIModalInteractionResponseCallbackData,
  type ModalSubmitInteraction,
} from "discord.js";
import { expect, test } from "vitest";
import type { Locator, Page } from "playwright-core";
import { message, messageBox, type, untilTyped, type PageRig } from "./page-rig.ts";
import type { ScriptedWorld } from "./scripted-bot.ts";
import { withScriptedPages } from "./scripted-pages.ts";

let world: ScriptedWorld;
let rig: PageRig;
let page: Page;
let dialog: Locator;

withScriptedPages((opened) => {
  ({ world, rig, page } = opened);
  dialog = page.getByRole("dialog");
});

const label = (text: string, component: object, description?: string): object => ({
  type: ComponentType.Label,
  label: text,
  component,
  ...(description !== undefined && { description }),
});
const choices = (...names: string[]): object[] =>
  names.map((name) => ({ label: name, value: name.toLowerCase(), description: `about ${name}` }));

/** Opens it by `/edit`; gives what the bot read when it was submitted. */
async function open(...components: object[]): Promise<{ read: Promise<ModalSubmitInteraction> }> {
  const { promise: read, resolve } = Promise.withResolvers<ModalSubmitInteraction>();
  world.answer = async (interaction) => {
    if (interaction.isChatInputCommand()) {
      const modal = { custom_id: "form", title: "A form", components };
      await interaction.showModal(modal as unknown as APIModalInteractionResponseCallbackData);
    } else if (interaction.isModalSubmit()) {
      await interaction.reply("submitted");
      resolve(interaction);
    }
  };
  await messageBox(page).focus();
  await untilTyped(page);
  await type(page, "/edit ", "<Enter>");
  await dialog.waitFor();
  return { read };
}

async function submit(): Promise<void> {
  await dialog.getByRole("button", { name: "Submit" }).click();
}

test("texts, files, ticks and lists of choices are filled in and read", async () => {
  const { read } = await open(
    label("Name", { type: ComponentType.TextInput, custom_id: "name", style: 1, max_length: 20 }, "As seen"),
    label("Logs", { type: ComponentType.FileUpload, custom_id: "logs", max_values: 2, file_types: [".txt"] }),
    label("Colour", { type: ComponentType.RadioGroup, custom_id: "colour", options: choices("Red", "Blue") }),
    label("Toppings", {
      type: ComponentType.CheckboxGroup,
      custom_id: "toppings",
      options: choices("Salt", "Pepper", "Chives"),
      min_values: 2,
      max_values: 3,
    }),
    label("I agree", { type: ComponentType.Checkbox, custom_id: "agree" }, "To everything"),
  );
  // The focus is in the first field, and Tab goes on in order.
  await dialog.getByRole("textbox", { name: /^Name/ }).and(page.locator(":focus")).waitFor();
  await type(page, "Ada", "<Tab>");
  const files = dialog.getByLabel(/^Logs/);
  await files.and(page.locator(":focus")).waitFor();
  expect(await files.getAttribute("accept")).toBe(".txt");
  await files.setInputFiles(
    ["a.txt", "b.txt"].map((name) => ({ name, mimeType: "text/plain", buffer: Buffer.from(name) })),
  );
  await submit();
  await dialog.getByRole("alert").filter({ hasText: "Colour: choose one." }).waitFor();
  await dialog
    .getByRole("radiogroup", { name: /^Colour/ })
    .getByRole("radio", { name: /^Blue/ })
    .check();
  const toppings = dialog.getByRole("group", { name: /^Toppings/ });
  await toppings.getByRole("checkbox", { name: /^Salt/ }).check();
  await submit();
  await dialog.getByRole("alert").filter({ hasText: "Toppings: choose at least 2." }).waitFor();
  await toppings.getByRole("checkbox", { name: /^Chives/ }).check();
  await dialog.getByRole("checkbox", { name: /^I agree/ }).check();
  await submit();
  await message(page, "submitted").waitFor();
  const { fields } = await read;
  expect(fields.getTextInputValue("name")).toBe("Ada");
  expect([...(fields.getUploadedFiles("logs")?.values() ?? [])].map(({ name }) => name)).toEqual([
    "a.txt",
    "b.txt",
  ]);
  expect(fields.getRadioGroup("colour")).toBe("blue");
  expect(fields.getCheckboxGroup("toppings")).toEqual(["salt", "chives"]);
  expect(fields.getCheckbox("agree")).toBe(true);
});

test("what nobody touches is sent as it was preset", async () => {
  const { read } = await open(
    { type: ComponentType.TextDisplay, content: "**Look** at this" },
    label("Text", { type: ComponentType.TextInput, custom_id: "text", style: 2, value: "old" }),
    label("Colour", {
      type: ComponentType.RadioGroup,
      custom_id: "colour",
      options: [{ label: "Red", value: "red", default: true }, ...choices("Blue")],
    }),
    label("I agree", { type: ComponentType.Checkbox, custom_id: "agree", default: true }),
    label("Signal", {
      type: ComponentType.StringSelect,
      custom_id: "signal",
      options: [{ label: "Stop", value: "stop", default: true }, ...choices("Start")],
    }),
  );
  await dialog.locator("strong", { hasText: "Look" }).waitFor();
  await submit();
  const { fields } = await read;
  expect([
    fields.getTextInputValue("text"),
    fields.getRadioGroup("colour"),
    fields.getCheckbox("agree"),
    fields.getStringSelectValues("signal"),
  ]).toEqual(["old", "red", true, ["stop"]]);
});

test("all five selects stand in a modal, too", async () => {
  const { guild } = world.discord;
  const { read } = await open(
    label("Signal", {
      type: ComponentType.StringSelect,
      custom_id: "text",
      options: choices("Start", "Stop"),
    }),
    label("People", { type: ComponentType.UserSelect, custom_id: "people", max_values: 2 }),
    label("Role", { type: ComponentType.RoleSelect, custom_id: "role" }),
    label("Anybody", { type: ComponentType.MentionableSelect, custom_id: "any", required: false }),
    label("Where", {
      type: ComponentType.ChannelSelect,
      custom_id: "where",
      channel_types: [ChannelType.GuildText],
      default_values: [{ id: guild.channel("audit").id, type: "channel" }],
    }),
  );
  await dialog.getByRole("combobox", { name: /^Signal/ }).selectOption("stop");
  const people = dialog.getByRole("group", { name: /^People/ });
  for (const name of ["@Vera", "@Oscar"]) await people.getByRole("checkbox", { name }).check();
  await dialog.getByRole("combobox", { name: /^Role/ }).selectOption({ label: "@Admin (role)" });
  await submit();
  const { fields } = await read;
  expect(fields.getStringSelectValues("text")).toEqual(["stop"]);
  expect([...(fields.getSelectedUsers("people")?.values() ?? [])].map(({ username }) => username)).toEqual([
    "vera",
    "oscar",
  ]);
  expect(fields.getSelectedRoles("role")?.first()?.name).toBe("Admin");
  expect(fields.getSelectedChannels("where")?.first()?.name).toBe("audit");
});

test("each kind of select on a message offers what it is for, and sends what is chosen", async () => {
  const { guild } = world.discord;
  const kinds = {
    StringSelect: ["🟢 Start", "start"],
    UserSelect: ["@Vera", guild.member("vera").user.id],
    RoleSelect: ["@Admin (role)", guild.role("Admin").id],
    MentionableSelect: ["@Oscar", guild.member("oscar").user.id],
    ChannelSelect: ["#status", guild.channel("status").id],
  } as const;
  await world.post("general", {
    components: Object.keys(kinds).map((kind) => ({
      type: ComponentType.ActionRow,
      components: [
        {
          type: ComponentType[kind as keyof typeof kinds],
          custom_id: kind,
          placeholder: kind,
          ...(kind === "StringSelect" && {
            options: [{ label: "Start", value: "start", emoji: { name: "🟢" } }],
          }),
        },
      ],
    })) as never,
  });
  const chosen: Record<string, string[]> = {};
  world.answer = async (interaction) => {
    if (!interaction.isAnySelectMenu()) return;
    chosen[interaction.customId] = interaction.values;
    await interaction.reply({ content: `took ${interaction.customId}`, flags: "Ephemeral" });
  };
  for (const [kind, [shown]] of Object.entries(kinds)) {
    await page.getByRole("combobox", { name: kind, exact: true }).selectOption({ label: shown });
    await message(page, `took ${kind}`).waitFor();
  }
  expect(chosen).toEqual(Object.fromEntries(Object.entries(kinds).map(([kind, [, id]]) => [kind, [id]])));
});

test("a form that is open while the tab is reloaded is gone; the page goes on, and so do two tabs with a form each", async () => {
  const field = label("Text", { type: ComponentType.TextInput, custom_id: "text", style: 1 });
  await open(field);
  await page.reload();
  await messageBox(page).waitFor();
  expect(await dialog.count()).toBe(0);
  const texts: string[] = [];
  await open(field);
  world.answer = async (interaction) => {
    if (interaction.isChatInputCommand()) {
      const modal = { custom_id: "form", title: "A form", components: [field] };
      await interaction.showModal(modal as unknown as APIModalInteractionResponseCallbackData);
    } else if (interaction.isModalSubmit()) {
      texts.push(`${interaction.user.username} ${interaction.fields.getTextInputValue("text")}`);
      await interaction.reply({ content: `got ${texts.at(-1)}`, flags: "Ephemeral" });
    }
  };
  const other = await rig.open({ as: "oscar" });
  await messageBox(other).focus();
  await type(other, "/edit ", "<Enter>");
  for (const [tab, text] of [
    [other, "from the other tab"],
    [page, "from this one"],
  ] as const) {
    await tab.getByRole("dialog").getByRole("textbox").fill(text);
    await tab.getByRole("dialog").getByRole("button", { name: "Submit" }).click();
    await message(tab, text).waitFor();
  }
  expect(texts).toEqual(["oscar from the other tab", "adam from this one"]);
  await other.context().close();
});

test("a form whose bot is silent says so and stays, with what was filled in", async () => {
  await open(label("Text", { type: ComponentType.TextInput, custom_id: "text", style: 1 }));
  world.answer = async () => undefined;
  await dialog.getByRole("textbox").fill("typed for long");
  await submit();
  await dialog.getByRole("alert").filter({ hasText: "The bot did not respond in time." }).waitFor();
  expect(await dialog.getByRole("textbox").inputValue()).toBe("typed for long");
  await type(page, "<Escape>");
  await dialog.waitFor({ state: "detached" });
});
