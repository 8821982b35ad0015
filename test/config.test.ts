import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { ConfigError } from "../src/config-error.ts";
import { variables } from "../src/config-variables.ts";
import { parseConfig } from "../src/config.ts";

const token = ["bot", "token", "x".repeat(30)].join(".");
const apiKey = `ptlc_${"k".repeat(43)}`;
const required = { DISCORD_TOKEN: token, PANEL_API_KEY: apiKey };
const roleId = "814000000000000003";
const guildId = "814000000000000001";
const commandNames = ["cmd", "backup", "backup restore", "power", "power kill"];

const parse = (environment: Record<string, string | undefined>) =>
  parseConfig({ ...required, ...environment }, commandNames);

function problemsOf(environment: Record<string, string | undefined>): string[] {
  try {
    parseConfig(environment, commandNames);
  } catch (error) {
    if (error instanceof ConfigError)
      return error.problems.map(({ variable, wrong }) => `${variable} ${wrong}`);
    throw error;
  }
  return [];
}

describe("a configuration", () => {
  test("needs a token and a key, and nothing else", () => {
    expect(parseConfig(required, commandNames)).toEqual({
      discord: { token, apiUrl: "https://discord.com/api", guildIds: [], appId: undefined },
      panel: {
        apiKey,
        url: "https://panel.xgamingserver.com",
        origin: "https://panel.xgamingserver.com",
        rateLimit: undefined,
        servers: [],
      },
      access: { adminRoleIds: [], operatorRoleIds: [], viewerRoleIds: [], commandRoleIds: new Map() },
      console: {
        channels: [],
        everywhere: { style: "plain", level: "all", threads: 0 },
        byChannel: new Map(),
        redaction: { isOn: true, own: undefined },
        input: "reply",
      },
      cmd: { allow: [], deny: [] },
      alertChannelId: undefined,
      alertRoleId: undefined,
      auditChannelId: undefined,
      statusChannelId: undefined,
      dataDir: "./data",
      http: undefined,
      log: { level: "info", format: undefined },
    });
  });

  test("takes the names that the hoster's sample bot uses", () => {
    const config = parseConfig(
      { DISCORD_TOKEN: token, XGS_API_KEY: apiKey, XGS_SERVER_ID: "abc12345" },
      commandNames,
    );
    expect(config.panel).toMatchObject({ apiKey, servers: [{ id: "abc12345" }] });
  });

  test("is frozen all the way down", () => {
    const config = parse({ PANEL_SERVERS: "abc12345" });
    expect(Object.isFrozen(config.panel.servers[0])).toBe(true);
  });

  test.each([
    ["https://panel.example.com/", "https://panel.example.com"],
    ["https://panel.example.com/api/client", "https://panel.example.com"],
    ["https://panel.example.com/server/abc12345/files", "https://panel.example.com"],
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
    ['"https://panel.example.com"', "https://panel.example.com"],
  ])("reads the panel's address from %s", (pasted, url) => {
    expect(parse({ PANEL_URL: pasted }).panel.url).toBe(url);
  });

  test.each([
    ["abc12345", [{ id: "abc12345" }]],
    [
      "survival=abc12345, creative=def67890",
      [
        { id: "abc12345", alias: "survival" },
        { id: "def67890", alias: "creative" },
      ],
    ],
    ["https://panel.example.com/server/abc12345", [{ id: "abc12345" }]],
    ["1f3c9a77-52d4-4c0e-9a51-6f2b8d0e7a10", [{ id: "1f3c9a77-52d4-4c0e-9a51-6f2b8d0e7a10" }]],
  ])("reads servers from %s", (text, servers) => {
    expect(parse({ PANEL_SERVERS: text }).panel.servers).toEqual(servers);
  });

  test("reads what one channel shows otherwise than the others", () => {
    const { everywhere, byChannel } = parse({
      CONSOLE_LEVEL: "Warning",
      CONSOLE_THREADS: "off",
      [`CONSOLE_LEVEL_${roleId}`]: "error",
      [`CONSOLE_EXCLUDE_${roleId}`]: "RCON",
      [`CONSOLE_THREADS_${guildId}`]: "10",
      [`CONSOLE_STYLE_${guildId}`]: "",
    }).console;
    expect(everywhere).toEqual({ style: "plain", level: "warning", threads: 0 });
    expect(byChannel).toEqual(
      new Map([
        [roleId, { level: "error", exclude: /RCON/i }],
        [guildId, { threads: 10 }],
      ]),
    );
  });

  test("reads console channels with and without a server", () => {
    expect(parse({ CONSOLE_CHANNEL_ID: `survival:${roleId},${guildId}` }).console.channels).toEqual([
      { server: "survival", channelId: roleId },
      { channelId: guildId },
    ]);
  });

  test("gives a command, or a part of one, to roles", () => {
    const config = parse({ ACCESS_CMD: `${roleId},${guildId}`, ACCESS_BACKUP_RESTORE: roleId });
    expect(config.access.commandRoleIds).toEqual(
      new Map([
        ["cmd", [roleId, guildId]],
        ["backup restore", [roleId]],
      ]),
    );
  });
});

