/**
 * One life of a console socket: dial, authorise, hand out events, stay alive, end. It cannot reconnect.
 * Nothing the other side does can throw out of it: `closed` settles once and never rejects.
 */
import { WebSocket, type ClientOptions } from "ws";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import { AuthInbox, isAuthEvent } from "./auth-inbox.ts";
import { keepAuthorised } from "./authorisation.ts";
import { endOfClose, type ConnectionEnd } from "./connection-end.ts";
import { readFairly } from "./fair-reader.ts";
import { keepAlive } from "./keepalive.ts";
import { Pacer } from "./pacer.ts";
import { encodeFrame, parseFrame, type OutgoingEvent, type WingsEvent } from "./protocol.ts";
import { safely } from "./safely.ts";
import type { Credentials, TokenWallet } from "./token-wallet.ts";

export interface ConnectionOptions {
  credentials: Credentials;
  wallet: TokenWallet;
  /** The panel's own address, scheme and host, no slash: Wings answers any other with 403. */
  origin: string;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  onEvent(event: WingsEvent): void;
  /**
   * The token was taken. `isBehind`: events were missed before this moment, so the history was asked for;
   * its lines follow as ordinary ones. It is false after a renewal in time.
   */
  onAuthorised(isBehind: boolean): void;
  /** The request for the history has left: it may have had to wait, and lines came meanwhile. */
  readonly onHistoryAsked?: () => void;
  random?: () => number;
}

const dialOptions: ClientOptions = {
  handshakeTimeout: 10_000,
  // Inflating every line of a flood costs more than it saves.
  perMessageDeflate: false,
  // A console line is at most 64 KiB, six times that when every byte is escaped.
  maxPayload: 1024 * 1024,
  // Wings cuts lines inside characters: a broken one is no reason to hang up.
  skipUTF8Validation: true,
};

export class Connection {
  readonly closed: Promise<ConnectionEnd>;
  readonly #options: ConnectionOptions;
  readonly #socket: WebSocket;
  readonly #inbox = new AuthInbox();
  readonly #pacer = new Pacer();
  readonly #life = new AbortController();
  readonly #settle: (end: ConnectionEnd) => void;

  constructor(options: ConnectionOptions) {
    const { promise, resolve } = Promise.withResolvers<ConnectionEnd>();
    this.closed = promise;
    this.#settle = resolve;
    this.#options = options;
    this.#socket = dial(options.credentials.socketUrl, options.origin);
    this.#listen();
    const stop = (): void => {
      this.#end({ reason: "stopped" });
    };
    options.signal.addEventListener("abort", stop);
    void promise.then(() => {
      options.signal.removeEventListener("abort", stop);
    });
    if (options.signal.aborted) stop();
  }

  #listen(): void {
    const socket = this.#socket;
    const countFrame = readFairly(socket);
    socket.on("open", () => void this.#live());
    socket.on("message", (data: Buffer, isBinary: boolean) => {
      countFrame();
      if (!isBinary && !this.#life.signal.aborted) this.#read(data.toString("utf8"));
    });
    socket.on("unexpected-response", (_request, response) => {
      response.resume();
      this.#end({ reason: "handshake-refused", status: response.statusCode ?? 0 });
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      // After the handshake a close follows, and its code says more.
      if (socket.readyState !== WebSocket.OPEN)
        this.#end({ reason: "unreachable", code: error.code ?? error.name });
    });
    socket.on("close", (code) => {
      this.#end(endOfClose(code));
    });
  }

  /** All that runs side by side while the socket is open. */
  async #live(): Promise<void> {
    const { credentials, wallet, clock, random } = this.#options;
    const { signal } = this.#life;
    const silence = keepAlive(this.#socket, clock, signal).then((end) => {
      if (end === "silent") this.#end({ reason: "silent" });
    });
    const sendToken = async (token: string): Promise<void> => {
      await this.#send("auth", token);
    };
    const lost = await keepAuthorised({
      credentials,
      wallet,
      inbox: this.#inbox,
      sendToken,
      clock,
      signal,
      ...(random && { random }),
    });
    this.#end(lost);
    await silence;
  }

  #read(frame: string): void {
    const event = parseFrame(frame);
    if (event === undefined) return;
    if (isAuthEvent(event)) {
      const { isBehind } = this.#inbox;
      this.#inbox.offer(event);
      if (event.type === "auth-success") this.#authorised(isBehind);
    }
    safely(this.#options.log, () => {
      this.#options.onEvent(event);
    });
    if (event.type === "deleted") this.#end({ reason: "deleted" });
    if (event.type === "transfer" && isMoved(event.status)) this.#end({ reason: "moved" });
    if (event.type === "throttled") this.#options.log.warn({ event: event.event }, "wings drops our frames");
  }

  #authorised(isBehind: boolean): void {
    safely(this.#options.log, () => {
      this.#options.onAuthorised(isBehind);
    });
    if (!isBehind) return;
    void this.#askHistory();
    void this.#send("send stats");
  }

  async #askHistory(): Promise<void> {
    const { log, onHistoryAsked } = this.#options;
    await this.#send("send logs");
    if (!this.#life.signal.aborted) safely(log, () => onHistoryAsked?.());
  }

  /** Sends when Wings will take it. Never rejects; a frame for a socket that closed meanwhile is dropped. */
  async #send(event: OutgoingEvent, arg?: string): Promise<void> {
    const { clock } = this.#options;
    const waitMs = this.#pacer.book(event, clock.monotonic());
    if (waitMs > 0) await clock.sleep(waitMs, this.#life.signal);
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#socket.send(encodeFrame(event, arg), (error) => {
      if (error) this.#options.log.debug({ event }, "a frame was not sent: the socket closed");
    });
  }

  /** The first reason counts. */
  #end(end: ConnectionEnd): void {
    if (this.#life.signal.aborted) return;
    this.#life.abort();
    this.#settle(end);
    const socket = this.#socket;
    if (socket.readyState === WebSocket.OPEN) socket.close(1000);
    // No patience for the other end's goodbye: it may be the one that is dead.
    setImmediate(() => {
      socket.terminate();
    });
  }
}

const movedStates: ReadonlySet<string> = new Set(["completed", "success", "failure"]);

/** The server may be on another node now: the panel knows. */
function isMoved(status: string): boolean {
  return movedStates.has(status);
}

/** An address that is none gives a socket that fails, not an exception. */
function dial(url: string, origin: string): WebSocket {
  try {
    return new WebSocket(url, { ...dialOptions, origin });
  } catch {
    // The panel named something that is not a socket address: port 0 fails at once, as unreachable.
    return new WebSocket("ws://127.0.0.1:0", { ...dialOptions, origin });
  }
}
