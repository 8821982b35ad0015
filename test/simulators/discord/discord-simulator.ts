/** A Discord of its own on loopback: REST v10, gateway, people. Strict where Discord is, and breakable by verbs. */
import { InteractionType } from "discord-api-types/v10";
import type { Changes, ChangeListener } from "./changes.ts";
import type { SimChannel } from "./channel.ts";
import type { FaultMatch } from "./faults.ts";
import type { Presence } from "./gateway.ts";
import type { Guild } from "./guild.ts";
import { seenWithEdits } from "./message-record.ts";
import { openUse, Person } from "./person.ts";
import type { Raw } from "./raw.ts";
import type { LoggedRequest } from "./request-log.ts";
import type { ChannelMessage } from "./seen-message.ts";
import { intentBits, Simulation, type PrivilegedIntent, type SimulatorOptions } from "./simulation.ts";
import type { Use } from "./use.ts";
import type { World } from "./world.ts";

export type { SimulatorOptions } from "./simulation.ts";

const READY_WITHIN_MS = 10_000;
const GOING_AWAY = 1_001;
const UNKNOWN_ERROR = 4_000;
const AUTHENTICATION_FAILED = 4_004;

export interface PersonPlace {
  /** Channel name; the first channel unless told. */
  in?: string;
  /** Guild name; the first guild unless told. */
  guild?: string;
  /** In the direct messages with the bot, outside any guild. */
  dm?: boolean;
}

export class DiscordSimulator {
  readonly #changes: Changes;
  readonly #parts: Simulation;

  /** Listens on 127.0.0.1. */
  static async start(options: SimulatorOptions): Promise<DiscordSimulator> {
    const parts = new Simulation(options);
    await parts.listen(options.port ?? 0);
    return new DiscordSimulator(parts);
  }

  private constructor(parts: Simulation) {
    this.#parts = parts;
    this.#changes = parts.changes;
  }

  // Addresses

  get url(): string {
    return this.#parts.url;
  }

  /** What a bot gets as its REST base. */
  get apiUrl(): string {
    return `${this.url}/api`;
  }

  get gatewayUrl(): string {
    return this.#parts.gatewayUrl;
  }

  // What there is

  get world(): World {
    return this.#parts.world;
  }

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
    const { world, messages, commands, interactions, changes } = this.#parts.backend;
    return new Person({
      user,
      guild,
      channel,
      world,
      messages,
      commands,
      interactions,
      changes,
      attachments: this.#parts.attachments,
    });
  }

  /** What everybody sees in a channel or thread (name or id), oldest first; `"@name"` for direct messages with a person. */
  messages(channel: string): ChannelMessage[] {
    return this.#parts.backend.messages.seenIn(this.#channel(channel));
  }

  /** One message as it is now, ephemeral ones included; `undefined` when it never was. */
  message(id: string): ChannelMessage | undefined {
    const record = this.#parts.backend.messages.find(id);
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
    return this.#parts.attachments.data(id);
  }

  /** Registered commands: of a guild (name or id), or the global ones. */
  commands(guild?: string): Raw[] {
    return this.#parts.backend.commands.list(guild === undefined ? undefined : this.guildNamed(guild).id);
  }

  /** How often commands were written. */
  get commandWrites(): number {
    return this.#parts.backend.commands.writes;
  }

  get requests(): readonly LoggedRequest[] {
    return this.#parts.log.requests;
  }

  get rateLimited(): readonly LoggedRequest[] {
    return this.#parts.log.rateLimited;
  }

  /** What a correct bot never does. Tests assert that it is empty. */
  get problems(): readonly string[] {
    return this.#parts.log.problems;
  }

  get presences(): readonly Presence[] {
    return this.#parts.gateway.presences;
  }

  /** How often clients identified and resumed. */
  get gatewayCounts(): { connected: number; identifies: number; resumes: number } {
    const { connected, identifies, resumes } = this.#parts.gateway;
    return { connected, identifies, resumes };
  }

  get checksSchemas(): boolean {
    return this.#parts.schema.isOn;
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
      [undefined, ...this.world.guilds.keys()].some((id) => this.#parts.backend.commands.list(id).length > 0);
    const isReady = (): true | undefined =>
      this.#parts.gateway.connected > 0 && hasCommands() ? true : undefined;
    const onTimeout = (): string =>
      `waited ${timeoutMs} ms for the bot: ${this.#parts.gateway.connected} connections, commands ${hasCommands() ? "" : "not "}registered`;
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
      this.#parts.backend,
    );
  }

  // Faults

  /** The next matching requests fail with that status. */
  failNext(status: number, match: FaultMatch = {}): void {
    const body = match.body ?? { message: `${status}: simulated failure`, code: 0 };
    this.#parts.faults.plan({ kind: "fail", status, body }, match);
  }

  /** The next matching requests get no answer, until `answerAgain`. */
  hangNext(match: FaultMatch = {}): void {
    this.#parts.faults.plan({ kind: "hang" }, match);
  }

  /** Ends hangs and lost answers; the connections that wait for one break. */
  answerAgain(): void {
    this.#parts.answerAgain();
  }

  /** The next matching requests are carried out, but the answer is lost. */
  loseAnswer(match: FaultMatch = {}): void {
    this.#parts.faults.plan({ kind: "lose" }, match);
  }

  /** The next matching requests get a 429 that asks to wait that long. */
  rateLimitNext(retryAfterMs: number, match: FaultMatch = {}): void {
    this.#parts.faults.plan({ kind: "limit", retryAfterMs }, match);
  }

  /** Every REST request arrives this much later; 0 ends it. */
  slow(ms: number): void {
    this.#parts.faults.delayMs = ms;
  }

  /** REST answers 503 and the gateway is closed. */
  outage(on: boolean): void {
    this.#parts.faults.outage = on;
    this.#parts.gateway.down = on;
    if (on) this.#parts.gateway.drop(GOING_AWAY);
  }

  /** Closes the gateway with a code, or cuts it without one when `code` is 1006. */
  dropGateway(code = UNKNOWN_ERROR): void {
    if (code === 1_006) this.#parts.gateway.cut();
    else this.#parts.gateway.drop(code);
  }

  /** Opcode 7. */
  reconnect(): void {
    this.#parts.gateway.reconnect();
  }

  /** Opcode 9. */
  invalidateSession(resumable = false): void {
    this.#parts.gateway.invalidateSessions(resumable);
  }

  /** Sessions that are away cannot be resumed any more. */
  forgetSessions(): void {
    this.#parts.gateway.forgetSessions();
  }

  /** The token is worth nothing: 401 everywhere, and 4004. */
  revokeToken(): void {
    this.#parts.token = undefined;
    this.#parts.gateway.drop(AUTHENTICATION_FAILED);
    this.#parts.gateway.forgetSessions();
  }

  /** Interaction tokens so far are older than 15 minutes. */
  expireTokens(): void {
    this.#parts.backend.interactions.expireTokens();
  }

  /** Messages with such content are blocked; `undefined` ends it. */
  autoMod(blocked: RegExp | undefined): void {
    this.#parts.backend.writer.blocked = blocked;
  }

  /** The switches of the portal. */
  setPrivilegedIntents(names: readonly PrivilegedIntent[]): void {
    this.#parts.gateway.privilegedIntents = intentBits(names);
  }

  stop(): Promise<void> {
    return this.#parts.close();
  }
}
