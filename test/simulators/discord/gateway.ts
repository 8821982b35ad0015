/** The gateway: hello, identify, heartbeats, resume with replay, and the close codes of docs topics/opcodes. */
import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { GatewayCloseCodes, GatewayIntentBits, GatewayOpcodes } from "discord-api-types/v10";
import { WebSocketServer, type WebSocket } from "ws";
import type { Changes } from "./changes.ts";
import type { GatewayEvent } from "./gateway-event.ts";
import { GatewaySession } from "./gateway-session.ts";
import { numbers } from "./numbers.ts";
import { numberOf, rawOf, rawsOf, textOf, type Raw } from "./raw.ts";
import type { SimClock } from "./sim-clock.ts";
import { userJSON } from "./user.ts";
import type { World } from "./world.ts";

const Op = numbers(GatewayOpcodes);
const Close = GatewayCloseCodes;
const PRIVILEGED =
  GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent;
const HIGHEST_INTENT = GatewayIntentBits.DirectMessagePolls;
const HEARTBEAT_MS = 41_250;
const MAX_PAYLOAD_BYTES = 4_096;
const SENDS = { most: 120, windowMs: 60_000 };
const PRESENCES = { most: 5, windowMs: 20_000 };

export interface GatewayInit {
  world: World;
  changes: Changes;
  clock: SimClock;
  isToken: (token: string) => boolean;
  /** Intents switched on in the portal, of the privileged ones. */
  privilegedIntents: number;
  url: () => string;
  problem: (text: string) => void;
}

export interface Presence {
  at: number;
  status: string;
  activity: string | undefined;
}

interface Connection {
  socket: WebSocket;
  session: GatewaySession | undefined;
  sends: number[];
}

export class Gateway {
  readonly presences: Presence[] = [];
  readonly #init: GatewayInit;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #connections = new Set<Connection>();
  readonly #sessions = new Map<string, GatewaySession>();
  privilegedIntents: number;
  identifies = 0;
  resumes = 0;
  /** Turns every new connection away. */
  down = false;

  constructor(init: GatewayInit) {
    this.#init = init;
    this.privilegedIntents = init.privilegedIntents;
  }

