/** The newest socket token of one server: kept while it is good, because the panel gives few of them. */
import type { Clock } from "../lib/clock.ts";
import { unlessAborted } from "../lib/unless-aborted.ts";
import type { Problem } from "./connection-end.ts";
import { parseJson } from "./stats.ts";

export interface Credentials {
  /** A JWT for `auth`; may be used for several sockets until it expires. */
  token: string;
  /** `wss://<node>/api/servers/<uuid>/ws`; another node after a transfer. */
  socketUrl: string;
}

/** Why the panel gives no token: try again later, or something stands in the way. */
export type TokenFailure = { kind: "retry"; retryAfterMs?: number } | { kind: "blocked"; problem: Problem };

export type TokenAnswer = { kind: "token"; credentials: Credentials } | TokenFailure;

export interface TokenSource {
  /** One call of the panel; rejects as it likes. */
  requestToken(): Promise<Credentials>;
  /** What a rejection of `requestToken` means. */
  classifyFailure(error: unknown): TokenFailure;
}

/** A token with less left than this is not worth a dial. */
const minLeftMs = 30_000;

/** After a revocation Wings wants a token issued in a strictly later second. */
const laterSecondMs = 1_100;

export class TokenWallet {
  readonly #source: TokenSource;
  readonly #clock: Clock;
  #credentials: Credentials | undefined;
  #issuedAt = Number.NEGATIVE_INFINITY;

  constructor(source: TokenSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  /** The token in hand if it is good for a while, else a new one. Never rejects. */
  async take(signal: AbortSignal): Promise<TokenAnswer> {
    const credentials = this.#credentials;
    if (credentials && this.#isGood(credentials.token)) return { kind: "token", credentials };
    return await this.renew(signal);
  }

  /** A new token, issued in a later second than the last. Never rejects; one call at a time. */
  async renew(signal: AbortSignal): Promise<TokenAnswer> {
    const tooEarlyMs = this.#issuedAt + laterSecondMs - this.#clock.monotonic();
    if (tooEarlyMs > 0) await this.#clock.sleep(tooEarlyMs, signal);
    if (signal.aborted) return { kind: "retry" };
    // A slow panel must not hold up a stop.
    const answer = (await unlessAborted(this.#request(), signal)) ?? { kind: "retry" };
    if (answer.kind === "token") {
      this.#credentials = answer.credentials;
      this.#issuedAt = this.#clock.monotonic();
    }
    return answer;
  }

  /** Forgets the token in hand: the next `take` asks the panel. */
  discard(): void {
    this.#credentials = undefined;
  }

  async #request(): Promise<TokenAnswer> {
    try {
      return { kind: "token", credentials: await this.#source.requestToken() };
    } catch (error) {
      return this.#source.classifyFailure(error);
    }
  }

  /** A token whose end cannot be read is never kept. */
  #isGood(token: string): boolean {
    const expiresAt = readExpiry(token);
    return expiresAt !== undefined && expiresAt - this.#clock.now() >= minLeftMs;
  }
}

/** When a JWT expires, in milliseconds since the Unix epoch, by its `exp` claim; nothing is verified. */
export function readExpiry(token: string): number | undefined {
  const claims = parseJson(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
  if (typeof claims !== "object" || claims === null || !("exp" in claims)) return undefined;
  return typeof claims.exp === "number" ? claims.exp * 1000 : undefined;
}
