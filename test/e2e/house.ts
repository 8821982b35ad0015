/** The real app in a world of simulators: a Discord, a panel with its node, and the environment that leads to them. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp, readConfig, type App } from "../../src/app.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { createLogger } from "../../src/lib/logger.ts";
import { DiscordSimulator, type SimulatorOptions } from "../simulators/discord/discord-simulator.ts";
import { PanelSimulator, type PanelOptions } from "../simulators/panel/panel-simulator.ts";

export interface HouseOptions {
  discord?: Partial<SimulatorOptions>;
  panel?: PanelOptions;
  /** Given the simulators, what else stands in the environment. */
  environment?: (world: { discord: DiscordSimulator; panel: PanelSimulator }) => Record<string, string>;
}

export interface House extends AsyncDisposable {
  discord: DiscordSimulator;
  panel: PanelSimulator;
  app: App;
  /** What the bot has logged, line by line. */
  logged: string[];
  environment: Record<string, string>;
}

/** Small times, so that a start or a backup takes a moment and not a minute. */
export const quickTimings = { startMs: 300, stopMs: 200, backupMs: 200, restoreMs: 300 };

/** Starts everything and waits until commands are served. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const token = `house-token-${"x".repeat(40)}`;
  const discord = await DiscordSimulator.start({ token, ...options.discord });
  const panel = await PanelSimulator.start({ timings: quickTimings, ...options.panel });
  const dataDir = await mkdtemp(join(tmpdir(), "roost-"));
  const role = (name: string): string => discord.guild.role(name).id;
  const environment = {
    DISCORD_TOKEN: token,
    DISCORD_API_URL: discord.apiUrl,
    PANEL_URL: panel.url,
    PANEL_API_KEY: panel.key,
    ADMIN_ROLE_IDS: role("Admin"),
    OPERATOR_ROLE_IDS: role("Operator"),
    DATA_DIR: dataDir,
    ...options.environment?.({ discord, panel }),
  };
  const logged: string[] = [];
  const config = readConfig(environment);
  const log = createLogger({
    level: "debug",
    secrets: [config.discord.token, config.panel.apiKey],
    destination: { write: (line) => logged.push(line) },
  });
  const app = createApp(config, { clock: systemClock, log });
  await app.start();
  await discord.ready();
  return {
    discord,
    panel,
    app,
    logged,
    environment,
    async [Symbol.asyncDispose]() {
      await app.stop();
      await discord.stop();
      await panel.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