describe("a configuration that is wrong", () => {
  test("is told in one message, with every problem, an example and where to get the value", () => {
    const wrong = { PANEL_URL: "panel.example.com", ADMIN_ROLE_IDS: "Admins, Mods", HTTP_PORT: "99999" };
    const problems = problemsOf(wrong);
    expect(problems).toHaveLength(5);
    const { message } = new ConfigError([{ variable: "DISCORD_TOKEN", wrong: "is missing" }]);
    expect(message).toMatch(/DISCORD_TOKEN is missing\.\n {2}Example: .+\n {2}Where: {3}discord\.com/);
  });

  test.each([
    [{ DISCORD_TOKEN: "" }, "DISCORD_TOKEN is missing"],
    [{ DISCORD_TOKEN: "two words" }, "DISCORD_TOKEN has a blank inside"],
    [{ PANEL_API_KEY: `ptla_${"k".repeat(43)}` }, "PANEL_API_KEY is an application key"],
    [{ PANEL_URL: "panel.example.com" }, "PANEL_URL is not an address"],
    [{ PANEL_SERVERS: "a=abc12345,A=def67890" }, "PANEL_SERVERS names one server twice"],
    [{ PANEL_SERVERS: "what is this" }, "PANEL_SERVERS holds something that is no server id"],
    [{ OPERATOR_ROLE_IDS: "operators" }, "OPERATOR_ROLE_IDS is not a Discord id"],
    [{ CONSOLE_CHANNEL_ID: "#console" }, "CONSOLE_CHANNEL_ID must be a channel id"],
    [{ CONSOLE_LEVEL: "info" }, "CONSOLE_LEVEL must be one of all, warning, error"],
    [{ CONSOLE_THREADS: "51" }, "CONSOLE_THREADS must be off, or how many threads are kept: 1 to 50"],
    [{ CONSOLE_REDACT_PATTERN: "x*" }, "CONSOLE_REDACT_PATTERN matches where nothing stands"],
    [{ CONSOLE_REDACT_PATTERN: "(a+)+b" }, "CONSOLE_REDACT_PATTERN repeats a repetition"],
    [{ CONSOLE_LEVEL_console: "error" }, "CONSOLE_LEVEL_console ends with something that is no channel id"],
    [{ [`CONSOLE_INCLUDE_${roleId}`]: "(" }, `CONSOLE_INCLUDE_${roleId} is not a valid regular expression`],
    [{ CONSOLE_STYLE: "fancy" }, "CONSOLE_STYLE must be one of plain, ansi"],
    [{ CONSOLE_INCLUDE: "(" }, "CONSOLE_INCLUDE is not a valid regular expression"],
    [{ CONSOLE_EXCLUDE: "(a+)+$" }, "CONSOLE_EXCLUDE repeats a repetition"],
    [{ HTTP_PORT: "http" }, "HTTP_PORT must be a whole number from 0 to 65535"],
    [{ ACCESS_FLY: roleId }, "ACCESS_FLY names no command of Roost"],
    [{ ACCESS_CMD: "," }, "ACCESS_CMD names no role"],
    [{ ACCESS_CMD: "mods" }, "ACCESS_CMD holds something that is not a role id"],
    [{ DISCORD_GUILD_ID: guildId, ADMIN_ROLE_IDS: guildId }, "ADMIN_ROLE_IDS holds the guild's own id"],
  ])("says so: %j", (environment, sentence) => {
    expect(problemsOf({ ...required, ...environment }).join("\n")).toContain(sentence);
  });

  test("names a problem once, however many items have it", () => {
    expect(problemsOf({ ...required, ADMIN_ROLE_IDS: "a,b,c" })).toHaveLength(1);
  });

  test("never prints what was set", () => {
    const secret = `ptla_${"s3cret".repeat(5)} ${token}`;
    const everything = Object.fromEntries(variables.map(({ name }) => [name, secret]));
    try {
      parseConfig(everything, commandNames);
      expect.unreachable();
    } catch (error) {
      expect(inspect(error, { depth: 9 })).not.toMatch(/s3cret|bot\.token/);
    }
  });
});

describe("the variables", () => {
  const example = readFileSync(new URL("../.env.example", import.meta.url), "utf8");
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

  test(".env.example names each of them, once and in the same order", () => {
    const names = [...example.matchAll(/^#? ?([A-Z_]+\d*)=/gm)].map(([, name]) => name);
    // A family is shown by its example, `ACCESS_CMD=…`.
    expect(names).toEqual(
      variables.map(({ name, example }) => (name.includes("<") ? example.replace(/=.*/, "") : name)),
    );
  });

  test("the README's table names each of them with its default", () => {
    const rows = readme
      .split("\n")
      .map((line) => line.split("|").map((cell) => cell.trim().replace(/^`([^`]*)`/, "$1")))
      .filter(([, name = ""]) => /^[A-Z_]+(?:<[A-Z]+>_?)*(?: \(or `[A-Z_]+`\))?$/.test(name))
      .map(([, name = "", given]) => {
        const [, first, alias] = /^([A-Z_<>]+)(?: \(or `([A-Z_]+)`\))?$/.exec(name) ?? [];
        return { name: first, alias, given };
      });
    const expected = variables.map((variable) => ({
      name: variable.name,
      alias: "alias" in variable ? variable.alias : undefined,
      given: "required" in variable ? "required" : variable.default,
    }));
    expect(rows).toEqual(expected);
  });
});
