/** The Discord side as one thing: logs in, registers the commands, serves interactions, until it is stopped. */
import { Events, type Client, type Guild, type Interaction } from "discord.js";
import { backoffMs } from "../lib/backoff.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import { createDiscordClient, tokenSentence } from "./client.ts";
import type { Dispatch } from "./dispatcher.ts";
import { ServedGuilds } from "./guilds.ts";
import { logIn } from "./login.ts";
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
}

const registerAgain = { firstMs: 5000, maxMs: 5 * 60_000 };

export class Bot {
  readonly client: Client;
  readonly guilds: ServedGuilds;
  readonly #options: BotOptions;
  readonly #life = new AbortController();
  readonly #underWay = new Set<Promise<void>>();

  constructor(options: BotOptions) {
    this.#options = options;
    this.client = createDiscordClient({ ...options, over: this.#life.signal });
    this.client.rest.setToken(options.token);
    this.guilds = new ServedGuilds(options.guildIds);
  }

  get isReady(): boolean {
    return this.client.isReady();
  }

  /** Resolves when interactions are served, or the bot is stopped. */
  async start(dispatch: Dispatch): Promise<void> {
    const { token, clock, log, onFatal } = this.#options;
    this.client.on(Events.InteractionCreate, (interaction) => {
      this.#serve(dispatch, interaction);
    });
    this.client.on(Events.GuildCreate, (guild) => {
      void this.#joined(guild);
    });
    const outcome = await logIn(this.client, token, { clock, log, signal: this.#life.signal });
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

  /** Takes no more interactions, and waits for replies that are being given, at most `deadlineMs`. */
  async finish(deadlineMs: number): Promise<void> {
    this.#life.abort();
    this.client.removeAllListeners(Events.InteractionCreate);
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

  #serve(dispatch: Dispatch, interaction: Interaction): void {
    const work: Promise<void> = dispatch(interaction).finally(() => {
      this.#underWay.delete(work);
    });
    this.#underWay.add(work);
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
