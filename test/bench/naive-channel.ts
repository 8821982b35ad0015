/** A discord.js client that is ready, and the channel a naive relay writes into. */
import { Client, GatewayIntentBits, type SendableChannels } from "discord.js";

const { DISCORD_TOKEN = "", DISCORD_API_URL = "", CHANNEL_ID = "" } = process.env;

export async function openChannel(): Promise<SendableChannels> {
  const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: DISCORD_API_URL } });
  const ready = new Promise((resolve) => {
    client.once("clientReady", resolve);
  });
  await client.login(DISCORD_TOKEN);
  await ready;
  const channel = await client.channels.fetch(CHANNEL_ID);
  if (!channel?.isSendable()) throw new Error("there is no such channel");
  return channel;
}
