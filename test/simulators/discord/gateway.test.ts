/** The gateway: what it lets in, what it sends whom, and how it breaks. */
import { Events, GatewayIntentBits, type Message } from "discord.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { connect, TOKEN } from "./client.ts";
import { DiscordSimulator } from "./discord-simulator.ts";
import type { Raw } from "./raw.ts";

let discord: DiscordSimulator;
const closers: (() => unknown)[] = [];

beforeEach(async () => {
  discord = await DiscordSimulator.start({ token: TOKEN });
});

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await discord.stop();
});

/** A socket that keeps what it hears. */
class Ear {
  readonly frames: Raw[] = [];
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;
  #wake: () => void = () => {};

  constructor() {
    this.#socket = new WebSocket(`${discord.gatewayUrl}?v=10&encoding=json`);
    this.#socket.on("message", (data: Buffer) => {
      this.frames.push(JSON.parse(data.toString()) as Raw);
      this.#wake();
    });
    this.closed = new Promise((resolve) => {
      this.#socket.on("close", resolve);
    });
    closers.push(() => {
      this.#socket.terminate();
    });
  }

  send(op: number, d: unknown): void {
    this.#socket.send(JSON.stringify({ op, d }));
  }

  async hear(t: string | number): Promise<Raw> {
    for (;;) {
      const found = this.frames.find((frame) => frame["t"] === t || frame["op"] === t);
      if (found) return found;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async identify(intents: number, token = TOKEN): Promise<void> {
    await this.hear(10);
    this.send(2, { token, intents, properties: {} });
  }

  close(code: number): void {
    this.#socket.close(code);
  }
}

const { Guilds, GuildMessages, MessageContent } = GatewayIntentBits;

describe("identifying", () => {
  it("gets READY on loopback and one GUILD_CREATE for each guild", async () => {
    const ear = new Ear();
    await ear.identify(Guilds);
    const ready = (await ear.hear("READY"))["d"] as Raw;
    expect(ready["resume_gateway_url"]).toMatch(/^ws:\/\/127\.0\.0\.1:/u);
    const guild = (await ear.hear("GUILD_CREATE"))["d"] as { channels: Raw[]; members: Raw[] };
    expect(guild.channels.map(({ name }) => name)).toEqual([
      "general",
      "console",
      "status",
      "alerts",
      "audit",
    ]);
    expect(guild.members).toHaveLength(1);
  });

  it.each([
    ["a wrong token", 4_004, Guilds, "wrong"],
    ["a privileged intent that is off", 4_014, Guilds | MessageContent, TOKEN],
    ["intents that do not exist", 4_013, 1 << 29, TOKEN],
  ])("closes on %s with %i", async (_what, code, intents, token) => {
    const ear = new Ear();
    await ear.identify(intents, token);
    expect(await ear.closed).toBe(code);
  });

  it("closes when something is sent before it", async () => {
    const ear = new Ear();
    await ear.hear(10);
    ear.send(3, {});
    expect(await ear.closed).toBe(4_003);
  });

  it("sends interactions even without any intent", async () => {
    const ear = new Ear();
    await ear.identify(0);
    await ear.hear("READY");
    discord.sendInteraction({ data: { name: "x" } });
    expect(await ear.hear("INTERACTION_CREATE")).toMatchObject({ d: { entitlements: [], version: 1 } });
  });
});

describe("message content", () => {
  async function heard(intents: number, act: () => Promise<unknown>): Promise<Raw> {
    const ear = new Ear();
    await ear.identify(intents);
    await ear.hear("GUILD_CREATE");
    await act();
    return (await ear.hear("MESSAGE_CREATE"))["d"] as Raw;
  }

  it("is hidden without the intent", async () => {
    const message = await heard(Guilds | GuildMessages, () => discord.person("oscar").say("general", "hi"));
    expect(message).toMatchObject({ content: "", author: { username: "oscar" }, member: { deaf: false } });
  });

  it("is told with it", async () => {
    discord.setPrivilegedIntents(["MessageContent"]);
    const intents = Guilds | GuildMessages | MessageContent;
    expect(await heard(intents, () => discord.person("oscar").say("general", "hi"))).toMatchObject({
      content: "hi",
    });
  });

  it("is told when the bot is mentioned", async () => {
    const text = `<@${discord.applicationId}> hi`;
    const message = await heard(Guilds | GuildMessages, () => discord.person("oscar").say("general", text));
    expect(message).toMatchObject({ content: text });
  });

  it.each([
    [true, "stop"],
    [false, ""],
  ])("of an answer to the bot with ping %s is %j", async (ping, content) => {
    const client = await connect(discord, { intents: ["Guilds", "GuildMessages"] });
    closers.push(() => client.destroy());
    const channel = await client.channels.fetch(discord.guild.channel("console").id);
    if (!channel?.isSendable()) throw new Error("no channel");
    const line = await channel.send("[12:00] Done!");
    const told = new Promise<Message>((resolve) => {
      client.on(Events.MessageCreate, (message) => {
        if (!message.author.bot) resolve(message);
      });
    });
    await discord.person("oscar").say("console", "stop", { replyTo: line, ping });
    const message = await told;
    expect(message.content).toBe(content);
    expect(message.reference?.messageId).toBe(line.id);
  });

  it("does not come at all without GuildMessages", async () => {
    const ear = new Ear();
    await ear.identify(Guilds);
    await ear.hear("GUILD_CREATE");
    await discord.person("oscar").say("general", "hi");
    discord.sendInteraction({});
    await ear.hear("INTERACTION_CREATE");
    expect(ear.frames.some(({ t }) => t === "MESSAGE_CREATE")).toBe(false);
  });
});

describe("losing the connection", () => {
  it("replays what was missed", async () => {
    const first = new Ear();
    await first.identify(Guilds | GuildMessages);
    const { d } = await first.hear("READY");
    const { s } = await first.hear("GUILD_CREATE");
    discord.dropGateway();
    expect(await first.closed).toBe(4_000);
    await discord.person("oscar").say("general", "while you were away");
    const second = new Ear();
    await second.hear(10);
    second.send(6, { token: TOKEN, session_id: (d as Raw)["session_id"], seq: s });
    await second.hear("RESUMED");
    expect(second.frames.map(({ t }) => t)).toEqual([null, "MESSAGE_CREATE", "RESUMED"]);
    expect(discord.gatewayCounts).toMatchObject({ connected: 1, identifies: 1, resumes: 1 });
  });

  it("refuses to resume a session it does not know", async () => {
    const ear = new Ear();
    await ear.hear(10);
    ear.send(6, { token: TOKEN, session_id: "0".repeat(32), seq: 1 });
    expect(await ear.hear(9)).toMatchObject({ d: false });
  });

  it("is survived by discord.js: it resumes after opcode 7", async () => {
    const client = await connect(discord);
    closers.push(() => client.destroy());
    const resumed = new Promise((resolve) => {
      client.once(Events.ShardResume, resolve);
    });
    discord.reconnect();
    await resumed;
    expect(discord.gatewayCounts).toMatchObject({ connected: 1, identifies: 1, resumes: 1 });
  });

  it("closes the door and lets in again", async () => {
    discord.outage(true);
    expect((await fetch(`${discord.apiUrl}/v10/gateway`)).status).toBe(503);
    await expect(
      new Promise((_resolve, reject) => {
        new WebSocket(discord.gatewayUrl).on("error", reject);
      }),
    ).rejects.toThrow("503");
    discord.outage(false);
    const ear = new Ear();
    await ear.identify(Guilds);
    await ear.hear("READY");
  });
});

it("tells about a channel that is deleted, and presences that come too often", async () => {
  const ear = new Ear();
  await ear.identify(Guilds);
  await ear.hear("GUILD_CREATE");
  const { id } = discord.guild.channel("console");
  discord.guild.deleteChannel("console");
  expect(await ear.hear("CHANNEL_DELETE")).toMatchObject({ d: { id } });
  for (let count = 0; count < 6; count += 1)
    ear.send(3, { status: "online", activities: [], since: null, afk: false });
  await discord.until(() => (discord.problems.length > 0 ? true : undefined));
  expect(discord.presences).toHaveLength(6);
  expect(discord.problems).toEqual(["more than 5 presence updates in 20 s"]);
});
