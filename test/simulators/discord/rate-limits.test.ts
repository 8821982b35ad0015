/** Budgets, their headers, and stock discord.js living within them. */
import { type TextChannel } from "discord.js";
import { afterEach, expect, it } from "vitest";
import { call, connect, TOKEN } from "./client.ts";
import { DiscordSimulator } from "./discord-simulator.ts";

/** Stands still, so that a slow machine cannot end a window. */
const FROZEN = { now: () => Date.UTC(2026, 0, 5), after: () => () => {} };

let discord: DiscordSimulator;

afterEach(() => discord.stop());

it("tells the budget in headers and refuses the sixth message in five seconds", async () => {
  discord = await DiscordSimulator.start({ token: TOKEN, clock: FROZEN });
  const path = `/channels/${discord.guild.channel("console").id}/messages`;
  const first = await call(discord, "POST", path, { content: "1" });
  expect(first.headers.get("x-ratelimit-limit")).toBe("5");
  expect(first.headers.get("x-ratelimit-remaining")).toBe("4");
  expect(first.headers.get("x-ratelimit-reset-after")).toBe("5.000");
  for (const content of ["2", "3", "4", "5"]) await call(discord, "POST", path, { content });
  const sixth = await call(discord, "POST", path, { content: "6" });
  expect(sixth.status).toBe(429);
  expect(await sixth.json()).toMatchObject({ message: "You are being rate limited.", global: false });
  expect(sixth.headers.get("retry-after")).toBe("5");
  expect(discord.rateLimited).toMatchObject([{ method: "POST", route: "/channels/:channel/messages" }]);
});

it("limits sends and edits apart, and each channel for itself", async () => {
  discord = await DiscordSimulator.start({ token: TOKEN, clock: FROZEN });
  const [one, two] = ["console", "alerts"].map(
    (name) => `/channels/${discord.guild.channel(name).id}/messages`,
  );
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1) {
    const answer = await call(discord, "POST", one ?? "", { content: `${index}` });
    ids.push(((await answer.json()) as { id: string }).id);
    expect((await call(discord, "POST", two ?? "", { content: "x" })).status).toBe(200);
    expect((await call(discord, "PATCH", `${one}/${ids[0]}`, { content: `${index}.` })).status).toBe(200);
  }
  expect(discord.rateLimited).toEqual([]);
  expect((await call(discord, "PATCH", `${one}/${ids[0]}`, { content: "x" })).status).toBe(429);
});

it("never limits discord.js, which reads the headers", async () => {
  discord = await DiscordSimulator.start({ token: TOKEN, timeScale: 50, keepDeadlines: true });
  const client = await connect(discord);
  const channel = client.channels.cache.get(discord.guild.channel("console").id) as TextChannel;
  const open = await channel.send("open");
  await Promise.all([
    ...Array.from({ length: 25 }, (_, index) => channel.send(`line ${index}`)),
    ...Array.from({ length: 25 }, (_, index) => open.edit(`edit ${index}`)),
  ]);
  expect(discord.messages("console").map(({ content }) => content)).toEqual([
    "edit 24",
    ...Array.from({ length: 25 }, (_, index) => `line ${index}`),
  ]);
  expect(discord.rateLimited).toEqual([]);
  await client.destroy();
});

it("refuses a third rename in ten minutes although the bucket has room", async () => {
  discord = await DiscordSimulator.start({ token: TOKEN, clock: FROZEN });
  const general = discord.guild.channel("general");
  general.allow("ManageChannels");
  const rename = (topic: string): Promise<Response> =>
    call(discord, "PATCH", `/channels/${general.id}`, { topic });
  await rename("1");
  await rename("2");
  const third = await rename("3");
  expect(third.status).toBe(429);
  expect(Number(third.headers.get("x-ratelimit-remaining"))).toBeGreaterThan(0);
  expect(third.headers.get("retry-after")).toBe("600");
});

it("refuses a fourth edit of old messages in six seconds with 30046", async () => {
  let shiftMs = 0;
  const clock = { now: () => Date.now() + shiftMs, after: () => () => {} };
  discord = await DiscordSimulator.start({ token: TOKEN, clock });
  const path = `/channels/${discord.guild.channel("general").id}/messages`;
  const { id } = (await (await call(discord, "POST", path, { content: "x" })).json()) as { id: string };
  shiftMs = 3_600_001;
  for (const content of ["1", "2", "3"]) await call(discord, "PATCH", `${path}/${id}`, { content });
  const fourth = await call(discord, "PATCH", `${path}/${id}`, { content: "4" });
  expect(fourth.status).toBe(429);
  expect(await fourth.json()).toMatchObject({ code: 30_046 });
});

it("refuses the whole bot above fifty requests a second", async () => {
  discord = await DiscordSimulator.start({ token: TOKEN, clock: FROZEN });
  const asked = Array.from({ length: 60 }, (_, index) =>
    call(discord, "GET", index % 2 ? "/users/@me" : "/gateway"),
  );
  const answers = await Promise.all(asked);
  const global = answers.filter(({ headers }) => headers.get("x-ratelimit-scope") === "global");
  expect(global).toHaveLength(10);
});
