/** The node: game servers, their console sockets, the signed URLs, and the ways in which a node fails. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import type { SimClock } from "../game/sim-clock.ts";
import { NodeServer, type NodeServerSpec, type PanelCallbacks } from "./node-server.ts";
import type { NodeOptions } from "./profile.ts";
import { answerSignedUrl } from "./signed-urls.ts";
import { ConsoleSocket, type InboundFrame, type SocketShared } from "./socket.ts";
import { TokenStore } from "./tokens.ts";
import { unexpected, WingsError } from "./wings-error.ts";

const modernMessageBytes = 4096;
const anyMessageBytes = 64 * 1024 * 1024;

/** The panel cannot reach the node. */
export class NodeUnreachable extends Error {}

export class WingsSimulator {
  readonly servers = new Map<string, NodeServer>();
  readonly tokens: TokenStore;
  readonly options: NodeOptions;
  /** Sockets that finished the handshake, ever. */
  socketsOpened = 0;
  /** Handshakes that were refused, by status. */
  readonly refusedHandshakes: number[] = [];
  /** Requests that hit no endpoint. */
  readonly problems: string[] = [];
  isDown = false;
  underMaintenance = false;
  /** The `Origin` that sockets must carry; `*` lets any in. */
  allowedOrigins: string[] = [];
  readonly #clock: SimClock;
  readonly #http: Server;
  readonly #wss: WebSocketServer;
  readonly #sockets = new Set<ConsoleSocket>();
  readonly #streams = new Set<Duplex>();
  readonly #shared: SocketShared;
  #slowMs = 0;
  #status: number | undefined;

