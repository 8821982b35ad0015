/** The real app in a world of simulators: a Discord, a panel with its node, and the environment that leads to them. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "vitest";
import { createApp, readConfig, type App } from "../../src/app.ts";
import type { Clock } from "../../src/lib/clock.ts";
import { createLogger } from "../../src/lib/logger.ts";
import { DiscordSimulator, type SimulatorOptions } from "../simulators/discord/discord-simulator.ts";
import type { Person } from "../simulators/discord/person.ts";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";
import { PanelSimulator, type PanelOptions } from "../simulators/panel/panel-simulator.ts";
import { TravelClock } from "./travel-clock.ts";

export interface HouseOptions {
  discord?: Partial<SimulatorOptions>;
  panel?: PanelOptions;
  /** Given the simulators, what else stands in the environment. */
  environment?: (world: { discord: DiscordSimulator; panel: PanelSimulator }) => Record<string, string>;
  /** What happens to the world before the app starts. */
  before?: (world: {
    discord: DiscordSimulator;
    panel: PanelSimulator;
    dataDir: string;
  }) => void | Promise<void>;
  /** Problems a simulator may find, because the test provokes them. */
  mayFind?: RegExp;
  /** How far the clock of the machine that the app runs on is off, in milliseconds. */
  hostClockIsOffMs?: number;
  /** Does not wait for commands and sockets: for a world that does not let the app become ready. */
  unready?: boolean;
}

export interface AuditRow {
  command: string;
  actor: string;
  server: string | null;
  serverUuid: string | null;
  arguments: Record<string, unknown>;
  decision: string;
  outcome: string | null;
}

interface HealthOfSockets {
  isGatewayReady: boolean;
  sockets: { server: string; socket: string; state: string; problem?: string }[];
}

/** Small times, so that a start or a backup takes a moment and not a minute. */
export const quickTimings = { startMs: 300, stopMs: 200, backupMs: 200, restoreMs: 300 };

export const houseToken = `house-token-${"x".repeat(40)}`;

/** What would give somebody the bot, the panel or a file: JWTs, signed links, interaction and webhook tokens. */
const secretShapes = [
  /eyJ[\w-]{8,}\./,
  /[?&]token=(?!\[removed\])/,
  /"token":"(?!\[removed\])/,
  /[\w-]{80,}/,
];

