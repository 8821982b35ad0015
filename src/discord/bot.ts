/** The Discord side as one thing: logs in, registers the commands, serves interactions, until it is stopped. */
import {
  Events,
  GatewayDispatchEvents,
  type Client,
  type GatewayMessageCreateDispatchData,
  type Guild,
  type REST,
} from "discord.js";
import { backoffMs } from "../lib/backoff.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import { createDiscordClient, tokenSentence, type Hearing } from "./client.ts";
import { DiscordTime } from "./discord-time.ts";
import type { Dispatch } from "./dispatcher.ts";
import { ServedGuilds } from "./guilds.ts";
import { logIn, type LoggedIn } from "./login.ts";
import type { CommandsPayload } from "./payload.ts";
import { registerCommands, removeNamesakes } from "./registration.ts";

export interface BotOptions {
  token: string;
  apiUrl: string;
  guildIds: readonly string[];
  /** Checked against the token where it is set. */
  appId: string | undefined;
  payload: CommandsPayload;
  clock: Clock;
  log: Log;
  onFatal: (sentence: string) => void;
  /** Each answer of Discord's REST API, by its status. */
  onAnswered?: (status: number) => void;
}

/** What becomes of what people do. Neither rejects. */
export interface Serving {
  dispatch: Dispatch;
  onMessage?: (message: GatewayMessageCreateDispatchData) => Promise<void>;
}

const registerAgain = { firstMs: 5000, maxMs: 5 * 60_000 };

export class Bot {
  /** Stays the same when the client behind it is replaced. */
  readonly rest: Pick<REST, "get" | "post" | "patch" | "delete"> = {
    get: (...request) => this.client.rest.get(...request),
    post: (...request) => this.client.rest.post(...request),
    patch: (...request) => this.client.rest.patch(...request),
    delete: (...request) => this.client.rest.delete(...request),
  };
  readonly guilds: ServedGuilds;
  readonly time: DiscordTime;
  readonly #options: BotOptions;
  readonly #life = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  #client: Client;
  #serving: Serving = { dispatch: () => Promise.resolve() };
  #attempt = new AbortController();
  #isConnecting = false;

  constructor(options: BotOptions) {
    this.#options = options;
    this.time = new DiscordTime(options.clock);
    this.guilds = new ServedGuilds(options.guildIds);
    this.#client = this.#createClient("nothing");
  }

  get client(): Client {
    return this.#client;
  }

  get isReady(): boolean {
    return this.client.isReady();
  }

  /** Resolves when interactions are served, or the bot is stopped. */
  async start(serving: Serving, hears: Hearing): Promise<void> {
    this.#serving = serving;
    void this.#client.destroy();
    this.#client = this.#createClient(hears);
    await this.#connect();
  }

  async #connect(): Promise<void> {
    const { log, onFatal } = this.#options;
    this.#isConnecting = true;
    const outcome = await this.#logIn();
    this.#isConnecting = false;
    if (outcome === "wrong-token") onFatal(tokenSentence);
    if (outcome !== "ready" || !this.client.isReady()) return;
    const problem =
      this.#wrongApplication(this.client.application.id) ?? this.guilds.settle(this.client, log);
    if (problem !== undefined) return onFatal(problem);
    log.info(
      { user: this.client.user.username, guilds: this.client.guilds.cache.size },
      "connected to Discord",
    );
    const served = [...this.client.guilds.cache.keys()].filter((id) => this.guilds.serves(id));
    await Promise.all(served.map((id) => this.#register(id)));
    void this.#tidy();
  }

  /** Goes on with the client that takes a refused one's place. */
  async #logIn(): Promise<LoggedIn> {
    const { token, clock, log } = this.#options;
    for (;;) {
      const client = this.#client;
      const signal = AbortSignal.any([this.#life.signal, this.#attempt.signal]);
      const outcome = await logIn(client, token, { clock, log, signal });
      if (client === this.#client || this.#life.signal.aborted) return outcome;
      await client.destroy();
    }
  }

  #createClient(hears: Hearing): Client {
    const client = createDiscordClient({
      ...this.#options,
      over: this.#life.signal,
      hears,
      onDate: (date) => {
        this.time.note(date);
      },
      onContentRefused: () => {
        this.#hearLess();
      },
    });
    client.rest.setToken(this.#options.token);
    client.on(Events.InteractionCreate, (interaction) => {
      this.#underWayUntil(this.#serving.dispatch(interaction));
    });
    client.on(Events.GuildCreate, (guild) => {
      void this.#joined(guild);
    });
    const { onMessage } = this.#serving;
    // Its own `messageCreate` leaves out the author's roles, because members are not kept.
    if (hears !== "nothing" && onMessage)
      client.ws.on(GatewayDispatchEvents.MessageCreate, (message: GatewayMessageCreateDispatchData) => {
        this.#underWayUntil(onMessage(message));
      });
    return client;
  }

  /** Without the text of all messages most things work: better than not at all. */
  #hearLess(): void {
    this.#options.log.error(
      {},
      "Discord refuses CONSOLE_INPUT=typed: turn on the Message Content Intent (Developer Portal → Bot) and restart Roost; until then only replies to console messages are read",
    );
    const refused = this.#client;
    this.#client = this.#createClient("replies");
    this.#attempt.abort();
    this.#attempt = new AbortController();
    if (this.#isConnecting) return;
    void refused.destroy();
    void this.#connect();
  }

  /** Takes no more interactions, and waits for replies that are being given, at most `deadlineMs`. */
  async finish(deadlineMs: number): Promise<void> {
    this.#life.abort();
    this.client.removeAllListeners(Events.InteractionCreate);
    this.client.ws.removeAllListeners(GatewayDispatchEvents.MessageCreate);
    const enough = new AbortController();
    await Promise.race([Promise.all(this.#underWay), this.#options.clock.sleep(deadlineMs, enough.signal)]);
    enough.abort();
  }

  /** Leaves. Nothing can be sent afterwards. */
  async stop(): Promise<void> {
    this.#life.abort();
    await this.client.destroy();
  }

  #wrongApplication(ownId: string): string | undefined {
    const { appId } = this.#options;
    if (appId === undefined || appId === ownId) return undefined;
    return "DISCORD_APP_ID belongs to another application than DISCORD_TOKEN: correct one of them, or leave the id out.";
  }

  /** @param work that never rejects. */
  #underWayUntil(work: Promise<void>): void {
    const kept: Promise<void> = work.finally(() => {
      this.#underWay.delete(kept);
    });
    this.#underWay.add(kept);
  }

  async #joined(guild: Guild): Promise<void> {
    if (this.client.isReady() && this.guilds.joined(guild)) await this.#register(guild.id);
  }

  /** The first try is waited for; later ones go on behind. Never rejects. */
  async #register(guildId: string, attempt = 1): Promise<void> {
    const { payload, log, clock } = this.#options;
    const { signal } = this.#life;
    if (!this.client.isReady() || signal.aborted) return;
    try {
      await registerCommands(guildId, payload, {
        rest: this.client.rest,
        appId: this.client.application.id,
        log,
      });
    } catch (error) {
      log.warn({ err: error, guild: guildId }, "the slash commands could not be written yet");
      void clock
        .sleep(backoffMs(registerAgain, attempt), signal)
        .then(() => this.#register(guildId, attempt + 1));
    }
  }

  async #tidy(): Promise<void> {
    const { payload, log } = this.#options;
    if (!this.client.isReady()) return;
    try {
      await removeNamesakes(payload, { rest: this.client.rest, appId: this.client.application.id, log });
    } catch (error) {
      log.debug({ err: error }, "global commands were not looked through");
    }
  }
}
