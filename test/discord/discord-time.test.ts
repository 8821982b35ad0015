import { expect, test } from "vitest";
import { DiscordTime } from "../../src/discord/discord-time.ts";
import { ManualClock } from "../manual-clock.ts";

const hourMs = 3_600_000;

test("Discord's time is learnt from its answers, whatever the host's clock says or does", async () => {
  const clock = new ManualClock();
  const host = clock.now();
  const time = new DiscordTime(clock);
  expect(time.now()).toBe(host);
  time.note(new Date(host - hourMs).toUTCString());
  expect(Math.abs(time.now() - (host - hourMs))).toBeLessThan(1000);
  await clock.advance(90_000);
  clock.now = () => host + 5 * hourMs;
  expect(Math.abs(time.now() - (host - hourMs + 90_000))).toBeLessThan(1000);
});

test.each([null, "", "soon"])("a date of %j says nothing", (date) => {
  const clock = new ManualClock();
  const time = new DiscordTime(clock);
  time.note(date);
  expect(time.now()).toBe(clock.now());
});
