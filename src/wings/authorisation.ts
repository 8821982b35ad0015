/** Keeps an open socket authorised: sends the token, and a new one before or after the old one has run out. */
import { backoffMs } from "../lib/backoff.ts";
import type { Clock } from "../lib/clock.ts";
import type { AuthEvent, AuthInbox } from "./auth-inbox.ts";
import type { ConnectionEnd } from "./connection-end.ts";
import type { Credentials, TokenWallet } from "./token-wallet.ts";

export interface AuthorisationOptions {
  credentials: Credentials;
  wallet: TokenWallet;
  inbox: AuthInbox;
  /** Sends the token; resolves when the frame has left. */
  sendToken(token: string): Promise<void>;
  clock: Clock;
  signal: AbortSignal;
  random?: () => number;
}

const answerWithinMs = 10_000;
/** A `jwt error` may be older than the token just sent: `auth success` may still follow it. */
const afterErrorMs = 2_000;
/** A token that was good for so long was good: what ends it is not counted against the next. */
const settledMs = 60_000;
/** Rejected tokens in a row before the connection is given up. */
const maxRejections = 4;
const renewal = { firstMs: 1_000, maxMs: 60_000 };

/** Lives as long as the socket; resolves with the reason when it must be given up. Never rejects. */
export async function keepAuthorised(options: AuthorisationOptions): Promise<ConnectionEnd> {
  const { inbox, clock, signal } = options;
  let { token } = options.credentials;
  let rejections = 0;
  while (!signal.aborted) {
    await options.sendToken(token);
    const answer = await answerToAuth(options);
    const authorisedAt = clock.monotonic();
    const event = answer?.type === "auth-success" ? await inbox.next(clock, signal) : answer;
    if (event === undefined) return { reason: "auth-unanswered" };
    if (isFatal(event)) return { reason: "token-refused" };
    const wasGood = event.type === "token-expiring" || clock.monotonic() - authorisedAt >= settledMs;
    rejections = wasGood ? 0 : rejections + 1;
    if (rejections === maxRejections) return { reason: "auth-unanswered" };
    if (rejections > 0) await clock.sleep(backoffMs(renewal, rejections, options.random), signal);
    const renewed = await renew(options);
    if ("reason" in renewed) return renewed;
    token = renewed.token;
  }
  return { reason: "stopped" };
}

/** `auth success`, or the `jwt error` that was not followed by it, or `undefined` when nothing came. */
async function answerToAuth(options: AuthorisationOptions): Promise<AuthEvent | undefined> {
  const { inbox, clock, signal } = options;
  let deadline = clock.monotonic() + answerWithinMs;
  let error: AuthEvent | undefined;
  for (;;) {
    const event = await inbox.next(clock, signal, deadline - clock.monotonic());
    if (event === undefined) return error;
    if (event.type === "auth-success" || isFatal(event)) return event;
    if (event.type !== "jwt-error" || error) continue;
    error = event;
    deadline = Math.min(deadline, clock.monotonic() + afterErrorMs);
  }
}

function isFatal(event: AuthEvent): boolean {
  return event.type === "jwt-error" && event.kind === "fatal";
}

/** A new token, asked for until there is one: events stop when the old one runs out, the socket stays. */
async function renew(options: AuthorisationOptions): Promise<Credentials | ConnectionEnd> {
  const { wallet, clock, signal } = options;
  for (let attempt = 1; !signal.aborted; attempt += 1) {
    const answer = await wallet.renew(signal);
    if (answer.kind === "token") return answer.credentials;
    if (answer.kind === "blocked") return { reason: "no-token", failure: answer };
    const wait = backoffMs(renewal, attempt, options.random);
    await clock.sleep(Math.max(wait, answer.retryAfterMs ?? 0), signal);
  }
  return { reason: "stopped" };
}