  constructor(clock: SimClock, options: NodeOptions, onChange: () => void) {
    this.#clock = clock;
    this.options = options;
    this.tokens = new TokenStore(clock, options.profile === "modern");
    this.#shared = {
      halfOpen: false,
      duplicateEvents: false,
      authFrames: 0,
      frames: [],
      onAuthenticated: onChange,
    };
    this.#wss = new WebSocketServer({
      noServer: true,
      autoPong: false,
      clientTracking: false,
      perMessageDeflate: options.deflate,
      maxPayload: options.profile === "modern" ? modernMessageBytes : anyMessageBytes,
    });
    this.#http = createServer((request, response) => {
      void answerSignedUrl(
        { tokens: this.tokens, options, find: (uuid) => this.servers.get(uuid) },
        request,
        response,
      ).then((answered) => {
        if (answered) return;
        this.problems.push(`${request.method} ${request.url?.split("?")[0]}`);
        response.writeHead(404, { "Content-Type": "application/json" }).end('{"error":"Not found."}');
      });
    });
    this.#http.on("connection", (stream: Duplex) => {
      if (this.isDown) stream.destroy();
      this.#streams.add(stream);
      stream.on("close", () => this.#streams.delete(stream));
    });
    this.#http.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
      stream.on("error", () => undefined);
      this.#upgrade(request, stream, head);
    });
  }

  /** Listens on 127.0.0.1; `panelUrl` is the origin that sockets must name. */
  async listen(panelUrl: string): Promise<void> {
    await new Promise<void>((resolve) => this.#http.listen(0, "127.0.0.1", resolve));
    this.allowedOrigins = [panelUrl];
    Object.assign(this.tokens.issuer, { panelUrl, nodeUrl: this.url });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  socketUrl(uuid: string): string {
    return `${this.url.replace("http", "ws")}/api/servers/${uuid}/ws`;
  }

  add(spec: NodeServerSpec, panel: PanelCallbacks): NodeServer {
    const server = new NodeServer(spec, this.#clock, this.options, panel);
    this.servers.set(spec.uuid, server);
    return server;
  }

  /** The server is gone from the node; sockets hear `deleted`, then end. */
  remove(uuid: string): void {
    const server = this.servers.get(uuid);
    this.servers.delete(uuid);
    server?.emit("deleted", ["null"]);
    if (this.options.profile === "classic") server?.closeSockets(1001, "server deleted");
    else server?.closeSockets();
  }

  /** What a call of the panel goes through first. @throws {NodeUnreachable} @throws {WingsError} */
  async reach(patienceMs = this.options.panelTimeoutMs): Promise<void> {
    if (this.isDown) throw new NodeUnreachable();
    if (this.#slowMs > 0) await this.#clock.sleep(Math.min(this.#slowMs, patienceMs));
    if (this.#slowMs >= patienceMs) throw new NodeUnreachable();
    if (this.#status !== undefined) throw new WingsError(this.#status, wordsFor(this.#status));
  }

  /** Open sockets that have authenticated: of one server (uuid, or its first characters), or all. */
  sockets(server = ""): number {
    return this.#count((socket) => Boolean(socket.claims) && socket.server.uuid.startsWith(server));
  }

  get authFrames(): number {
    return this.#shared.authFrames;
  }

  /** Every frame that clients sent, oldest first. */
  get frames(): InboundFrame[] {
    return this.#shared.frames;
  }

  get duplicateEvents(): boolean {
    return this.#shared.duplicateEvents;
  }

  /** Sends every event but console lines twice. */
  set duplicateEvents(on: boolean) {
    this.#shared.duplicateEvents = on;
  }

  /** The panel gets 504; sockets drop and cannot come back. */
  down(): void {
    this.isDown = true;
    this.dropSockets();
    for (const stream of this.#streams) stream.destroy();
  }

  up(): void {
    this.isDown = false;
  }

  /** The panel refuses everything but `GET /servers/:server` with 409. */
  maintenance(on = true): void {
    this.underMaintenance = on;
  }

  /** Every call of the panel takes this long (virtual); `panelTimeoutMs` and more become a 504. */
  slow(ms: number): void {
    this.#slowMs = ms;
  }

  /** Every call of the panel gets this status from the node: 500, 502, 403 (wrong node token). `undefined` ends it. */
  answerWith(status: number | undefined): void {
    this.#status = status;
  }

  /** The daemon restarts: sockets break (1006), and tokens from before are refused. Game servers go on. */
  restart(): void {
    this.tokens.reboot();
    this.dropSockets();
  }

  dropSockets(code?: number): void {
    for (const socket of this.#sockets) socket.close(code);
  }

  /** Sends a frame that no daemon should, to every socket. */
  sendRaw(frame: string): void {
    for (const socket of this.#sockets) socket.raw(frame);
  }

  /** Makes every live token expire now. */
  expireTokens(): void {
    for (const socket of this.#sockets) if (socket.claims) socket.claims.exp = this.#clock.unix() - 1;
  }

  /** Revokes the tokens in use. A modern node breaks the sockets, a classic one answers with errors. */
  denylist(): void {
    for (const { claims } of this.#sockets) if (claims) this.deny(claims.user_uuid, claims.server_uuid);
  }

  deny(userUuid: string, serverUuid: string): void {
    this.tokens.deny(userUuid, serverUuid);
    if (this.options.profile === "modern") this.servers.get(serverUuid)?.closeSockets();
  }

  /** Neither reads, writes nor answers pings, on sockets that stay open. */
  halfOpen(on = true): void {
    this.#shared.halfOpen = on;
  }

  async stop(): Promise<void> {
    this.dropSockets();
    this.#wss.close();
    for (const stream of this.#streams) stream.destroy();
    await new Promise<void>((resolve) => {
      this.#http.close(() => {
        resolve();
      });
    });
  }

  #count(wanted: (socket: ConsoleSocket) => boolean): number {
    return [...this.#sockets].filter((socket) => socket.open && wanted(socket)).length;
  }

  #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const uuid = /^\/api\/servers\/([0-9a-f-]{36})\/ws$/.exec(request.url?.split("?")[0] ?? "")?.[1];
    const server = uuid === undefined ? undefined : this.servers.get(uuid);
    if (this.isDown) stream.destroy();
    else if (!server) this.#refuse(stream, 404, "The requested resource does not exist on this instance.");
    else if (this.#crowded(server)) this.#refuse(stream, 400, "Too many open websocket connections.");
    else if (!this.#fromPanel(request.headers.origin)) this.#refuse(stream, 403);
    else this.#wss.handleUpgrade(request, stream, head, (ws) => this.#open(ws, stream, server));
  }

  #crowded(server: NodeServer): boolean {
    const open = this.#count((socket) => socket.server === server);
    return this.options.profile === "modern" && open >= this.options.maxSockets;
  }

  #fromPanel(origin: string | undefined): boolean {
    return (
      this.allowedOrigins.includes("*") || (origin !== undefined && this.allowedOrigins.includes(origin))
    );
  }

  #open(ws: WebSocket, stream: Duplex, server: NodeServer): void {
    this.socketsOpened += 1;
    const socket = new ConsoleSocket(ws, stream, {
      clock: this.#clock,
      options: this.options,
      tokens: this.tokens,
      server,
      shared: this.#shared,
    });
    this.#sockets.add(socket);
    ws.on("close", () => {
      this.#sockets.delete(socket);
      this.#shared.onAuthenticated();
    });
    if (this.options.profile === "modern" && server.blocked) socket.close(4409, "server is suspended");
  }

  #refuse(stream: Duplex, status: number, error = "Forbidden"): void {
    this.refusedHandshakes.push(status);
    const body = status === 403 ? `${error}\n` : JSON.stringify({ error });
    const type = status === 403 ? "text/plain" : "application/json";
    stream.end(
      `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }
}

function wordsFor(status: number): string {
  if (status === 403) return "You are not authorized to access this endpoint.";
  return status >= 500 ? unexpected : "The data provided in the request was not valid.";
}
