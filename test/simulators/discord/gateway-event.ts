/** An event on its way to the gateway, before it is known which session may see how much of it. */

export interface GatewayEvent {
  t: string;
  /** The payload for a session with these intents; `undefined` when that session must not get it. */
  build(intents: number): unknown;
}

export type Publish = (event: GatewayEvent) => void;

/** Sent to sessions that have any of `intents`; 0 means to everybody. */
export function eventFor(t: string, intents: number, payload: unknown): GatewayEvent {
  return { t, build: (own) => (intents === 0 || (own & intents) !== 0 ? payload : undefined) };
}
