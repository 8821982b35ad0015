/** A Discord of its own on loopback: REST v10, gateway, people. Strict where Discord is, and breakable by verbs. */
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { GatewayIntentBits, InteractionType } from "discord-api-types/v10";
import { applicationRoutes } from "./application-routes.ts";
import { Attachments } from "./attachments.ts";
import type { Backend } from "./backend.ts";
import { Changes, type ChangeListener } from "./changes.ts";
import { channelRoutes } from "./channel-routes.ts";
import type { SimChannel } from "./channel.ts";
import { Commands } from "./commands.ts";
import { Faults, type FaultMatch } from "./faults.ts";
import { Gateway, type Presence } from "./gateway.ts";
import { ROOST_GUILD, type GuildPlan } from "./guild-plan.ts";
import { guildRoutes } from "./guild-routes.ts";
import type { Guild } from "./guild.ts";
import { HttpServer } from "./http-server.ts";
import { interactionRoutes } from "./interaction-routes.ts";
import { Interactions } from "./interactions.ts";
import { seenWithEdits } from "./message-record.ts";
import { messageRoutes } from "./message-routes.ts";
import { MessageWriter } from "./message-writer.ts";
import { Messages } from "./messages.ts";
import { openUse, Person } from "./person.ts";
import { RateLimits } from "./rate-limits.ts";
import type { Raw } from "./raw.ts";
import { RequestLog, type LoggedRequest } from "./request-log.ts";
import { Responder } from "./responder.ts";
import { SchemaCheck } from "./schema-check.ts";
import type { ChannelMessage } from "./seen-message.ts";
import { realTime, SimClock, type TimeSource } from "./sim-clock.ts";
import { Snowflakes } from "./snowflake.ts";
import type { Use } from "./use.ts";
import { World } from "./world.ts";

const OPEN_API = fileURLToPath(new URL("../../../../shared/discord-openapi.json", import.meta.url));
const READY_WITHIN_MS = 10_000;
const GOING_AWAY = 1_001;
const UNKNOWN_ERROR = 4_000;
const AUTHENTICATION_FAILED = 4_004;

export interface SimulatorOptions {
  /** The bot's token. */
  token: string;
  /** Discord's OpenAPI document; body checks are off when the file is not there. */
  openApiPath?: string;
  /** Rate-limit windows, the 3 s and the 15 min are this many times shorter. 1 unless told. */
  timeScale?: number;
  /** Leaves the 3 s and the 15 min (and a message's hour) as they are. */
  keepDeadlines?: boolean;
  clock?: TimeSource;
  guilds?: readonly GuildPlan[];
  /** Switched on in the simulated portal; none unless told. */
  privilegedIntents?: readonly ("GuildMembers" | "GuildPresences" | "MessageContent")[];
  /** A free one unless told. */
  port?: number;
}

export interface PersonPlace {
  /** Channel name; the first channel unless told. */
  in?: string;
  /** Guild name; the first guild unless told. */
  guild?: string;
  /** In the direct messages with the bot, outside any guild. */
  dm?: boolean;
}

export class DiscordSimulator {
  readonly world: World;
  readonly #token: string;
  readonly #changes = new Changes();
  readonly #faults = new Faults();
  readonly #attachments: Attachments;
  readonly #backend: Backend;
  readonly #gateway: Gateway;
  readonly #http: HttpServer;
  readonly #log = new RequestLog(this.#changes);
  readonly #schema: SchemaCheck;
  #tokenIsGood = true;

  /** Listens on 127.0.0.1. */
  static async start(options: SimulatorOptions): Promise<DiscordSimulator> {
    const simulator = new DiscordSimulator(options);
    await new Promise<void>((resolve) => {
      simulator.#http.server.listen(options.port ?? 0, "127.0.0.1", resolve);
    });
    return simulator;
  }

