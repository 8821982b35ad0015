/** A stock discord.js client pointed at the simulator: for the simulator's own tests. */
import { Client, Events, type ClientOptions } from "discord.js";
import type { DiscordSimulator } from "./discord-simulator.ts";

export const TOKEN = `${"t".repeat(24)}.${"k".repeat(6)}.${"n".repeat(27)}`;

export async function connect(
  discord: DiscordSimulator,
  options: Partial<ClientOptions> = {},
): Promise<Client<true>> {
  const client = new Client({
    intents: ["Guilds"],
    ...options,
    rest: { api: discord.apiUrl, ...options.rest },
  });
  client.on(Events.Error, (error) => {
    throw error;
  });
  const isReady = new Promise<Client<true>>((resolve) => {
    client.once(Events.ClientReady, resolve);
  });
  await client.login(TOKEN);
  return isReady;
}

/** A REST call as the bot makes it, without a library. */
export function call(
  discord: DiscordSimulator,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = { Authorization: `Bot ${TOKEN}` },
): Promise<Response> {
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  const type: Record<string, string> = body === undefined ? {} : { "Content-Type": "application/json" };
  return fetch(`${discord.apiUrl}/v10${path}`, { method, headers: { ...headers, ...type }, ...json });
}
