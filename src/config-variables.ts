/** Every environment variable Roost reads: its name, what it takes, and where a newcomer gets it. No defaults are applied here. */

export interface Variable {
  name: string;
  /** Another name for the same thing, read when `name` is not set. */
  alias?: string;
  required?: true;
  /** What stands in `.env.example` and the README where nothing is set. */
  default: string;
  example: string;
  /** Where the value comes from or what it means, as a short sentence fragment: "… : <where>". */
  where: string;
}

const roleHelp = "Discord → Server Settings → Roles → ⋯ → Copy Role ID (turn on Developer Mode first)";
const channelHelp = "right-click or hold the channel → Copy Channel ID (turn on Developer Mode first)";

export const variables = [
  {
    name: "DISCORD_TOKEN",
    required: true,
    default: "",
    example: "the long text of three parts that the portal shows once",
    where: "discord.com/developers/applications → your application → Bot → Reset Token",
  },
  {
    name: "PANEL_API_KEY",
    alias: "XGS_API_KEY",
    required: true,
    default: "",
    example: "ptlc_ and 43 more letters and digits",
    where: "panel → Account → API Key → Create",
  },
  {
    name: "PANEL_URL",
    default: "https://panel.xgamingserver.com",
    example: "https://panel.xgamingserver.com",
    where: "the address of the panel in your browser, without what follows the host",
  },
  {
    name: "PANEL_SERVERS",
    alias: "XGS_SERVER_ID",
    default: "all the key sees",
    example: "survival=1f3c9a77,creative=9b1d22c0",
    where: "the 8 characters after /server/ in the panel's address bar",
  },
  {
    name: "DISCORD_GUILD_ID",
    default: "the only guild the bot is in",
    example: "814000000000000001",
    where: "right-click or hold the guild's name → Copy Server ID (turn on Developer Mode first)",
  },
  {
    name: "DISCORD_APP_ID",
    default: "from the gateway",
    example: "814000000000000002",
    where: "discord.com/developers/applications → your application → Application ID",
  },
  {
    name: "ADMIN_ROLE_IDS",
    default: "members with Administrator",
    example: "814000000000000003",
    where: roleHelp,
  },
  { name: "OPERATOR_ROLE_IDS", default: "nobody", example: "814000000000000004", where: roleHelp },
  { name: "VIEWER_ROLE_IDS", default: "everyone", example: "814000000000000005", where: roleHelp },
  {
    name: "ACCESS_<COMMAND>",
    default: "the command's tier",
    example: "ACCESS_CMD=814000000000000006",
    where: `role ids, instead of the command's tier: ${roleHelp}`,
  },
  {
    name: "CONSOLE_CHANNEL_ID",
    default: "off",
    example: "814000000000000007 or survival:814000000000000007",
    where: channelHelp,
  },
  { name: "CONSOLE_STYLE", default: "plain", example: "plain or ansi", where: "phones cannot show ansi" },
  {
    name: "CONSOLE_LEVEL",
    default: "all",
    example: "all, warning or error",
    where: "how grave a line must be to be relayed; warning shows warnings and errors",
  },
  {
    name: "CONSOLE_INCLUDE",
    default: "every line",
    example: "joined|left|ERROR",
    where: "a regular expression; only lines that match are relayed",
  },
  {
    name: "CONSOLE_EXCLUDE",
    default: "no line",
    example: "RCON (Listener|Client)",
    where: "a regular expression; lines that match are left out",
  },
  {
    name: "CONSOLE_THREADS",
    default: "off",
    example: "10",
    where: "a thread for each run of the server, and how many of them are kept: 1 to 50",
  },
  {
    name: "CONSOLE_<SETTING>_<CHANNEL>",
    default: "as in every channel",
    example: "CONSOLE_LEVEL_814000000000000007=error",
    where: `STYLE, LEVEL, INCLUDE, EXCLUDE or THREADS of one channel: ${channelHelp}`,
  },
  {
    name: "CONSOLE_REDACT",
    default: "on",
    example: "on or off",
    where: "hides IP addresses, e-mail addresses, tokens and password= values",
  },
  {
    name: "CONSOLE_REDACT_PATTERN",
    default: "nothing more",
    example: "steam_key=\\S+",
    where: "a regular expression; what matches is hidden as well",
  },
  {
    name: "CONSOLE_INPUT",
    default: "reply",
    example: "off, reply or typed",
    where: "who may type into the console channel; typed needs the Message Content intent",
  },
  {
    name: "CMD_ALLOW",
    default: "every command",
    example: "say,list,whitelist *",
    where: "comma-separated patterns, * is a wildcard, the first word decides",
  },
  {
    name: "CMD_DENY",
    default: "no command",
    example: "op,deop,ban *",
    where: "as CMD_ALLOW; it wins over it",
  },
  { name: "ALERT_CHANNEL_ID", default: "off", example: "814000000000000008", where: channelHelp },
  { name: "ALERT_ROLE_ID", default: "nobody is pinged", example: "814000000000000009", where: roleHelp },
  { name: "AUDIT_CHANNEL_ID", default: "off", example: "814000000000000010", where: channelHelp },
  { name: "STATUS_CHANNEL_ID", default: "off", example: "814000000000000011", where: channelHelp },
  {
    name: "DATA_DIR",
    default: "./data",
    example: "./data",
    where: "a folder that Roost may write to; /data in the Docker image",
  },
  {
    name: "HTTP_PORT",
    default: "off",
    example: "8080",
    where: "serves /healthz and /metrics; 8080 in the Docker image",
  },
  {
    name: "HTTP_HOST",
    default: "127.0.0.1",
    example: "127.0.0.1",
    where: "the address to listen on; 0.0.0.0 in the Docker image",
  },
  {
    name: "LOG_LEVEL",
    default: "info",
    example: "info",
    where: "fatal, error, warn, info, debug or trace",
  },
  {
    name: "LOG_FORMAT",
    default: "json (pretty on a terminal)",
    example: "json or pretty",
    where: "json for machines, pretty for people",
  },
  {
    name: "DISCORD_API_URL",
    default: "https://discord.com/api",
    example: "https://discord.com/api",
    where: "only for a proxy or a simulator",
  },
  {
    name: "PANEL_ORIGIN",
    default: "the origin of PANEL_URL",
    example: "https://panel.xgamingserver.com",
    where: "the panel's own address when the console refuses the connection (403)",
  },
  {
    name: "PANEL_RATE_LIMIT",
    default: "learned from the panel, 240 until then",
    example: "240",
    where: "requests a minute that Roost may spend",
  },
] as const satisfies readonly Variable[];

export type VariableName = (typeof variables)[number]["name"];
