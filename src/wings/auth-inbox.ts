/** Hands what Wings says of the token to the one who waits for it, and drops the rest: that is the debounce. */
import type { Clock } from "../lib/clock.ts";
import type { WingsEvent } from "./protocol.ts";

export type AuthEvent = Extract<
  WingsEvent,
  { type: "auth-success" | "jwt-error" | "token-expiring" | "token-expired" }
>;

const kinds: ReadonlySet<string> = new Set<AuthEvent["type"]>([
  "auth-success",
  "jwt-error",
  "token-expiring",
  "token-expired",
]);

export function isAuthEvent(event: WingsEvent): event is AuthEvent {
  return kinds.has(event.type);
}

export class AuthInbox {
  #waiter: ((event: AuthEvent | undefined) => void) | undefined;
  #isBehind = true;

  /** True from the start, and whenever events were withheld for want of a good token: something was missed. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  offer(event: AuthEvent): void {
    if (event.type !== "token-expiring") this.#isBehind = event.type !== "auth-success";
    this.#waiter?.(event);
  }

  /** The next event from now on; `undefined` after `withinMs` milliseconds, or when `signal` ends the wait. */
  async next(clock: Clock, signal: AbortSignal, withinMs = Infinity): Promise<AuthEvent | undefined> {
    const waiting = new AbortController();
    const { promise, resolve } = Promise.withResolvers<AuthEvent | undefined>();
    const nothing = (): void => {
      resolve(undefined);
    };
    this.#waiter = resolve;
    signal.addEventListener("abort", nothing);
    if (signal.aborted) nothing();
    if (withinMs !== Infinity) void clock.sleep(withinMs, waiting.signal).then(nothing);
    const event = await promise;
    signal.removeEventListener("abort", nothing);
    this.#waiter = undefined;
    waiting.abort();
    return event;
  }
}
