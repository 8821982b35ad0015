/** The parts of the simulator and how they hang together; starts and stops its one HTTP server. */
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { GatewayIntentBits } from "discord-api-types/v10";
import { applicationRoutes } from "./application-routes.ts";
import { Attachments } from "./attachments.ts";
import type { Backend } from "./backend.ts";
import { Changes } from "./changes.ts";
import { channelRoutes } from "./channel-routes.ts";
import { Commands } from "./commands.ts";
import { Faults } from "./faults.ts";
import { Gateway } from "./gateway.ts";
import type { GatewayEvent } from "./gateway-event.ts";
import { ROOST_GUILD, type GuildPlan } from "./guild-plan.ts";
import { guildRoutes } from "./guild-routes.ts";
import { HttpServer } from "./http-server.ts";
import { interactionRoutes } from "./interaction-routes.ts";
import { Interactions } from "./interactions.ts";
import { messageRoutes } from "./message-routes.ts";
import { MessageWriter } from "./message-writer.ts";
import { Messages } from "./messages.ts";
import { RateLimits } from "./rate-limits.ts";
import { RequestLog } from "./request-log.ts";
import { Responder } from "./responder.ts";
import { SchemaCheck } from "./schema-check.ts";
import { realTime, SimClock, type TimeSource } from "./sim-clock.ts";
import { Snowflakes } from "./snowflake.ts";
import { World } from "./world.ts";

const OPEN_API = fileURLToPath(new URL("../../../../shared/discord-openapi.json", import.meta.url));

export type PrivilegedIntent = "GuildMembers" | "GuildPresences" | "MessageContent";

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
  privilegedIntents?: readonly PrivilegedIntent[];
  /** A free one unless told. */
  port?: number;
}

export class Simulation {
  readonly changes = new Changes();
  readonly faults = new Faults();
  readonly log = new RequestLog(this.changes);
  readonly clock: SimClock;
  readonly world: World;
  readonly attachments: Attachments;
  readonly backend: Backend;
  readonly gateway: Gateway;
  readonly schema: SchemaCheck;
  /** The only good token; none once it was revoked. */
  token: string | undefined;
  readonly #http: HttpServer;

  constructor(options: SimulatorOptions) {
    this.token = options.token;
    const scale = options.timeScale ?? 1;
    this.clock = new SimClock(options.clock ?? realTime, scale, options.keepDeadlines ? 1 : scale);
    const snowflakes = new Snowflakes(() => this.clock.now());
    const nextId = (): string => snowflakes.next();
    // While the first guilds are made there is nobody to tell.
    const publish = (event: GatewayEvent): void => {
      this.gateway?.publish(event);
    };
    this.world = new World(nextId, publish);
    this.attachments = new Attachments(() => this.url, nextId);
    this.backend = this.#createBackend(nextId, publish);
    for (const plan of options.guilds ?? [ROOST_GUILD]) this.world.addGuild(plan);
    this.gateway = new Gateway({
      world: this.world,
      changes: this.changes,
      clock: this.clock,
      isToken: (token) => token === this.token,
      privilegedIntents: intentBits(options.privilegedIntents ?? []),
      url: () => this.gatewayUrl,
      problem: (text) => {
        this.log.problem(text);
      },
    });
    this.schema = SchemaCheck.of(options.openApiPath ?? OPEN_API);
    this.#http = this.#createHttp();
  }

  get url(): string {
    const address = this.#http.server.address() as AddressInfo | null;
    return `http://127.0.0.1:${address?.port ?? 0}`;
  }

  get gatewayUrl(): string {
    return `${this.url.replace("http", "ws")}/gateway`;
  }

  answerAgain(): void {
    this.faults.forgetSilence();
    this.#http.breakUnanswered();
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#http.server.once("error", reject);
      this.#http.server.listen(port, "127.0.0.1", resolve);
    });
  }

  close(): Promise<void> {
    this.gateway.close();
    return new Promise((resolve) => {
      this.#http.server.close(() => {
        resolve();
      });
      this.#http.server.closeAllConnections();
    });
  }

  #createBackend(nextId: () => string, publish: (event: GatewayEvent) => void): Backend {
    const { world, changes, clock } = this;
    const messages = new Messages({ world, changes, publish, nextId, now: () => clock.now() });
    const writer = new MessageWriter(this.attachments);
    const interactions = new Interactions({ world, messages, changes, clock, publish, nextId });
    return {
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
      portalIntents: () => this.gateway.privilegedIntents,
    };
  }

  #createHttp(): HttpServer {
    const { backend, clock, faults, schema, log } = this;
    const routes = [applicationRoutes, guildRoutes, messageRoutes, channelRoutes, interactionRoutes];
    const http = new HttpServer({
      routes: routes.flatMap((routesOf) => routesOf(backend)),
      limits: backend.limits,
      clock,
      faults,
      schema,
      log,
      isAuthorized: (header) => this.token !== undefined && header === `Bot ${this.token}`,
      serveFile: (path, response) => serveAttachment(this.attachments, path, response),
    });
    http.server.on("upgrade", (request, socket, head) => {
      this.gateway.upgrade(request, socket, head);
    });
    return http;
  }
}

export function intentBits(names: readonly PrivilegedIntent[]): number {
  return names.reduce<number>((bits, name) => bits | GatewayIntentBits[name], 0);
}

function serveAttachment(attachments: Attachments, path: string, response: ServerResponse): boolean {
  const id = /^\/attachments\/\d+\/(\d+)\/[^/]+$/u.exec(path)?.[1] ?? "";
  const data = attachments.data(id);
  if (!data) return false;
  response.writeHead(200, { "Content-Type": attachments.contentType(id), "Content-Length": data.length });
  response.end(data);
  return true;
}
