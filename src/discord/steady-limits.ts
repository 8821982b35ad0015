/**
 * discord.js remembers until which wall time it must not send. When the host's clock is set back by an hour, everything
 * would wait for that hour: the limits of before are forgotten then, and Discord's next answers tell them anew.
 */
import type { REST } from "discord.js";
import type { Clock } from "../lib/clock.ts";

/** Wall time and the monotonic one differ by so much more or less from reading to reading. */
const readingMs = 500;

export function keepLimitsSteady(rest: REST, clock: Pick<Clock, "now" | "monotonic">): void {
  const queueRequest = rest.queueRequest.bind(rest);
  let offset = clock.now() - clock.monotonic();
  rest.queueRequest = (request) => {
    const before = offset;
    offset = clock.now() - clock.monotonic();
    if (offset < before - readingMs) forgetLimits(rest);
    return queueRequest(request);
  };
}

function forgetLimits(rest: REST): void {
  rest.handlers.clear();
  rest.globalReset = -1;
  rest.globalDelay = null;
}