  /** Sessions with a socket. */
  get connected(): number {
    return [...this.#sessions.values()].filter(({ socket }) => socket !== undefined).length;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const query = new URL(request.url ?? "/", "ws://loopback").searchParams;
    if (this.down) {
      socket.end("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n");
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (open) => {
      this.#greet(open, query);
    });
  }

  publish(event: GatewayEvent): void {
    for (const session of this.#sessions.values()) session.dispatch(event);
  }

  /** Closes every socket with that code; sessions stay resumable. */
  drop(code: number): void {
    for (const { socket } of this.#connections) socket.close(code);
  }

  /** Cuts every socket without a word. */
  cut(): void {
    for (const { socket } of this.#connections) socket.terminate();
  }

  /** Asks every client to come back and resume. */
  reconnect(): void {
    this.#tellAll({ op: Op.Reconnect, d: null });
  }

  invalidateSessions(resumable: boolean): void {
    this.#tellAll({ op: Op.InvalidSession, d: resumable });
    if (!resumable) this.forgetSessions();
  }

  /** A later resume will be refused. */
  forgetSessions(): void {
    this.#sessions.clear();
  }

  close(): void {
    this.down = true;
    this.cut();
    this.#server.close();
  }

  #greet(socket: WebSocket, query: URLSearchParams): void {
    const connection: Connection = { socket, session: undefined, sends: [] };
    this.#connections.add(connection);
    socket.on("error", () => {
      // The close that follows is what counts.
    });
    socket.on("close", () => {
      this.#connections.delete(connection);
      if (connection.session?.socket === socket) connection.session.socket = undefined;
      this.#init.changes.emit({ type: "gateway", what: "closed" });
    });
    if (query.get("v") !== "10") return this.#refuse(connection, Close.InvalidAPIVersion, "v must be 10");
    if (query.get("encoding") !== "json" || query.has("compress")) {
      return this.#refuse(connection, Close.UnknownError, "only plain JSON is spoken here");
    }
    socket.on("message", (data) => {
      this.#receive(connection, data as Buffer);
    });
    this.#say(socket, { op: Op.Hello, d: { heartbeat_interval: HEARTBEAT_MS, _trace: [] } });
  }

  #receive(connection: Connection, data: Buffer): void {
    if (data.length > MAX_PAYLOAD_BYTES)
      return this.#refuse(connection, Close.DecodeError, "payload above 4096 bytes");
    const frame = parseFrame(data);
    if (!frame) return this.#refuse(connection, Close.DecodeError, "no JSON");
    if (this.#tooMany(connection.sends, SENDS))
      return this.#refuse(connection, Close.RateLimited, "too many sends");
    const op = numberOf(frame["op"], -1);
    const d = rawOf(frame["d"]);
    if (op === Op.Heartbeat) return this.#say(connection.socket, { op: Op.HeartbeatAck });
    if (op === Op.Identify) return this.#identify(connection, d);
    if (op === Op.Resume) return this.#resume(connection, d);
    if (!connection.session) return this.#refuse(connection, Close.NotAuthenticated, "sent before identify");
    if (op === Op.PresenceUpdate) return this.#presence(connection, d);
    if (op === Op.RequestGuildMembers || op === Op.VoiceStateUpdate) return undefined;
    return this.#refuse(connection, Close.UnknownOpcode, `unknown opcode ${op}`);
  }

  #identify(connection: Connection, d: Raw): void {
    const intents = numberOf(d["intents"], -1);
    if (connection.session) return this.#refuse(connection, Close.AlreadyAuthenticated, "identified twice");
    if (!this.#init.isToken(textOf(d["token"]))) return connection.socket.close(Close.AuthenticationFailed);
    if (intents < 0 || intents >= HIGHEST_INTENT * 2) {
      return this.#refuse(connection, Close.InvalidIntents, "invalid intents");
    }
    if ((intents & PRIVILEGED & ~this.privilegedIntents) !== 0)
      return connection.socket.close(Close.DisallowedIntents);
    this.identifies += 1;
    const session = new GatewaySession(randomBytes(16).toString("hex"), intents, connection.socket);
    connection.session = session;
    this.#sessions.set(session.id, session);
    this.#welcome(session);
    this.#notePresence(connection, rawOf(d["presence"]));
    this.#init.changes.emit({ type: "gateway", what: "identified" });
  }

  #welcome(session: GatewaySession): void {
    const { world } = this.#init;
    const guilds = [...world.guilds.values()].filter(({ hasBot }) => hasBot);
    const seesGuilds = (session.intents & GatewayIntentBits.Guilds) !== 0;
    session.send("READY", {
      v: 10,
      user: { ...userJSON(world.bot), verified: true, mfa_enabled: true, email: null },
      guilds: seesGuilds ? guilds.map(({ id }) => ({ id, unavailable: true })) : [],
      session_id: session.id,
      session_type: "normal",
      resume_gateway_url: this.#init.url(),
      shard: [0, 1],
      application: { id: world.applicationId, flags: 0 },
      private_channels: [],
      relationships: [],
      user_settings: {},
      _trace: [],
    });
    if (seesGuilds)
      for (const guild of guilds) session.send("GUILD_CREATE", guild.createEvent(session.intents));
  }

  #resume(connection: Connection, d: Raw): void {
    if (!this.#init.isToken(textOf(d["token"]))) return connection.socket.close(Close.AuthenticationFailed);
    const session = this.#sessions.get(textOf(d["session_id"]));
    const seq = numberOf(d["seq"]);
    if (!session?.remembers(seq)) return this.#say(connection.socket, { op: Op.InvalidSession, d: false });
    if (!session.hasSent(seq)) return this.#refuse(connection, Close.InvalidSeq, "resumed from the future");
    connection.session = session;
    session.resume(connection.socket, seq);
    this.resumes += 1;
    this.#init.changes.emit({ type: "gateway", what: "resumed" });
  }

  #presence(connection: Connection, d: Raw): void {
    this.#notePresence(connection, d);
    const { now, window } = {
      now: this.#init.clock.now(),
      window: this.#init.clock.window(PRESENCES.windowMs),
    };
    const recent = this.presences.filter(({ at }) => at > now - window);
    if (recent.length > PRESENCES.most) this.#init.problem("more than 5 presence updates in 20 s");
  }

  #notePresence(_connection: Connection, d: Raw): void {
    if (d["status"] === undefined) return;
    const activity = rawsOf(d["activities"])[0];
    const text = activity ? textOf(activity["state"]) || textOf(activity["name"]) : undefined;
    const presence = { at: this.#init.clock.now(), status: textOf(d["status"]), activity: text };
    this.presences.push(presence);
    this.#init.changes.emit({ type: "presence", status: presence.status, activity: text });
  }

  #tooMany(times: number[], { most, windowMs }: { most: number; windowMs: number }): boolean {
    const now = this.#init.clock.now();
    times.push(now);
    while ((times[0] ?? now) <= now - windowMs) times.shift();
    return times.length > most;
  }

  #refuse({ socket }: Connection, code: number, why: string): void {
    this.#init.problem(`gateway: ${why}`);
    socket.close(code, why);
  }

  #tellAll(frame: Raw): void {
    for (const { socket } of this.#connections) this.#say(socket, frame);
  }

  #say(socket: WebSocket, frame: Raw): void {
    socket.send(JSON.stringify({ s: null, t: null, d: null, ...frame }));
  }
}

function parseFrame(data: Buffer): Raw | undefined {
  try {
    return rawOf(JSON.parse(data.toString("utf8")));
  } catch {
    // The caller closes with 4002, which is all Discord tells.
    return undefined;
  }
}