/** Starts everything and waits until commands are served and every console is open. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const clock = new TravelClock();
  const discord = await DiscordSimulator.start({ token: houseToken, clock, ...options.discord });
  const panel = await PanelSimulator.start({ timings: quickTimings, clock, ...options.panel });
  const dataDir = await mkdtemp(join(tmpdir(), "roost-"));
  const role = (name: string): string => discord.guild.role(name).id;
  const environment = {
    DISCORD_TOKEN: houseToken,
    DISCORD_API_URL: discord.apiUrl,
    PANEL_URL: panel.url,
    PANEL_API_KEY: panel.key,
    ADMIN_ROLE_IDS: role("Admin"),
    OPERATOR_ROLE_IDS: role("Operator"),
    DATA_DIR: dataDir,
    HTTP_PORT: "0",
    ...options.environment?.({ discord, panel }),
  };
  await options.before?.({ discord, panel, dataDir });
  const { mayFind, hostClockIsOffMs } = options;
  const house = new House({
    clock,
    discord,
    panel,
    dataDir,
    environment,
    mayFind,
    ...(hostClockIsOffMs !== undefined && { hostClockIsOffMs }),
  });
  const started = house.restart();
  if (!options.unready) {
    await started;
    await discord.ready();
    await house.untilConsolesOpen();
  } else house.starting = started;
  return house;
}

interface HouseParts {
  clock: TravelClock;
  discord: DiscordSimulator;
  panel: PanelSimulator;
  dataDir: string;
  environment: Record<string, string>;
  mayFind: RegExp | undefined;
  hostClockIsOffMs?: number;
}

export class House implements AsyncDisposable {
  readonly clock: TravelClock;
  readonly discord: DiscordSimulator;
  readonly panel: PanelSimulator;
  readonly environment: Record<string, string>;
  /** What the bot has logged, line by line. */
  readonly logged: string[] = [];
  /** The start that an unready house does not wait for. */
  starting: Promise<void> = Promise.resolve();
  #app: App | undefined;
  readonly #parts: HouseParts;

  constructor(parts: HouseParts) {
    this.#parts = parts;
    this.clock = parts.clock;
    this.discord = parts.discord;
    this.panel = parts.panel;
    this.environment = parts.environment;
  }

  get app(): App {
    if (!this.#app) throw new Error("the app is not running");
    return this.#app;
  }

  /** Stops the app if it runs, and starts it (again) on the same data folder. */
  async restart(changes: Record<string, string> = {}): Promise<void> {
    await this.#app?.stop();
    const config = readConfig({ ...this.environment, ...changes });
    const log = createLogger({
      level: "debug",
      secrets: [config.discord.token, config.panel.apiKey],
      destination: { write: (line) => this.logged.push(line) },
    });
    this.#app = createApp(config, { clock: this.#hostClock(), log });
    await this.#app.start();
  }

  #hostClock(): Clock {
    const { clock, hostClockIsOffMs = 0 } = this.#parts;
    const hostClock: Clock = {
      now: () => clock.now() + hostClockIsOffMs,
      monotonic: () => clock.monotonic(),
      after: (ms, run) => clock.after(ms, run),
      sleep: (ms, signal) => clock.sleep(ms, signal),
    };
    return hostClockIsOffMs === 0 ? clock : hostClock;
  }

  /** Somebody in the channel #general: adam is an admin, oscar an operator, vera a viewer, nobody has no role. */
  person(name: "adam" | "oscar" | "vera" | "nobody" | "olivia"): Person {
    return this.discord.person(name, { in: "general" });
  }

  async health(): Promise<HealthOfSockets & { status: number }> {
    const response = await fetch(`http://127.0.0.1:${this.healthPort}/healthz`);
    return { ...((await response.json()) as HealthOfSockets), status: response.status };
  }

  get healthPort(): number {
    const line = this.logged.findLast((text) => text.includes("health is served"));
    return (JSON.parse(line ?? "{}") as { port: number }).port;
  }

  async untilConsolesOpen(): Promise<void> {
    await this.untilHealth(({ sockets }) =>
      sockets.every(({ socket, state }) => socket === "open" && state !== "unknown"),
    );
  }

  async untilHealth(predicate: (health: HealthOfSockets) => boolean, timeoutMs = 10_000): Promise<void> {
    const end = Date.now() + timeoutMs;
    for (;;) {
      const health = await this.health();
      if (predicate(health)) return;
      if (Date.now() > end) throw new Error(`health stays ${JSON.stringify(health)}`);
      await pause();
    }
  }

  /** Lets time pass for everybody: the app, Discord, the panel and its node. */
  travel(ms: number, stepMs?: number): Promise<void> {
    return this.clock.travel(ms, stepMs);
  }

  /** Log lines that hold `text`. */
  loggedWith(text: string): string[] {
    return this.logged.filter((line) => line.includes(text));
  }

  /** The audit log, oldest first. Stops the app, because it holds the file alone. */
  async records(): Promise<AuditRow[]> {
    await this.#app?.stop();
    const database = new DatabaseSync(join(this.#parts.dataDir, "roost.sqlite"), { readOnly: true });
    const rows = database.prepare("SELECT * FROM audit ORDER BY id").all();
    database.close();
    return rows.map((row) => ({
      command: row["command"] as string,
      actor: row["actor_name"] as string,
      server: row["server"] as string | null,
      serverUuid: row["server_uuid"] as string | null,
      arguments: JSON.parse(row["arguments"] as string) as Record<string, unknown>,
      decision: row["decision"] as string,
      outcome: row["outcome"] as string | null,
    }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { discord, panel, dataDir, mayFind } = this.#parts;
    await this.#app?.stop();
    await this.starting;
    await discord.stop();
    await panel.stop();
    await rm(dataDir, { recursive: true, force: true });
    const found = [...discord.problems, ...panel.problems, ...panel.wings.problems];
    expect(found.filter((problem) => !mayFind?.test(problem))).toEqual([]);
    expect(this.leaks()).toEqual([]);
  }

  /** Log lines that hold a secret. */
  leaks(): string[] {
    const values = [houseToken, this.panel.key];
    return this.logged.filter(
      (line) =>
        values.some((value) => line.includes(value)) || secretShapes.some((shape) => shape.test(line)),
    );
  }
}

/** A moment in real time, for what happens on real sockets. */
export function pause(ms = 10): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits in real time until `check` gives something. */
export async function until<T>(
  check: () => T | undefined | false,
  what = "something",
  timeoutMs = 10_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = check();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms for ${what}`);
    await pause();
  }
}

const buttonType = 2;

/** The labels of a message's buttons, in order. */
export function buttonsOf({ components }: SeenMessage): string[] {
  return components.flatMap((row) =>
    ((row["components"] ?? []) as { type: number; label?: string }[])
      .filter(({ type }) => type === buttonType)
      .map(({ label = "" }) => label),
  );
}

/** A message's fields by name, of its first embed. */
export function fieldsOf({ embeds }: SeenMessage): Record<string, string> {
  return Object.fromEntries((embeds[0]?.fields ?? []).map(({ name, value }) => [name, value]));
}
