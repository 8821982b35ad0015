/** What the hoster's sample bot does for `/status`, for where the guide itself is not at hand: no cache, no retry. */
import {
  Client,
  EmbedBuilder,
  GatewayIntentBits,
  REST,
  Routes,
  SlashCommandBuilder,
  type Interaction,
} from "discord.js";

const { XGS_API_KEY, XGS_SERVER_ID, DISCORD_TOKEN = "", DISCORD_APP_ID = "" } = process.env;
const { SAMPLE_PANEL, SAMPLE_DISCORD_API = "" } = process.env;

interface Resources {
  attributes: {
    current_state: string;
    resources: { uptime: number; cpu_absolute: number; memory_bytes: number };
  };
}

async function readResources(): Promise<Resources> {
  const response = await fetch(`${SAMPLE_PANEL}/api/client/servers/${XGS_SERVER_ID}/resources`, {
    headers: {
      Authorization: `Bearer ${XGS_API_KEY}`,
      Accept: "application/json",
      "Content-Type": "application/json",
    },
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as Resources;
}

const command = new SlashCommandBuilder().setName("status").setDescription("Server status");
const rest = new REST({ api: SAMPLE_DISCORD_API }).setToken(DISCORD_TOKEN);
await rest.put(Routes.applicationCommands(DISCORD_APP_ID), { body: [command.toJSON()] });

const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: SAMPLE_DISCORD_API } });

async function answer(interaction: Interaction): Promise<void> {
  if (!interaction.isChatInputCommand()) return;
  await interaction.deferReply();
  const { attributes } = await readResources();
  const { uptime, cpu_absolute: cpu, memory_bytes: memory } = attributes.resources;
  const embed = new EmbedBuilder()
    .setTitle("Server Status")
    .addFields(
      { name: "State", value: attributes.current_state, inline: true },
      { name: "Uptime", value: `${Math.floor(uptime / 60_000)} min`, inline: true },
      { name: "CPU", value: `${cpu.toFixed(1)}%`, inline: true },
      { name: "Memory", value: `${Math.round(memory / 1024 ** 2)} MB`, inline: true },
    );
  await interaction.editReply({ embeds: [embed] });
}

// Nothing catches what goes wrong: as in the guide, the program ends with it.
client.on("interactionCreate", (interaction) => void answer(interaction));

await client.login(DISCORD_TOKEN);