  private constructor(options: SimulatorOptions) {
    this.#token = options.token;
    const scale = options.timeScale ?? 1;
    const clock = new SimClock(options.clock ?? realTime, scale, options.keepDeadlines ? 1 : scale);
    const snowflakes = new Snowflakes(() => clock.now());
    const nextId = (): string => snowflakes.next();
    const changes = this.#changes;
    const publish: Gateway["publish"] = (event) => {
      this.#gateway?.publish(event);
    };
    this.world = new World(nextId, publish);
    this.#attachments = new Attachments(() => this.url, nextId);
    const world = this.world;
    const messages = new Messages({ world, changes, publish, nextId, now: () => clock.now() });
    const writer = new MessageWriter(this.#attachments);
    const interactions = new Interactions({ world, messages, changes, clock, publish, nextId });
    this.#backend = {
      world,
      messages,
      writer,
      interactions,
      changes,
      clock,
      commands: new Commands({ applicationId: world.applicationId, nextId, changes }),
      responder: new Responder({ interactions, messages, writer, bot: world.bot }),
      limits: new RateLimits(clock),
      gatewayUrl: () => this.gatewayUrl,
      portalIntents: () => this.#gateway.privilegedIntents,
    };
    this.#gateway = new Gateway({
      world,
      changes,
      clock,
      isToken: (token) => this.#isToken(token),
      privilegedIntents: intentBits(options.privilegedIntents ?? []),
      url: () => this.gatewayUrl,
      problem: (text) => this.#log.problem(text),
    });
    for (const plan of options.guilds ?? [ROOST_GUILD]) world.addGuild(plan);
    this.#schema = new SchemaCheck(options.openApiPath ?? OPEN_API);
    this.#http = this.#createHttp(clock);
  }

  #createHttp(clock: SimClock): HttpServer {
    const routes = [
      ...applicationRoutes(this.#backend),
      ...guildRoutes(this.#backend),
      ...messageRoutes(this.#backend),
      ...channelRoutes(this.#backend),
      ...interactionRoutes(this.#backend),
    ];
    const http = new HttpServer({
      routes,
      clock,
      limits: this.#backend.limits,
      faults: this.#faults,
      schema: this.#schema,
      log: this.#log,
      isAuthorized: (header) =>
        header?.startsWith("Bot ") === true && this.#isToken(header.slice("Bot ".length)),
      serveFile: (path, response) => this.#serveFile(path, response),
    });
    http.server.on("upgrade", (request, socket, head) => {
      this.#gateway.upgrade(request, socket, head);
    });
    return http;
  }

  // Addresses

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** What a bot gets as its REST base. */
  get apiUrl(): string {
    return `${this.url}/api`;
  }

  get gatewayUrl(): string {
    return `ws://127.0.0.1:${this.#port}/gateway`;
  }

  get #port(): number {
    return (this.#http.server.address() as AddressInfo | null)?.port ?? 0;
  }

  // What there is

  /** The first guild. */
  get guild(): Guild {
    return this.guildNamed();
  }

  /** By name or id; the first without one. @throws when there is none */
  guildNamed(nameOrId?: string): Guild {
    const all = [...this.world.guilds.values()];
    const found =
      nameOrId === undefined ? all[0] : all.find(({ id, name }) => id === nameOrId || name === nameOrId);
    if (!found) throw new Error(`no guild "${nameOrId ?? ""}"`);
    return found;
  }

  get applicationId(): string {
    return this.world.applicationId;
  }

  /** A person by name, or a new one of that name who belongs to no guild yet. */
  person(name: string, place: PersonPlace = {}): Person {
    const user = this.world.user(name);
    const guild = place.dm ? undefined : this.guildNamed(place.guild);
    const first = guild?.channels.keys().next().value ?? "";
    const channel = guild ? guild.channel(place.in ?? first) : this.world.directChannel(user);
    if (guild && !guild.members.has(user.id)) throw new Error(`${name} is not in ${guild.name}`);
    const { world, messages, commands, interactions, changes } = this.#backend;
    return new Person({
      user,
      guild,
      channel,
      world,
      messages,
      commands,
      interactions,
      changes,
      attachments: this.#attachments,
    });
  }

  /** What everybody sees in a channel or thread (name or id), oldest first; `"@name"` for direct messages with a person. */
  messages(channel: string): ChannelMessage[] {
    return this.#backend.messages.seenIn(this.#channel(channel));
  }

  /** One message as it is now, ephemeral ones included; `undefined` when it never was. */
  message(id: string): ChannelMessage | undefined {
    const record = this.#backend.messages.find(id);
    return record && seenWithEdits(record);
  }

  /** The first message, there or coming, in the channel that satisfies `predicate`. Rejects after `timeoutMs`. */
  untilMessage(
    channel: string,
    predicate: (message: ChannelMessage) => boolean = () => true,
    timeoutMs = READY_WITHIN_MS,
  ): Promise<ChannelMessage> {
    const onTimeout = (): string => {
      const texts = this.messages(channel).map(({ content }) => content.slice(0, 200));
      return `waited ${timeoutMs} ms for a message in ${channel}; there are ${JSON.stringify(texts)}`;
    };
    return this.#changes.until(() => this.messages(channel).find(predicate), { timeoutMs, onTimeout });
  }

  #channel(name: string): SimChannel {
    if (name.startsWith("@")) return this.world.directChannel(this.world.user(name.slice(1)));
    return this.world.findChannel(name) ?? this.guild.channel(name);
  }

  /** The content of a file somebody uploaded. */
  attachment(id: string): Buffer | undefined {
    return this.#attachments.data(id);
  }

  /** Registered commands: of a guild (name or id), or the global ones. */
  commands(guild?: string): Raw[] {
    return this.#backend.commands.list(guild === undefined ? undefined : this.guildNamed(guild).id);
  }

  /** How often commands were written. */
  get commandWrites(): number {
    return this.#backend.commands.writes;
  }

  get requests(): readonly LoggedRequest[] {
    return this.#log.requests;
  }

  get rateLimited(): readonly LoggedRequest[] {
    return this.#log.rateLimited;
  }

  /** What a correct bot never does. Tests assert that it is empty. */
  get problems(): readonly string[] {
    return this.#log.problems;
  }

  get presences(): readonly Presence[] {
    return this.#gateway.presences;
  }

  /** How often clients identified and resumed. */
  get gatewayCounts(): { connected: number; identifies: number; resumes: number } {
    const { connected, identifies, resumes } = this.#gateway;
    return { connected, identifies, resumes };
  }

  get checksSchemas(): boolean {
    return this.#schema.isOn;
  }

  // Waiting and watching

  /** Every visible change, until the returned function is called. */
  onChange(listener: ChangeListener): () => void {
    return this.#changes.listen(listener);
  }

  /** Resolves with the first defined value of `check`, asked now and after every change. */
  until<T>(check: () => T | undefined, timeoutMs = READY_WITHIN_MS, what = "something"): Promise<T> {
    return this.#changes.until(check, { timeoutMs, onTimeout: () => `waited ${timeoutMs} ms for ${what}` });
  }

  /** Resolves when the bot has identified and its commands are registered. */
  async ready(timeoutMs = READY_WITHIN_MS): Promise<void> {
    const hasCommands = (): boolean =>
      [undefined, ...this.world.guilds.keys()].some((id) => this.#backend.commands.list(id).length > 0);
    const isReady = (): true | undefined => (this.#gateway.connected > 0 && hasCommands() ? true : undefined);
    const onTimeout = (): string =>
      `waited ${timeoutMs} ms for the bot: ${this.#gateway.connected} connections, commands ${hasCommands() ? "" : "not "}registered`;
    await this.#changes.until(isReady, { timeoutMs, onTimeout });
  }

  /** Sends an interaction whose payload fields are overridden as told: for what no client would send. */
  sendInteraction(raw: Raw, { person = this.person("olivia") }: { person?: Person } = {}): Use {
    const guild = this.guild;
    const channel = guild.channel(guild.channels.keys().next().value ?? "");
    const type = (raw["type"] as InteractionType | undefined) ?? InteractionType.ApplicationCommand;
    const data = (raw["data"] as Raw | undefined) ?? {};
    return openUse(
      "a raw interaction",
      { type, data, user: person.user, guild, channel, raw },
      this.#backend,
    );
  }

  // Faults

  /** The next matching requests fail with that status. */
  failNext(status: number, match: FaultMatch = {}): void {
    const body = match.body ?? { message: `${status}: simulated failure`, code: 0 };
    this.#faults.plan({ kind: "fail", status, body }, match);
  }

  /** The next matching requests get no answer. */
  hangNext(match: FaultMatch = {}): void {
    this.#faults.plan({ kind: "hang" }, match);
  }

  /** The next matching requests get a 429 that asks to wait that long. */
  rateLimitNext(retryAfterMs: number, match: FaultMatch = {}): void {
    this.#faults.plan({ kind: "limit", retryAfterMs }, match);
  }

  /** Every REST answer takes this much longer; 0 ends it. */
  slow(ms: number): void {
    this.#faults.delayMs = ms;
  }

  /** REST answers 503 and the gateway is closed. */
  outage(on: boolean): void {
    this.#faults.outage = on;
    this.#gateway.down = on;
    if (on) this.#gateway.drop(GOING_AWAY);
  }

  /** Closes the gateway with a code, or cuts it without one when `code` is 1006. */
  dropGateway(code = UNKNOWN_ERROR): void {
    if (code === 1_006) this.#gateway.cut();
    else this.#gateway.drop(code);
  }

  /** Opcode 7. */
  reconnect(): void {
    this.#gateway.reconnect();
  }

  /** Opcode 9. */
  invalidateSession(resumable = false): void {
    this.#gateway.invalidateSessions(resumable);
  }

  /** Sessions that are away cannot be resumed any more. */
  forgetSessions(): void {
    this.#gateway.forgetSessions();
  }

  /** The token is worth nothing: 401 everywhere, and 4004. */
  revokeToken(): void {
    this.#tokenIsGood = false;
    this.#gateway.drop(AUTHENTICATION_FAILED);
    this.#gateway.forgetSessions();
  }

  /** Interaction tokens so far are older than 15 minutes. */
  expireTokens(): void {
    this.#backend.interactions.expireTokens();
  }

  /** Messages with such content are blocked; `undefined` ends it. */
  autoMod(blocked: RegExp | undefined): void {
    this.#backend.writer.blocked = blocked;
  }

  /** The switches of the portal. */
  setPrivilegedIntents(names: NonNullable<SimulatorOptions["privilegedIntents"]>): void {
    this.#gateway.privilegedIntents = intentBits(names);
  }

  async stop(): Promise<void> {
    this.#gateway.close();
    this.#http.server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#http.server.close(() => {
        resolve();
      });
    });
  }

  #isToken(token: string): boolean {
    return this.#tokenIsGood && token === this.#token;
  }

  #serveFile(path: string, response: ServerResponse): boolean {
    const id = /^\/attachments\/\d+\/(\d+)\/[^/]+$/u.exec(path)?.[1] ?? "";
    const data = this.#attachments.data(id);
    if (!data) return false;
    response.writeHead(200, {
      "Content-Type": this.#attachments.contentType(id),
      "Content-Length": data.length,
    });
    response.end(data);
    return true;
  }
}

function intentBits(names: readonly (keyof typeof GatewayIntentBits)[]): number {
  return names.reduce((bits, name) => bits | GatewayIntentBits[name], 0);
}
