/** One gateway session: what it may see, what it was sent, and the socket it lives on at the moment. */
import type { WebSocket } from "ws";
import type { GatewayEvent } from "./gateway-event.ts";

const KEPT_EVENTS = 1_000;

interface Sent {
  s: number;
  t: string;
  d: unknown;
}

export class GatewaySession {
  readonly id: string;
  readonly intents: number;
  /** `undefined` while the client is away; events are then kept for a resume. */
  socket: WebSocket | undefined;
  #seq = 0;
  readonly #sent: Sent[] = [];
  /** Everything up to this is forgotten. */
  #forgotten = 0;

  constructor(id: string, intents: number, socket: WebSocket) {
    this.id = id;
    this.intents = intents;
    this.socket = socket;
  }

  dispatch(event: GatewayEvent): void {
    const payload = event.build(this.intents);
    if (payload !== undefined) this.send(event.t, payload);
  }

  send(t: string, d: unknown): void {
    this.#seq += 1;
    // A copy: what is replayed later must be what was true then.
    const sent = { s: this.#seq, t, d: structuredClone(d) };
    this.#sent.push(sent);
    if (this.#sent.length > KEPT_EVENTS) this.#forgotten = this.#sent.shift()?.s ?? this.#forgotten;
    this.#write(sent);
  }

  /** Sends again everything after `seq`, then RESUMED. Gives how many events that were. */
  resume(socket: WebSocket, seq: number): number {
    this.socket = socket;
    const missed = this.#sent.filter(({ s }) => s > seq);
    for (const sent of missed) this.#write(sent);
    this.send("RESUMED", { _trace: [] });
    return missed.length;
  }

  /** Is everything after `seq` still there? */
  remembers(seq: number): boolean {
    return seq >= this.#forgotten;
  }

  /** Has this session sent so much? A client cannot have seen more. */
  hasSent(seq: number): boolean {
    return seq <= this.#seq;
  }

  #write(sent: Sent): void {
    this.socket?.send(JSON.stringify({ op: 0, ...sent }));
  }
}
