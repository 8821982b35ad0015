import { REST } from "discord.js";
import { expect, it } from "vitest";
import { keepLimitsSteady } from "../../src/discord/steady-limits.ts";

const hourMs = 3_600_000;

/** A library whose limits were read before the clock was set back: they are over in an hour. */
async function answersAfter(jumpMs: number): Promise<boolean> {
  let wall = hourMs;
  const rest = new REST({
    makeRequest: () =>
      Promise.resolve(
        new Response("{}", {
          headers: {
            "content-type": "application/json",
            "x-ratelimit-limit": "1",
            "x-ratelimit-remaining": "0",
            "x-ratelimit-reset-after": String(hourMs / 1000),
            "x-ratelimit-bucket": "b",
          },
        }),
      ),
  }).setToken("token");
  keepLimitsSteady(rest, { now: () => wall, monotonic: () => 0 });
  await rest.get("/channels/111111111111111111/messages");
  rest.globalRemaining = 0;
  rest.globalReset = Date.now() + hourMs;
  wall += jumpMs;
  const given = new AbortController();
  const second = rest.get("/channels/111111111111111111/messages", { signal: given.signal });
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, 40, false));
  const isAnswered = await Promise.race([second.then(() => true), late]);
  rest.clearHandlerSweeper();
  rest.clearHashSweeper();
  return isAnswered;
}

it.each([
  ["is sent at once after the clock was set back", -hourMs, true],
  ["waits as Discord wants it while the clock goes on as it did", 0, false],
  ["waits as Discord wants it when two readings differ a little", -100, false],
])("a request %s", async (_, jumpMs, isSent) => {
  expect(await answersAfter(jumpMs)).toBe(isSent);
});
