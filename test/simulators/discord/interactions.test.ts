/** A stock discord.js bot answers people. */
import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  Events,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
  type Client,
  type Interaction,
} from "discord.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connect, TOKEN } from "./client.ts";
import { DiscordSimulator } from "./discord-simulator.ts";
import type { Raw } from "./raw.ts";

const COMMANDS = [
  {
    name: "restart",
    description: "Restart",
    options: [
      { type: 3, name: "server", description: "Server", autocomplete: true },
      { type: 4, name: "in", description: "Seconds", min_value: 0, max_value: 60 },
    ],
  },
  {
    name: "backup",
    description: "Backups",
    options: [
      {
        type: 1,
        name: "create",
        description: "Create",
        options: [
          { type: 3, name: "name", description: "Name", required: true },
          { type: 11, name: "file", description: "File" },
        ],
      },
    ],
  },
];

let discord: DiscordSimulator;
let client: Client<true>;
let answer: (interaction: Interaction) => Promise<unknown>;

beforeEach(async () => {
  discord = await DiscordSimulator.start({ token: TOKEN });
  client = await connect(discord);
  await client.application.commands.set(COMMANDS, discord.guild.id);
  client.on(Events.InteractionCreate, (interaction) => void answer(interaction));
  await discord.ready();
});

afterEach(async () => {
  await client.destroy();
  await discord.stop();
});

describe("a slash command", () => {
  it("is deferred, edited, and followed up", async () => {
    answer = async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      await interaction.editReply(`restarting ${interaction.options.getString("server", true)}`);
      await interaction.followUp("it is back");
      await interaction.editReply("restarted");
    };
    const use = await discord.person("oscar", { in: "general" }).slash("/restart", { server: "survival" });
    const acknowledged = await use.acknowledged();
    expect(acknowledged).toMatchObject({ type: 5, ephemeral: false });
    expect(await use.reply()).toMatchObject({ content: "restarting survival", thinking: false });
    expect(await use.next()).toMatchObject({ content: "it is back" });
    expect(await use.next()).toMatchObject({ content: "restarted" });
    expect(use.history.map(({ content, thinking }) => thinking || content)).toEqual([
      true,
      "restarting survival",
      "restarted",
    ]);
    expect(discord.messages("general").map(({ content }) => content)).toEqual(["restarted", "it is back"]);
    expect(discord.problems).toEqual([]);
  });

  it("carries the member, the roles of the moment and computed permissions", async () => {
    discord.guild.setRoles("oscar", ["Admin", "Viewer"]);
    const told = new Promise<Interaction>((resolve) => {
      answer = async (interaction) => {
        resolve(interaction);
        if (interaction.isRepliable()) await interaction.reply({ content: "x", withResponse: true });
      };
    });
    const use = await discord.person("oscar", { in: "console" }).slash("/backup create", { name: "x" });
    const interaction = await told;
    if (!interaction.inCachedGuild()) throw new Error("the guild is not cached");
    expect(interaction.member.roles.cache.map(({ name }) => name).sort()).toEqual([
      "@everyone",
      "Admin",
      "Viewer",
    ]);
    expect(interaction.memberPermissions.has("ManageGuild")).toBe(false);
    expect(interaction.appPermissions.has("SendMessages")).toBe(true);
    expect(interaction.channel?.name).toBe("console");
    expect((await use.reply()).interactionId).toBe(interaction.id);
  });

  it("hands over files, and gives files back", async () => {
    answer = async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const file = interaction.options.getAttachment("file", true);
      const text = await (await fetch(file.url)).text();
      await interaction.reply({ files: [{ name: "copy.txt", attachment: Buffer.from(`${text}!`) }] });
    };
    const file = { name: "ban list.txt", data: "steve", contentType: "text/plain" };
    const use = await discord.person("oscar").slash("/backup create", { name: "x", file });
    const { attachments } = await use.reply();
    expect(attachments).toMatchObject([{ filename: "copy.txt", size: 6 }]);
    expect(discord.attachment(attachments[0]!.id)?.toString()).toBe("steve!");
    expect(discord.problems).toEqual([]);
  });

  it("is refused as the client refuses it when it does not fit the registration", async () => {
    const oscar = discord.person("oscar");
    await expect(oscar.slash("/reboot")).rejects.toThrow("there is no command /reboot");
    await expect(oscar.slash("/backup delete")).rejects.toThrow("is no subcommand");
    await expect(oscar.slash("/backup create")).rejects.toThrow('option "name" is required');
    await expect(oscar.slash("/restart", { when: "x" })).rejects.toThrow('no option "when"');
    await expect(oscar.slash("/restart", { in: 61 })).rejects.toThrow('option "in" is 0 to 60');
  });

  it("sees a reply that only its reader sees", async () => {
    answer = async (interaction) => {
      if (interaction.isRepliable())
        await interaction.reply({ content: "secret", flags: MessageFlags.Ephemeral });
    };
    const use = await discord.person("oscar", { in: "general" }).slash("/restart");
    const reply = await use.reply();
    expect(reply).toMatchObject({ content: "secret", ephemeral: true, reader: discord.person("oscar").id });
    expect(discord.messages("general")).toEqual([]);
    await expect(discord.person("vera").click(reply, "x")).rejects.toThrow("vera cannot see that message");
  });

  it("rejects when nobody answers", async () => {
    answer = async () => {};
    const hasty = await DiscordSimulator.start({ token: TOKEN, timeScale: 100 });
    const use = hasty.sendInteraction({ data: { name: "x" } });
    await expect(use.acknowledged()).rejects.toThrow("the bot did not respond in time");
    await hasty.stop();
  });
});

