/** One console socket on the node: authentication, gating by permission, expiry, and the limits of what it takes. */
import type { Duplex } from "node:stream";
import { WebSocket, type RawData } from "ws";
import type { SimClock } from "../game/sim-clock.ts";
import { errorEvent, holds, parseFrame } from "./frames.ts";
import { InboundLimits } from "./inbound-limits.ts";
import type { NodeServer, ServerListener } from "./node-server.ts";
import { signals, type Signal } from "./power.ts";
import type { NodeOptions } from "./profile.ts";
import type { Claims, TokenStore } from "./tokens.ts";

const tickMs = 30_000;
const expiringMs = 60_000;
const slowReaderBytes = 1024 * 1024;
const genericError = "an unexpected error was encountered while handling this request";

export interface SocketHost {
  clock: SimClock;
  options: NodeOptions;
  tokens: TokenStore;
  server: NodeServer;
  /** Shared by all sockets of the node: faults and counters. */
  shared: SocketShared;
}

export interface SocketShared {
  halfOpen: boolean;
  duplicateEvents: boolean;
  authFrames: number;
  frames: InboundFrame[];
  onAuthenticated: () => void;
}

export interface InboundFrame {
  server: string;
  event: string;
  args: string[];
  /** Real milliseconds since the Unix epoch. */
  at: number;
}

export class ConsoleSocket implements ServerListener {
  claims: Claims | undefined;
  readonly server: NodeServer;
  readonly #host: SocketHost;
  readonly #ws: WebSocket;
  readonly #stream: Duplex;
  readonly #limits: InboundLimits | undefined;
  readonly #cancels: (() => void)[] = [];

