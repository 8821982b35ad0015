/**
 * Two relays as they are found in the field, beside Roost under the same load: each in a process of its own, with a
 * Discord and a panel of its own. They read the console as Roost does, so that only what they do with it differs.
 *
 * "a line each" sends every line as a message at once (as Discord-MC-Chat and MagiBridge did); "every 5 s" empties
 * a buffer into code blocks of 2,000 characters (DiscordSRV, AMP-Discord-Bot). Both leave the queue, and how to stay
 * within Discord's limits, to discord.js.
 */
import { fileURLToPath } from "node:url";
import { startBot } from "./bot-process.ts";
import { settled } from "./settled.ts";
import { openWorld, type Stage } from "./stage.ts";

const programs = { "a line each": "naive-line.ts", "every 5 s": "naive-batch.ts" } as const;

/** What was measured of each, by its name in the table. */
export type Beside<T> = readonly { readonly name: string; readonly result: T }[];

/** Lets both work at the same time. */
export function besideRoost<T>(load: (stage: Stage) => Promise<T>): Promise<Beside<T>> {
  return settled(
    Object.entries(programs).map(async ([name, program]) => {
      await using stage = await openNaive(program);
      return { name, result: await load(stage) };
    }),
  );
}

/** One cell of the table. */
export function besideInWords<T>(beside: Beside<T>, inWords: (result: T) => string): string {
  return beside.map(({ name, result }) => `${name}: ${inWords(result)}`).join("; ");
}

async function openNaive(program: string): Promise<Stage> {
  const world = await openWorld({});
  const { discord, panel, token, folder } = world;
  try {
    const bot = await startBot({
      args: [fileURLToPath(new URL(program, import.meta.url))],
      folder,
      environment: {
        DISCORD_TOKEN: token,
        DISCORD_API_URL: discord.apiUrl,
        CHANNEL_ID: discord.guild.channel("console").id,
        PANEL_URL: panel.url,
        PANEL_API_KEY: panel.key,
        SERVER_ID: panel.server("survival").id,
      },
      isReady: (line) => line === "ready",
    });
    return {
      ...world,
      bot,
      async [Symbol.asyncDispose]() {
        await bot[Symbol.asyncDispose]();
        await world[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await world[Symbol.asyncDispose]();
    throw error;
  }
}
