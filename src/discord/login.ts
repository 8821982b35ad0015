/** Brings a client online, however long Discord is away. */
import { DiscordjsErrorCodes, Events, type Client } from "discord.js";
import { backoffMs } from "../lib/backoff.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import { unlessAborted } from "../lib/unless-aborted.ts";

const between = { firstMs: 2000, maxMs: 60_000 };

export type LoggedIn = "ready" | "wrong-token" | "stopped";

/** Tries until Discord takes the token or says that it is wrong. */
export async function logIn(
  client: Client,
  token: string,
  parts: { clock: Clock; log: Log; signal: AbortSignal },
): Promise<LoggedIn> {
  const { clock, log, signal } = parts;
  const ready = new Promise<void>((resolve) => {
    client.once(Events.ClientReady, () => {
      resolve();
    });
  });
  for (let attempt = 1; !signal.aborted; attempt += 1) {
    try {
      await client.login(token);
      await unlessAborted(ready, signal);
      return signal.aborted ? "stopped" : "ready";
    } catch (error) {
      if ((error as { code?: unknown }).code === DiscordjsErrorCodes.TokenInvalid) return "wrong-token";
      log.warn({ err: error }, "Discord cannot be reached yet");
      await clock.sleep(backoffMs(between, attempt), signal);
    }
  }
  return "stopped";
}
