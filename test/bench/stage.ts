/** A world for one scenario: a Discord and a panel in this process, and Roost in another. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DiscordSimulator } from "../simulators/discord/discord-simulator.ts";
import { ROOST_GUILD, type GuildPlan } from "../simulators/discord/guild-plan.ts";
import { PanelSimulator, type PanelOptions } from "../simulators/panel/panel-simulator.ts";
import { startBot, type BotProcess } from "./bot-process.ts";
import type { BenchOptions } from "./scenario.ts";

export interface World extends AsyncDisposable {
  discord: DiscordSimulator;
  panel: PanelSimulator;
  token: string;
  /** Empty, and gone afterwards. */
  folder: string;
}

export interface Stage extends World {
  bot: BotProcess;
}

export interface StageOptions {
  panel?: PanelOptions;
  guild?: GuildPlan;
  environment?: (world: World) => Record<string, string>;
  /** Before the bot starts. */
  prepare?: (world: World) => void;
}

/** What the Dockerfile sets for a smaller process; the code is compiled at the first start, there when it is built. */
const asInTheImage = {
  flags: ["--max-semi-space-size=2", "--heap-growing-percent=30"],
  environment: {
    MALLOC_ARENA_MAX: "2",
    MALLOC_TRIM_THRESHOLD_: "65536",
    /** The image serves `/healthz`; any free port does here. */
    HTTP_PORT: "0",
    NODE_COMPILE_CACHE: join(tmpdir(), "roost-bench-compiled"),
  },
};

const entry = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** The two simulators. Discord's limits and deadlines run in real time. */
export async function openWorld({ panel: options, guild = ROOST_GUILD }: StageOptions): Promise<World> {
  const token = `bench-token-${"x".repeat(40)}`;
  const folder = await mkdtemp(join(tmpdir(), "roost-bench-"));
  const discord = await DiscordSimulator.start({ token, guilds: [guild] });
  const panel = await PanelSimulator.start({ servers: [{ name: "survival" }], ...options });
  return {
    discord,
    panel,
    token,
    folder,
    async [Symbol.asyncDispose]() {
      await discord.stop();
      await panel.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Opens a world and starts Roost in it; resolves when it is ready. */
export async function openStage(
  { profileDir }: Pick<BenchOptions, "profileDir">,
  options: StageOptions = {},
): Promise<Stage> {
  const world = await openWorld(options);
  options.prepare?.(world);
  const { discord, panel, token, folder } = world;
  const role = (name: string): string => discord.guild.role(name).id;
  const profiling = profileDir === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profileDir}`];
  try {
    const bot = await startBot({
      args: [...profiling, ...asInTheImage.flags, entry],
      folder,
      environment: {
        ...asInTheImage.environment,
        DISCORD_TOKEN: token,
        DISCORD_API_URL: discord.apiUrl,
        PANEL_URL: panel.url,
        PANEL_API_KEY: panel.key,
        ADMIN_ROLE_IDS: role("Admin"),
        OPERATOR_ROLE_IDS: role("Operator"),
        DATA_DIR: folder,
        LOG_FORMAT: "json",
        ...options.environment?.(world),
      },
      isReady: (line) => line.includes('"msg":"ready"'),
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

/** Opens a stage whose console streams into the channel of that name, for as long as `load` takes. */
export async function withConsole<T>(
  options: Pick<BenchOptions, "profileDir">,
  load: (stage: Stage) => Promise<T>,
): Promise<T> {
  await using stage = await openStage(options, {
    environment: ({ discord }) => ({ CONSOLE_CHANNEL_ID: discord.guild.channel("console").id }),
  });
  return await load(stage);
}

/** Waits until the consoles of that many servers are open. */
export async function untilConsoles({ panel }: World, count: number, withinMs = 120_000): Promise<void> {
  const until = performance.now() + withinMs;
  while (panel.wings.sockets() < count) {
    if (performance.now() > until) throw new Error(`only ${panel.wings.sockets()} of ${count} consoles open`);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}

/** How often Discord or the panel answered 429: a bot within its means is never told. */
export function refusals({ discord, panel }: World): number {
  return discord.rateLimited.length + panel.rateLimited;
}