  constructor(ws: WebSocket, stream: Duplex, host: SocketHost) {
    this.#ws = ws;
    this.#stream = stream;
    this.#host = host;
    this.server = host.server;
    this.#limits = host.options.profile === "modern" ? new InboundLimits(() => host.clock.wall()) : undefined;
    ws.on("message", (data, isBinary) => {
      if (!isBinary && !host.shared.halfOpen) this.#read(data);
    });
    ws.on("ping", (data) => {
      if (!host.shared.halfOpen && ws.readyState === WebSocket.OPEN) ws.pong(data);
    });
    ws.on("close", () => {
      this.#end();
    });
    // A broken or oversized frame: ws answers it with the right close code; "close" follows.
    ws.on("error", () => undefined);
    if (host.options.profile === "modern") {
      this.#cancels.push(
        host.clock.after(host.options.authTimeoutMs, () => {
          if (!this.claims) ws.terminate();
        }),
      );
    }
  }

  get open(): boolean {
    return this.#ws.readyState === WebSocket.OPEN;
  }

  event(name: string, args: string[], permission?: string): void {
    if (permission !== undefined && !this.#may(permission)) return;
    if (!this.#refused()) this.#send(name, args);
  }

  lines(lines: string[]): void {
    if (!this.open || this.#refused(lines.length)) return;
    if (this.#host.options.lossy && this.#ws.bufferedAmount > slowReaderBytes) return;
    this.#stream.cork();
    for (const line of lines) this.#send("console output", [line]);
    this.#stream.uncork();
  }

  /** A text frame as it is, whatever it holds. */
  raw(frame: string): void {
    if (this.open) this.#ws.send(frame);
  }

  failure(text: string, shownToAll: boolean): void {
    if (!this.#refused()) this.#fail(shownToAll || this.#may("admin.websocket.errors") ? text : genericError);
  }

  /** Without a code it ends as a broken line does: 1006 on the other side. */
  close(code?: number, reason = ""): void {
    if (code === undefined) this.#ws.terminate();
    else this.#ws.close(code, reason);
  }

  #read(data: RawData): void {
    const frame = parseFrame(data);
    if (!frame) return;
    const { shared, clock } = this.#host;
    shared.frames.push({ server: this.server.uuid, ...frame, at: clock.wall() });
    if (frame.event === "auth") shared.authFrames += 1;
    if (this.#host.options.profile === "modern" && this.server.blocked) {
      this.close(4409, "server is suspended");
      return;
    }
    const verdict = this.#limits?.take(frame.event) ?? { taken: true };
    if (!verdict.taken) {
      if (verdict.notice !== undefined) this.#send("throttled", [verdict.notice]);
      return;
    }
    const text = frame.args.join("");
    if (frame.event === "auth") {
      this.#authenticate(text);
      return;
    }
    const fault = this.#fault();
    if (fault) this.#send("jwt error", [errorEvent(`jwt: ${fault}`)]);
    else this.#handle(frame.event, text);
  }

  #handle(event: string, text: string): void {
    const { server } = this;
    // While it starts there is a while no container, or only the old one, which does not run.
    if (event === "send logs" && server.power.game) {
      this.lines(server.console.history(this.#host.options.logCount));
    }
    if (event === "send stats") this.#send("stats", [JSON.stringify(server.stats())]);
    if (event === "send command" && this.#may("control.console") && server.power.state !== "offline") {
      server.power.write(text);
    }
    if (event === "set state" && signals.includes(text as Signal)) this.#setState(text as Signal);
  }

  #setState(signal: Signal): void {
    if (!this.#may(`control.${signal === "kill" ? "stop" : signal}`)) return;
    try {
      this.server.act(signal);
    } catch (error) {
      this.failure(String(error), false);
    }
  }

  #authenticate(token: string): void {
    const { tokens, options, clock, server, shared } = this.#host;
    const claims = tokens.read(token);
    if (!claims) {
      this.#fail(genericError);
      return;
    }
    const scoped = options.profile === "classic" || claims.scope === "websocket";
    const connects = scoped && holds(claims.permissions ?? [], "websocket.connect");
    const fault = tokens.fault(claims) ?? (connects ? undefined : "missing connect permission");
    if (fault) {
      this.#send("jwt error", [errorEvent(`jwt: ${fault}`)]);
      return;
    }
    const first = !this.claims;
    this.claims = claims;
    this.#send("auth success", []);
    if (!first) return;
    this.#cancels.push(
      clock.every(tickMs, () => {
        this.#tick();
      }),
    );
    server.listeners.add(this);
    shared.onAuthenticated();
    this.event("status", [server.power.state]);
    if (server.power.state === "offline" && !server.installing && !server.transferring) {
      this.event("stats", [JSON.stringify(server.stats())]);
    }
  }

  #tick(): void {
    if (!this.claims || this.#refused()) return;
    const left = this.#host.tokens.remainingMs(this.claims);
    if (left <= expiringMs) this.#send("token expiring", []);
  }

  /** Replaces what would be sent by the token's fault, if it has one; a burst of lines, one for one. */
  #refused(times = 1): boolean {
    const fault = this.#fault();
    if (!fault) return false;
    for (let left = times; left > 0; left -= 1) this.#send("jwt error", [`jwt: ${fault}`]);
    return true;
  }

  #fault(): string | undefined {
    if (!this.claims) return "no jwt present";
    const fault = this.#host.tokens.fault(this.claims);
    if (fault) return fault;
    return this.claims.server_uuid === this.server.uuid ? undefined : "server uuid mismatch";
  }

  #may(permission: string): boolean {
    return holds(this.claims?.permissions ?? [], permission);
  }

  #fail(text: string): void {
    this.#send("daemon error", [errorEvent(text)]);
  }

  #send(event: string, args: string[]): void {
    if (!this.open || this.#host.shared.halfOpen) return;
    const frame = JSON.stringify(args.length > 0 ? { event, args } : { event });
    const twice = this.#host.shared.duplicateEvents && event !== "console output" && event !== "auth success";
    this.#ws.send(frame);
    if (twice) this.#ws.send(frame);
  }

  #end(): void {
    this.server.listeners.delete(this);
    for (const cancel of this.#cancels.splice(0)) cancel();
  }
}
