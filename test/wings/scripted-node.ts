/** A node whose console sockets do what a test says: a real `ws` server on port 0, and nothing behind it. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";

export interface Frame {
  event: string;
  args: string[];
}

/** One accepted socket, seen from the node. */
export class NodeSocket {
  readonly received: Frame[] = [];
  readonly #socket: WebSocket;
  #onFrame: () => void = () => undefined;

  constructor(socket: WebSocket, reply: (frame: Frame, self: NodeSocket) => void) {
    this.#socket = socket;
    socket.on("error", () => undefined);
    socket.on("message", (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as Frame;
      this.received.push(frame);
      reply(frame, this);
      this.#onFrame();
    });
  }

  get raw(): WebSocket {
    return this.#socket;
  }

  send(event: string, arg?: string): void {
    this.#socket.send(JSON.stringify(arg === undefined ? { event } : { event, args: [arg] }));
  }

  /** A close frame with this code. */
  close(code: number): void {
    this.#socket.close(code);
  }

  /** No close frame: 1006 at the other end. */
  drop(): void {
    this.#socket.terminate();
  }

  events(): string[] {
    return this.received.map((frame) => frame.event);
  }

  tokens(): string[] {
    return this.received.filter(({ event }) => event === "auth").map(({ args }) => args[0] ?? "");
  }

  /** Resolves when `count` frames named `event` have come in all. */
  async got(event: string, count = 1): Promise<void> {
    while (this.events().filter((name) => name === event).length < count) {
      await new Promise<void>((resolve) => {
        this.#onFrame = resolve;
      });
    }
  }
}

export interface NodeScript {
  /** Answers a frame; default: `auth` gets `auth success` and `status running`. */
  reply?: (frame: Frame, socket: NodeSocket) => void;
  /** An HTTP status instead of a socket. */
  refuse?: (request: IncomingMessage) => number | undefined;
  onOpen?: (socket: NodeSocket) => void;
}

export function welcome(frame: Frame, socket: NodeSocket): void {
  if (frame.event !== "auth") return;
  socket.send("auth success");
  socket.send("status", "running");
}

export class ScriptedNode {
  readonly sockets: NodeSocket[] = [];
  readonly requests: IncomingMessage[] = [];
  script: NodeScript;
  readonly #http: Server;
  readonly #ws = new WebSocketServer({ noServer: true });
  #onSocket: () => void = () => undefined;

  private constructor(script: NodeScript) {
    this.script = script;
    this.#http = createServer((_request, response) => response.writeHead(404).end());
    this.#http.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
      this.#upgrade(request, stream, head);
    });
  }

  static async start(script: NodeScript = {}): Promise<ScriptedNode> {
    const node = new ScriptedNode(script);
    node.#http.listen(0, "127.0.0.1");
    await once(node.#http, "listening");
    return node;
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#http.address() as AddressInfo).port}/api/servers/one/ws`;
  }

  #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    this.requests.push(request);
    const status = this.script.refuse?.(request);
    if (status !== undefined) {
      stream.end(`HTTP/1.1 ${status} No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      this.#onSocket();
      return;
    }
    this.#ws.handleUpgrade(request, stream, head, (raw) => {
      const socket = new NodeSocket(raw, (frame, self) => {
        (this.script.reply ?? welcome)(frame, self);
      });
      this.sockets.push(socket);
      this.script.onOpen?.(socket);
      this.#onSocket();
    });
  }

  /** The `number`th socket, counted from 1, when it has come. */
  async socket(number = 1): Promise<NodeSocket> {
    while (this.sockets.length < number) await this.#next();
    return this.sockets[number - 1]!;
  }

  async handshakes(count: number): Promise<void> {
    while (this.requests.length < count) await this.#next();
  }

  #next(): Promise<void> {
    return new Promise((resolve) => {
      this.#onSocket = resolve;
    });
  }

  async stop(): Promise<void> {
    for (const { raw } of this.sockets) raw.terminate();
    this.#http.closeAllConnections();
    this.#http.close();
    await once(this.#http, "close");
  }
}

/** A token as the panel signs them, except for the signature. */
export function fakeToken(expiresAt: number, name = "t"): string {
  const claims = Buffer.from(JSON.stringify({ exp: Math.floor(expiresAt / 1000), name })).toString(
    "base64url",
  );
  return `head.${claims}.sign`;
}
