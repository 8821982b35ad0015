/** What the simulator breaks on request, and how stock discord.js takes it. */
import type { Client, TextChannel } from "discord.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call, connect, TOKEN } from "./client.ts";
import { DiscordSimulator } from "./discord-simulator.ts";

let discord: DiscordSimulator;
let client: Client<true>;
let channel: TextChannel;

beforeEach(async () => {
  discord = await DiscordSimulator.start({ token: TOKEN });
  client = await connect(discord, { enforceNonce: true, rest: { timeout: 250 } });
  channel = client.channels.cache.get(discord.guild.channel("console").id) as TextChannel;
});

afterEach(async () => {
  await client.destroy();
  await discord.stop();
});

it("fails the next matching requests and no others", async () => {
  discord.failNext(500, { method: "POST", path: "/messages", times: 2 });
  expect((await call(discord, "GET", "/users/@me")).status).toBe(200);
  await channel.send("x");
  const posts = discord.requests.filter(({ method }) => method === "POST");
  expect(posts.map(({ status }) => status)).toEqual([500, 500, 200]);
});

it("makes discord.js wait when it says so", async () => {
  discord.rateLimitNext(50, { path: "/messages" });
  const startedAt = Date.now();
  await channel.send("x");
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(50);
  expect(discord.rateLimited).toHaveLength(1);
});

it("never answers, and the next attempt gets through", async () => {
  discord.hangNext({ path: "/messages" });
  await channel.send("x");
  expect(discord.messages("console")).toHaveLength(1);
});

it("loses an answer, and a repeated nonce does not say it twice", async () => {
  discord.loseAnswer({ path: "/messages" });
  await channel.send("x");
  expect(discord.requests.filter(({ method }) => method === "POST")).toHaveLength(2);
  expect(discord.messages("console").map(({ content }) => content)).toEqual(["x"]);
});

it("lets requests arrive late", async () => {
  discord.slow(30);
  const startedAt = Date.now();
  await channel.send("x");
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(29);
});

it("tells of each change as it happens", async () => {
  const told: string[] = [];
  const stopListening = discord.onChange((change) => {
    if (change.type === "message") told.push(`${change.what} ${change.message.content}`);
  });
  const message = await channel.send("x");
  await message.edit("y");
  await message.delete();
  stopListening();
  await discord.person("oscar").say("general", "unheard");
  expect(told).toEqual(["created x", "edited y", "deleted y"]);
});

describe("several guilds", () => {
  it("hold the bot or not, and the same people", async () => {
    const two = await DiscordSimulator.start({
      token: TOKEN,
      guilds: [
        { name: "One", people: { oscar: [] } },
        { name: "Two", people: { oscar: [] }, hasBot: false, channels: ["lobby"] },
      ],
    });
    const other = await connect(two);
    expect(other.guilds.cache.map(({ name }) => name)).toEqual(["One"]);
    const lobby = two.guildNamed("Two").channel("lobby");
    expect(await (await call(two, "GET", `/guilds/${two.guildNamed("Two").id}`)).json()).toMatchObject({
      code: 10_004,
    });
    expect(await (await call(two, "GET", `/channels/${lobby.id}`)).json()).toMatchObject({ code: 50_001 });
    expect(two.person("oscar", { guild: "Two" }).id).toBe(two.person("oscar").id);
    expect(() => two.person("stranger")).toThrow("stranger is not in One");
    await other.destroy();
    await two.stop();
  });
});
