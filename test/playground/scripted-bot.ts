/** A playground whose bot says what a test tells it to: for what the page can draw and the real bot does not send yet. */
import { Events, type Client, type Interaction, type RESTPostAPIChannelMessageJSONBody } from "discord.js";
import { connect, TOKEN } from "../simulators/discord/client.ts";
import { DiscordSimulator } from "../simulators/discord/discord-simulator.ts";
import { PanelSimulator } from "../simulators/panel/panel-simulator.ts";
import { people, type World } from "./world.ts";

const commands = [
  { name: "edit", description: "Edit a text" },
  { name: "slow", description: "Takes a while" },
  { name: "silent", description: "Never answers" },
  {
    name: "pick",
    description: "Choose what the bot offers",
    options: [
      { type: 3, name: "what", description: "Something offered", required: true, autocomplete: true },
    ],
  },
  {
    name: "upload",
    description: "Take a file",
    options: [
      { type: 11, name: "file", description: "Which file", required: true },
      { type: 5, name: "overwrite", description: "Even if it is there" },
      { type: 4, name: "lines", description: "How many", min_value: 1, max_value: 9 },
      { type: 6, name: "who", description: "For whom" },
      { type: 7, name: "where", description: "Channel" },
    ],
  },
];

export interface ScriptedWorld extends World {
  bot: Client<true>;
  /** What the bot does with the next interactions. */
  answer: (interaction: Interaction) => Promise<unknown>;
  /** The bot posts a message into a channel, with files. */
  post(
    channel: string,
    body: RESTPostAPIChannelMessageJSONBody,
    files?: Record<string, Buffer>,
  ): Promise<void>;
}

export async function openScriptedWorld(): Promise<ScriptedWorld> {
  // What is drawn is tested here, not how often one may post.
  const discord = await DiscordSimulator.start({ token: TOKEN, timeScale: 1000, keepDeadlines: true });
  const panel = await PanelSimulator.start();
  const bot = await connect(discord);
  await bot.application.commands.set(commands, discord.guild.id);
  const world: ScriptedWorld = {
    discord,
    panel,
    people,
    bot,
    answer: async () => undefined,
    post: (channel, body, files) => postAs(TOKEN, { discord, channel, body, files }),
    async [Symbol.asyncDispose]() {
      await bot.destroy();
      await discord.stop();
      await panel.stop();
    },
  };
  bot.on(Events.InteractionCreate, (interaction) => void world.answer(interaction));
  await discord.ready();
  return world;
}

interface Post {
  discord: DiscordSimulator;
  channel: string;
  body: RESTPostAPIChannelMessageJSONBody;
  files?: Record<string, Buffer> | undefined;
}

/** Posts a message as the bot of that token, by REST alone. */
export async function postAs(token: string, { discord, channel, body, files = {} }: Post): Promise<void> {
  const form = new FormData();
  form.set("payload_json", JSON.stringify(body));
  for (const [index, [name, data]] of Object.entries(files).entries()) {
    form.set(`files[${index}]`, new Blob([new Uint8Array(data)]), name);
  }
  const url = `${discord.apiUrl}/v10/channels/${discord.guild.channel(channel).id}/messages`;
  const answer = await fetch(url, {
    method: "POST",
    headers: { Authorization: `Bot ${token}` },
    body: form,
  });
  if (!answer.ok) throw new Error(`the message was refused: ${await answer.text()}`);
}
