/** The connection to Discord: one discord.js client that keeps nothing it does not need and tells what matters. */
import {
  Events,
  GatewayCloseCodes,
  GatewayIntentBits,
  Options,
  RESTEvents,
  type Client,
  type ClientOptions,
} from "discord.js";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import { PatientClient } from "./patient-client.ts";
import { keepLimitsSteady } from "./steady-limits.ts";

export interface DiscordClientOptions {
  apiUrl: string;
  clock: Clock;
  log: Log;
  /** Aborted when the program leaves. */
  over: AbortSignal;
  hears: Hearing;
  /** The connection is over for good. `sentence` says why, and what to do. */
  onFatal: (sentence: string) => void;
  /** Each answer of Discord's REST API, by its status. */
  onAnswered?: ((status: number) => void) | undefined;
  /** The `Date` of each of them. */
  onDate: (date: string | null) => void;
  /** Discord lets nobody in who asks for the text of all messages: its switch is off. */
  onContentRefused: () => void;
}

/** What the bot hears of people's messages: nothing, those meant for it, or all. */
export type Hearing = "nothing" | "replies" | "everything";

const intents: Record<Hearing, readonly GatewayIntentBits[]> = {
  nothing: [GatewayIntentBits.Guilds],
  replies: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
  everything: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent],
};

/** 401s, 403s and 429s in a row that make Discord block the address are worth a warning long before that. */
const invalidRequestWarningInterval = 100;

export function createDiscordClient(options: DiscordClientOptions): Client {
  const client = new PatientClient(clientOptions(options), options.over);
  logEvents(client, options.log);
  keepLimitsSteady(client.rest, options.clock);
  client.on(Events.ShardDisconnect, ({ code }) => {
    const isRefused = code === intentsRefused && options.hears === "everything";
    if (isRefused) options.onContentRefused();
    else options.onFatal(fatalSentences[code] ?? `Discord closed the connection for good (code ${code}).`);
  });
  client.rest.on(RESTEvents.Response, ({ path }, { status, headers }) => {
    options.onAnswered?.(status);
    options.onDate(headers.get("date"));
    // Interactions and webhooks carry tokens of their own, which expire without any harm.
    if (status === unauthorized && !/^\/(interactions|webhooks)\//.test(path)) options.onFatal(tokenSentence);
  });
  return client;
}

const intentsRefused: number = GatewayCloseCodes.DisallowedIntents;
const unauthorized = 401;

export const tokenSentence =
  "Discord does not accept DISCORD_TOKEN: make a new one (Developer Portal → Bot → Reset Token) and put it into .env.";

const fatalSentences: Partial<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]: tokenSentence,
};

function clientOptions({ apiUrl, hears }: DiscordClientOptions): ClientOptions {
  const keepOnlySelf = {
    maxSize: 0,
    keepOverLimit: ({ id, client }: { id: string; client: Client }) => id === client.user?.id,
  };
  return {
    intents: intents[hears],
    allowedMentions: { parse: [], repliedUser: false },
    // discord.js repeats timeouts and 5xx by itself: the nonce keeps a message that arrived from arriving twice.
    enforceNonce: true,
    rest: { api: apiUrl, invalidRequestWarningInterval },
    makeCache: Options.cacheWithLimits({
      ...emptyCaches,
      GuildMemberManager: keepOnlySelf,
      UserManager: keepOnlySelf,
    }),
  };
}

/** Managers whose objects this bot never looks up again. */
const emptyCaches = {
  ApplicationCommandManager: 0,
  ApplicationEmojiManager: 0,
  AutoModerationRuleManager: 0,
  BaseGuildEmojiManager: 0,
  DMMessageManager: 0,
  EntitlementManager: 0,
  GuildBanManager: 0,
  GuildEmojiManager: 0,
  GuildInviteManager: 0,
  GuildMessageManager: 0,
  GuildScheduledEventManager: 0,
  GuildStickerManager: 0,
  MessageManager: 0,
  PresenceManager: 0,
  ReactionManager: 0,
  ReactionUserManager: 0,
  StageInstanceManager: 0,
  ThreadMemberManager: 0,
  VoiceStateManager: 0,
} as const;

/** Never `raw`, `debug` or REST `response`: they carry tokens. */
function logEvents(client: Client, log: Log): void {
  client.on(Events.Error, (error) => log.error({ err: error }, "discord.js reported an error"));
  client.on(Events.Warn, (message) => log.warn({ warning: message }, "discord.js warned"));
  client.on(Events.ShardError, (error) => log.warn({ err: error }, "the gateway connection had an error"));
  client.on(Events.ShardReconnecting, () => log.info({}, "the gateway connection is being made again"));
  client.on(Events.ShardResume, (_, replayed) =>
    log.info({ replayed }, "the gateway connection was resumed"),
  );
  client.rest.on(RESTEvents.RateLimited, ({ route, timeToReset, global }) =>
    log.warn({ route, timeToReset, global }, "Discord makes us wait"),
  );
  client.rest.on(RESTEvents.InvalidRequestWarning, ({ count, remainingTime }) =>
    log.warn({ count, remainingTime }, "many requests to Discord were refused"),
  );
}