describe("autocomplete", () => {
  it("gives the bot what is typed and the person the choices", async () => {
    answer = async (interaction) => {
      if (!interaction.isAutocomplete()) return;
      const { name, value } = interaction.options.getFocused(true);
      await interaction.respond([{ name: `${name}: ${value}`, value: "a" }]);
    };
    const choices = await discord.person("oscar").autocomplete("/restart", { server: "sur" }, "server");
    expect(choices).toEqual([{ name: "server: sur", value: "a" }]);
  });

  it("refuses more than 25 choices", async () => {
    const failed = new Promise<unknown>((resolve) => {
      answer = async (interaction) => {
        const many = Array.from({ length: 26 }, (_, index) => ({ name: `${index}`, value: `${index}` }));
        if (interaction.isAutocomplete()) await interaction.respond(many).catch(resolve);
      };
    });
    void discord
      .person("oscar")
      .autocomplete("/restart", { server: "" }, "server")
      .catch(() => "nobody answers");
    expect(await failed).toMatchObject({ code: 50_035 });
    expect(discord.problems[0]).toContain("choices");
  });
});

describe("components", () => {
  const row = new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder().setCustomId("go").setLabel("Restart").setStyle(ButtonStyle.Danger),
    new ButtonBuilder().setCustomId("off").setLabel("Stop").setStyle(ButtonStyle.Danger).setDisabled(true),
  );
  const menu = new StringSelectMenuBuilder()
    .setCustomId("pick")
    .setPlaceholder("Which?")
    .addOptions({ label: "One", value: "1" }, { label: "Two", value: "2" });

  it("updates the message a button sits on", async () => {
    answer = async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.reply({ content: "sure?", components: [row] });
      if (interaction.isButton())
        await interaction.update({ content: `${interaction.customId}!`, components: [] });
    };
    const oscar = discord.person("oscar", { in: "general" });
    const reply = await (await oscar.slash("/restart")).reply();
    await expect(oscar.click(reply, "Stop")).rejects.toThrow("disabled");
    const clicked = await oscar.click(reply, "Restart");
    expect(await clicked.reply()).toMatchObject({ id: reply.id, content: "go!", components: [] });
    await expect(oscar.click(reply, "Restart")).rejects.toThrow('no button "Restart"');
    const replayed = await oscar.replay(reply, "go");
    expect((await replayed.acknowledged()).type).toBe(7);
    expect(discord.messages("general")[0]?.edits).toHaveLength(2);
  });

  it("edits the message later after a deferred update", async () => {
    answer = async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.reply({ content: "sure?", components: [row] });
      if (!interaction.isButton()) return;
      await interaction.deferUpdate();
      await interaction.editReply("done");
      await interaction.followUp({ content: "private", flags: MessageFlags.Ephemeral });
    };
    const oscar = discord.person("oscar", { in: "general" });
    const reply = await (await oscar.slash("/restart")).reply();
    const clicked = await oscar.click(reply, "go");
    expect(await clicked.until(({ content }) => content === "done")).toMatchObject({ id: reply.id });
    expect(await clicked.until(({ content }) => content === "private")).toMatchObject({ ephemeral: true });
    expect(clicked.followUps).toHaveLength(1);
  });

  it("chooses in a select", async () => {
    const select = new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(menu);
    answer = async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.reply({ components: [select] });
      if (interaction.isStringSelectMenu()) await interaction.reply(`chose ${interaction.values.join()}`);
    };
    const oscar = discord.person("oscar");
    const reply = await (await oscar.slash("/restart")).reply();
    await expect(oscar.select(reply, "Which?", ["Three"])).rejects.toThrow('"Three" is no option');
    const chosen = await oscar.select(reply, "Which?", ["Two"]);
    expect((await chosen.reply()).content).toBe("chose 2");
  });

  it("opens a modal and takes it back filled in", async () => {
    const input = new TextInputBuilder().setCustomId("line").setStyle(TextInputStyle.Short);
    const modal = new ModalBuilder()
      .setCustomId("ask")
      .setTitle("Ask")
      .addLabelComponents(new LabelBuilder().setLabel("Line").setTextInputComponent(input));
    answer = async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.reply({ content: "?", components: [row] });
      if (interaction.isButton()) await interaction.showModal(modal);
      if (!interaction.isModalSubmit() || !interaction.isFromMessage()) return;
      await interaction.update({ content: interaction.fields.getTextInputValue("line") });
    };
    const oscar = discord.person("oscar");
    const reply = await (await oscar.slash("/restart")).reply();
    const opened = await (await oscar.click(reply, "go")).modal();
    expect(opened.title).toBe("Ask");
    await expect(oscar.submit(opened, { line: "x", word: "x" })).rejects.toThrow('no field "word"');
    await expect(oscar.submit(opened, {})).rejects.toThrow('field "line" is required');
    const sent = await oscar.submit(opened, { line: "say hi" });
    expect(await sent.reply()).toMatchObject({ id: reply.id, content: "say hi" });
    expect(discord.problems).toEqual([]);
  });

  it("fills in rows of the old kind, selects, ticks and files", async () => {
    const label = (component: Raw): Raw => ({ type: 18, label: "x", component });
    const modal = {
      title: "All",
      custom_id: "all",
      components: [
        { type: 1, components: [{ type: 4, style: 1, custom_id: "old", label: "Old", required: true }] },
        label({ type: 3, custom_id: "pick", options: [{ label: "One", value: "1" }] }),
        label({ type: 6, custom_id: "role" }),
        label({ type: 19, custom_id: "file" }),
        label({ type: 23, custom_id: "sure" }),
      ],
    };
    answer = async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.showModal(modal as never);
      if (!interaction.isModalSubmit()) return;
      const { fields } = interaction;
      const told = [
        fields.getTextInputValue("old"),
        fields.getStringSelectValues("pick").join(),
        fields
          .getSelectedRoles("role")
          ?.map((role) => role?.name)
          .join(),
        fields
          .getUploadedFiles("file")
          ?.map(({ name }) => name)
          .join(),
        fields.getCheckbox("sure"),
      ];
      await interaction.reply(told.join(" | "));
    };
    const oscar = discord.person("oscar");
    const opened = await (await oscar.slash("/restart")).modal();
    const file = [{ name: "a.txt", data: "a" }];
    const role = ["Admin"];
    const sent = await oscar.submit(opened, { old: "text", pick: ["One"], role, file, sure: true });
    expect((await sent.reply()).content).toBe("text | 1 | Admin | a.txt | true");
    expect(discord.problems).toEqual([]);
  });
});
