/** The environment → one frozen `Config`, or one `ConfigError` that names every problem at once. Never prints a value. */
import { config as loadDotenv } from "dotenv";
import { ConfigError, type ConfigProblem } from "./config-error.ts";
import { parseChannelSettings, parseCommandRoles, type ChannelValues } from "./config-families.ts";
import { environmentShape, type EnvironmentValues } from "./config-shapes.ts";
import { variables, type Variable } from "./config-variables.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export type Config = ReturnType<typeof parseConfig>;

/** The process's environment with `.env` under it (what is set already wins). The only reader of `process.env`. */
export function readEnvironment(): Environment {
  loadDotenv({ quiet: true });
  return process.env;
}

/**
 * The frozen configuration; `commandNames` are the paths that `ACCESS_…` may name (`cmd`, `backup restore`).
 * @throws {ConfigError} with every problem that was found.
 */
export function parseConfig(environment: Environment, commandNames: readonly string[]) {
  const texts = Object.fromEntries(
    variables.map((variable) => [variable.name, textOf(environment, variable)]),
  );
  const parsed = environmentShape.safeParse(texts);
  const names = Object.keys(environment);
  const read = (name: string): string | undefined => textOf(environment, { name });
  const commandRoles = parseCommandRoles(names, read, commandNames);
  const channels = parseChannelSettings(names, read);
  const problems = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => ({
      variable: String(path[0]),
      wrong: message,
    })),
    ...commandRoles.problems,
    ...channels.problems,
    ...(parsed.data ? everyoneProblems(parsed.data) : []),
  ];
  if (!parsed.data || problems.length > 0) throw new ConfigError(distinct(problems));
  return deepFreeze(toConfig(parsed.data, commandRoles.values, channels.values));
}

/** A list with three wrong items is one problem. */
function distinct(problems: readonly ConfigProblem[]): ConfigProblem[] {
  return [...new Map(problems.map((problem) => [`${problem.variable} ${problem.wrong}`, problem])).values()];
}

/** The same values, grouped by who needs them. */
function toConfig(
  values: EnvironmentValues,
  commandRoleIds: ReadonlyMap<string, readonly string[]>,
  channelValues: ReadonlyMap<string, ChannelValues>,
) {
  return {
    discord: {
      token: values.DISCORD_TOKEN,
      apiUrl: values.DISCORD_API_URL,
      guildIds: values.DISCORD_GUILD_ID,
      appId: values.DISCORD_APP_ID,
    },
    panel: {
      apiKey: values.PANEL_API_KEY,
      url: values.PANEL_URL,
      origin: values.PANEL_ORIGIN ?? new URL(values.PANEL_URL).origin,
      rateLimit: values.PANEL_RATE_LIMIT,
      servers: values.PANEL_SERVERS,
    },
    access: {
      adminRoleIds: values.ADMIN_ROLE_IDS,
      operatorRoleIds: values.OPERATOR_ROLE_IDS,
      viewerRoleIds: values.VIEWER_ROLE_IDS,
      commandRoleIds,
    },
    console: {
      channels: values.CONSOLE_CHANNEL_ID,
      everywhere: toConsoleSettings({
        STYLE: values.CONSOLE_STYLE,
        LEVEL: values.CONSOLE_LEVEL,
        INCLUDE: values.CONSOLE_INCLUDE,
        EXCLUDE: values.CONSOLE_EXCLUDE,
        THREADS: values.CONSOLE_THREADS,
      }),
      byChannel: new Map([...channelValues].map(([id, own]) => [id, toConsoleSettings(own)])),
      redaction: { isOn: values.CONSOLE_REDACT === "on", own: values.CONSOLE_REDACT_PATTERN },
      input: values.CONSOLE_INPUT,
    },
    cmd: { allow: values.CMD_ALLOW, deny: values.CMD_DENY },
    alertChannelId: values.ALERT_CHANNEL_ID,
    alertRoleId: values.ALERT_ROLE_ID,
    auditChannelId: values.AUDIT_CHANNEL_ID,
    statusChannelId: values.STATUS_CHANNEL_ID,
    dataDir: values.DATA_DIR,
    http: values.HTTP_PORT === undefined ? undefined : { port: values.HTTP_PORT, host: values.HTTP_HOST },
    log: { level: values.LOG_LEVEL, format: values.LOG_FORMAT },
  };
}

/** How a channel shows its console; of one channel, only what is set for it. */
export interface ConsoleSettings {
  style: EnvironmentValues["CONSOLE_STYLE"];
  level: EnvironmentValues["CONSOLE_LEVEL"];
  include: RegExp | undefined;
  exclude: RegExp | undefined;
  /** How many threads are kept; 0 for none at all. */
  threads: number;
}

function toConsoleSettings(values: Required<ChannelValues>): ConsoleSettings;
function toConsoleSettings(values: ChannelValues): Partial<ConsoleSettings>;
function toConsoleSettings(values: ChannelValues): Partial<ConsoleSettings> {
  const named = {
    style: values.STYLE,
    level: values.LEVEL,
    include: values.INCLUDE,
    exclude: values.EXCLUDE,
    threads: values.THREADS,
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

/** A set value without the blanks and quotes around it (`docker run --env-file` keeps quotes); empty counts as not set. */
function textOf(
  environment: Environment,
  { name, alias }: Pick<Variable, "name" | "alias">,
): string | undefined {
  for (const key of [name, alias]) {
    const text = key === undefined ? "" : unquoted(environment[key] ?? "");
    if (text.length > 0) return text;
  }
  return undefined;
}

const unquoted = (text: string): string =>
  text
    .trim()
    .replace(/^(["'])(.*)\1$/s, "$2")
    .trim();

/** The role @everyone has the guild's own id: as an admin or operator role it would open the panel to all members. */
function everyoneProblems(values: EnvironmentValues): ConfigProblem[] {
  return (["ADMIN_ROLE_IDS", "OPERATOR_ROLE_IDS"] as const)
    .filter((variable) => values[variable].some((id) => values.DISCORD_GUILD_ID.includes(id)))
    .map((variable) => ({ variable, wrong: "holds the guild's own id, which is the role @everyone" }));
}

function deepFreeze<T extends object>(value: T): Readonly<T> {
  for (const item of Object.values(value) as unknown[]) {
    if (typeof item === "object" && item !== null && !(item instanceof RegExp)) deepFreeze(item);
  }
  return Object.freeze(value);
}
