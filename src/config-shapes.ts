/** How each variable's text becomes a value, or a fragment that says what is wrong with it (never the text itself). */
import { z } from "zod";
import { problemWithPattern } from "./relay/filter.ts";
import { consoleLevels } from "./relay/level-gate.ts";
import type { VariableName } from "./config-variables.ts";

/** A server to watch: `id` as the panel shows it (8 characters, a UUID or `serv_…`), `alias` as people call it. */
export interface ServerChoice {
  id: string;
  alias?: string;
}

/** A channel that a server's console streams into; without `server` it is the default server's. */
export interface ConsoleChannel {
  server?: string;
  channelId: string;
}

const list = (text: string): string[] =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item.length > 0);

const discordId = z.string().regex(/^\d{17,20}$/, "is not a Discord id: it has 17 to 20 digits");
export const discordIds = z.string().transform(list).pipe(z.array(discordId));
const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z
    .string()
    .toLowerCase()
    .pipe(z.enum(words, `must be one of ${words.join(", ")}`));
const httpUrl = z.url({
  protocol: /^https?$/,
  error: "is not an address that starts with https:// or http://",
});
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));

const pattern = z.string().transform((text, context): RegExp => {
  try {
    const expression = new RegExp(text, "i");
    const wrong = problemWithPattern(text);
    if (wrong === undefined) return expression;
    context.addIssue({ code: "custom", message: wrong });
    return z.NEVER;
  } catch {
    // The engine's own words for what is wrong quote the value and help no newcomer.
    context.addIssue({ code: "custom", message: "is not a valid regular expression" });
    return z.NEVER;
  }
});

/** What is hidden must be something. */
const hidingPattern = pattern.refine(
  (expression) => !expression.test(""),
  "matches where nothing stands: it must match at least one character",
);

const threads = z
  .string()
  .toLowerCase()
  .regex(/^(?:off|[1-9]|[1-4]\d|50)$/, "must be off, or how many threads are kept: 1 to 50")
  .transform((text) => (text === "off" ? 0 : Number(text)));

const discordToken = z
  .string("is missing")
  .transform((text) => text.replace(/^Bot\s+/i, ""))
  .pipe(z.string().regex(/^\S+$/, "has a blank inside: copy it again, whole and without line breaks"));

const panelKey = z
  .string("is missing")
  .regex(/^\S+$/, "has a blank inside: copy it again, whole and without line breaks")
  .refine(
    (key) => !/^(ptla|papp)_/.test(key),
    "is an application key: Roost needs a client key, from your Account page",
  );

/** What people paste: the panel's address with or without a page behind it. */
const panelUrl = httpUrl.transform((url) =>
  url.replace(/\/(api\/client|server|account|auth)(\/.*)?$/, "").replace(/\/+$/, ""),
);

/** The REST base without a version: discord.js adds its own. */
const discordApiUrl = httpUrl.transform((url) => url.replace(/\/(v\d+\/?)?$/, ""));

const serverId = /^(?:.*\/server\/)?([\w-]{4,64})(?:\/.*)?$/;

const servers = z.string().transform((text, context): ServerChoice[] => {
  const choices: ServerChoice[] = [];
  for (const item of list(text)) {
    const [, alias, id] = /^(?:([^=]*)=)?(.*)$/.exec(item) ?? [];
    const [, bareId] = serverId.exec(id?.trim() ?? "") ?? [];
    if (!bareId) context.addIssue({ code: "custom", message: "holds something that is no server id" });
    else if (alias === undefined) choices.push({ id: bareId });
    else if (/^[\w .-]{1,32}$/.test(alias.trim())) choices.push({ id: bareId, alias: alias.trim() });
    else
      context.addIssue({
        code: "custom",
        message: "holds a name that is empty, too long or has odd characters",
      });
  }
  const names = choices.map((choice) => (choice.alias ?? choice.id).toLowerCase());
  if (new Set(names).size < names.length)
    context.addIssue({ code: "custom", message: "names one server twice" });
  return choices;
});

const consoleChannels = z.string().transform((text, context): ConsoleChannel[] =>
  list(text).flatMap((item) => {
    const [, server, channelId] = /^(?:(.+):)?(\d{17,20})$/.exec(item) ?? [];
    if (channelId) return [server === undefined ? { channelId } : { server: server.trim(), channelId }];
    context.addIssue({
      code: "custom",
      message: "must be a channel id, or server:channel pairs with commas between",
    });
    return [];
  }),
);

/** The whole environment but `ACCESS_<COMMAND>` and `CONSOLE_<SETTING>_<CHANNEL>`. Values are trimmed and without quotes before they come here. */
export const environmentShape = z.object({
  DISCORD_TOKEN: discordToken,
  PANEL_API_KEY: panelKey,
  PANEL_URL: panelUrl.prefault("https://panel.xgamingserver.com"),
  PANEL_SERVERS: servers.prefault(""),
  DISCORD_GUILD_ID: discordIds.prefault(""),
  DISCORD_APP_ID: discordId.optional(),
  ADMIN_ROLE_IDS: discordIds.prefault(""),
  OPERATOR_ROLE_IDS: discordIds.prefault(""),
  VIEWER_ROLE_IDS: discordIds.prefault(""),
  CONSOLE_CHANNEL_ID: consoleChannels.prefault(""),
  CONSOLE_STYLE: oneOf(["plain", "ansi"]).prefault("plain"),
  CONSOLE_LEVEL: oneOf(consoleLevels).prefault("all"),
  CONSOLE_INCLUDE: pattern.optional(),
  CONSOLE_EXCLUDE: pattern.optional(),
  CONSOLE_THREADS: threads.prefault("off"),
  CONSOLE_REDACT: oneOf(["on", "off"]).prefault("on"),
  CONSOLE_REDACT_PATTERN: hidingPattern.optional(),
  CONSOLE_INPUT: oneOf(["off", "reply", "typed"]).prefault("reply"),
  CMD_ALLOW: z.string().transform(list).prefault(""),
  CMD_DENY: z.string().transform(list).prefault(""),
  ALERT_CHANNEL_ID: discordId.optional(),
  ALERT_ROLE_ID: discordId.optional(),
  AUDIT_CHANNEL_ID: discordId.optional(),
  STATUS_CHANNEL_ID: discordId.optional(),
  DATA_DIR: z.string().prefault("./data"),
  HTTP_PORT: wholeNumber(0, 65_535).optional(),
  HTTP_HOST: z.string().prefault("127.0.0.1"),
  LOG_LEVEL: oneOf(["fatal", "error", "warn", "info", "debug", "trace"]).prefault("info"),
  LOG_FORMAT: oneOf(["json", "pretty"]).optional(),
  DISCORD_API_URL: discordApiUrl.prefault("https://discord.com/api"),
  PANEL_ORIGIN: httpUrl.transform((url) => new URL(url).origin).optional(),
  PANEL_RATE_LIMIT: wholeNumber(10, 100_000).optional(),
} satisfies Record<Exclude<VariableName, `${string}<${string}>`>, z.ZodType>);

export type EnvironmentValues = z.output<typeof environmentShape>;
