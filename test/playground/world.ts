/** What the playground plays with: the simulators, and the bot as it is, led to them by environment values alone. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp, readConfig, type App } from "../../src/app.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { createLogger } from "../../src/lib/logger.ts";
import { DiscordSimulator } from "../simulators/discord/discord-simulator.ts";
import { ROOST_GUILD } from "../simulators/discord/guild-plan.ts";
import { PanelSimulator } from "../simulators/panel/panel-simulator.ts";
import type { Timings } from "../simulators/wings/profile.ts";

export interface World extends AsyncDisposable {
  discord: DiscordSimulator;
  panel: PanelSimulator;
  /** The guild's people, each with a role of their own: who one can be in the playground. */
  people: readonly Persona[];
}

export interface Persona {
  /** User name. */
  name: string;
  /** What they may do, in a word. */
  may: "admin" | "operator" | "viewer" | "nobody";
}

export const people: readonly Persona[] = [
  { name: "adam", may: "admin" },
  { name: "oscar", may: "operator" },
  { name: "vera", may: "viewer" },
  { name: "nobody", may: "nobody" },
];

/** Long enough to be seen, short enough not to be waited for. Milliseconds. */
export const watchable: Partial<Timings> = { startMs: 4000, stopMs: 1500, backupMs: 2500, restoreMs: 3000 };

/** `#console` shows the first server, `#console-valheim` the second. */
const channels = ["general", "console", "console-valheim", "status", "alerts", "audit"];

export interface WorldOptions {
  timings?: Partial<Timings>;
  /** Receives each line of the bot's log; nobody unless told. */
  log?: (line: string) => void;
}

/** Resolves when the bot serves commands. */
export async function openWorld({ timings = watchable, log }: WorldOptions = {}): Promise<World> {
  const token = `playground-token-${"x".repeat(40)}`;
  const discord = await DiscordSimulator.start({ token, guilds: [{ ...ROOST_GUILD, channels }] });
  const panel = await PanelSimulator.start({
    timings,
    servers: [
      { name: "survival", game: "minecraft", running: true },
      { name: "valheim", game: "valheim", running: true },
    ],
  });
  const dataDir = await mkdtemp(join(tmpdir(), "roost-playground-"));
  const app = createBot({ ...environmentFor(discord, panel), DISCORD_TOKEN: token, DATA_DIR: dataDir }, log);
  await app.start();
  await discord.ready();
  return {
    discord,
    panel,
    people,
    async [Symbol.asyncDispose]() {
      await app.stop();
      await discord.stop();
      await panel.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function environmentFor(discord: DiscordSimulator, panel: PanelSimulator): Record<string, string> {
  const role = (name: string): string => discord.guild.role(name).id;
  const channel = (name: string): string => discord.guild.channel(name).id;
  return {
    DISCORD_API_URL: discord.apiUrl,
    PANEL_URL: panel.url,
    PANEL_API_KEY: panel.key,
    ADMIN_ROLE_IDS: role("Admin"),
    OPERATOR_ROLE_IDS: role("Operator"),
    VIEWER_ROLE_IDS: role("Viewer"),
    CONSOLE_CHANNEL_ID: `survival:${channel("console")},valheim:${channel("console-valheim")}`,
    CONSOLE_STYLE: "ansi",
    STATUS_CHANNEL_ID: channel("status"),
    ALERT_CHANNEL_ID: channel("alerts"),
    AUDIT_CHANNEL_ID: channel("audit"),
  };
}

function createBot(
  environment: Record<string, string>,
  write: (line: string) => void = () => undefined,
): App {
  const config = readConfig(environment);
  const secrets = [config.discord.token, config.panel.apiKey];
  const log = createLogger({ level: "info", secrets, destination: { write } });
  return createApp(config, { clock: systemClock, log, version: "playground" });
}
