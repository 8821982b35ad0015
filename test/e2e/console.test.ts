import { afterEach, describe, expect, test } from "vitest";
import type { ChannelMessage } from "../simulators/discord/seen-message.ts";
import { ROOST_GUILD } from "../simulators/discord/guild-plan.ts";
import { buttonsOf, openHouse, pause, quickTimings, until, type House } from "./house.ts";

let house: House | undefined;
afterEach(async () => {
  await house?.[Symbol.asyncDispose]();
  house = undefined;
});

const channels = ["general", "console", "elsewhere", "audit"];

async function open(environment: Record<string, string> = {}, options = {}): Promise<House> {
  house = await openHouse({
    discord: { guilds: [{ ...ROOST_GUILD, channels }] },
    panel: { servers: [{ name: "survival", game: "minecraft", running: true }], timings: quickTimings },
    environment: ({ discord }) => ({
      CONSOLE_CHANNEL_ID: discord.guild.channel("console").id,
      AUDIT_CHANNEL_ID: discord.guild.channel("audit").id,
      ...environment,
    }),
    ...options,
  });
  return house;
}

const survival = (at: House) => at.panel.server("survival");
const texts = (at: House, channel = "console"): string =>
  at.discord
    .messages(channel)
    .map(({ content }) => content)
    .join("\n");
const shows = (at: House, text: string, channel = "console"): Promise<ChannelMessage> =>
  at.discord.untilMessage(channel, ({ content }) => content.includes(text));

async function lineShown(at: House, text: string): Promise<ChannelMessage> {
  survival(at).print(text);
  return await shows(at, text);
}

describe("a reply to a console message", () => {
  test("is sent to the console, and the echo says who sent it", async () => {
    const at = await open();
    const message = await lineShown(at, "somebody needs help");
    await at.person("adam").say("console", "say coming", { replyTo: message });
    await until(() => survival(at).stdin.includes("say coming"), "the command");
    await shows(at, "⌨️ **Adam** `say coming`");
    expect(await at.records()).toMatchObject([
      {
        command: "cmd",
        actor: "Adam",
        server: "survival",
        arguments: { command: "say coming" },
        decision: "allowed",
      },
    ]);
  });

  test("is refused, told and recorded for who may not use /cmd", async () => {
    const at = await open();
    const message = await lineShown(at, "hello");
    await at.person("oscar").say("console", "op oscar", { replyTo: message });
    await shows(at, "You cannot use this");
    expect(survival(at).stdin).toEqual([]);
    expect(await at.records()).toMatchObject([{ actor: "Oscar", decision: "refused" }]);
  });

  test("keeps to CMD_DENY, and takes a stop for a power action", async () => {
    const at = await open({ CMD_DENY: "op" });
    const message = await lineShown(at, "hello");
    await at.person("adam").say("console", "op adam", { replyTo: message });
    await shows(at, "may not be sent from Discord");
    await at.person("adam").say("console", "stop", { replyTo: message });
    await until(() => survival(at).powerSignals.includes("stop"), "the stop");
    expect(survival(at).stdin).toEqual([]);
    await shows(at, "⌨️ **Adam** `stop`");
    await shows(at, "is stopped");
  });

  test("without a ping is answered with how to make it readable", async () => {
    const at = await open();
    const message = await lineShown(at, "hello");
    await at.person("adam").say("console", "say x", { replyTo: message, ping: false });
    await shows(at, "@ ON");
    expect(survival(at).stdin).toEqual([]);
  });

  test("goes to no console where two of them stream", async () => {
    house = await openHouse({
      panel: {
        servers: ["survival", "creative"].map((name) => ({ name, game: "minecraft", running: true })),
        timings: quickTimings,
      },
      environment: ({ discord }) => {
        const { id } = discord.guild.channel("console");
        return { CONSOLE_CHANNEL_ID: `survival:${id},creative:${id}` };
      },
    });
    const at = house;
    const message = await lineShown(at, "hello");
    await at.person("adam").say("console", "say x", { replyTo: message });
    await shows(at, "use `/cmd` and name the server");
    expect([...survival(at).stdin, ...at.panel.server("creative").stdin]).toEqual([]);
  });

  test("means nothing where CONSOLE_INPUT is off, nor do plain words", async () => {
    const at = await open({ CONSOLE_INPUT: "off" });
    const message = await lineShown(at, "hello");
    await at.person("adam").say("console", "say x", { replyTo: message });
    await at.person("adam").say("console", "say y");
    await pause(50);
    expect(survival(at).stdin).toEqual([]);
    expect(texts(at)).not.toContain("⌨️");
  });
});

describe("plain typing", () => {
  test("goes to the console where it is turned on, but not what people say to one another", async () => {
    const at = await open(
      { CONSOLE_INPUT: "typed" },
      { before: ({ discord }: Pick<House, "discord">) => discord.setPrivilegedIntents(["MessageContent"]) },
    );
    const said = await at.person("adam").say("console", "say typed");
    await until(() => survival(at).stdin.includes("say typed"), "the command");
    await at.person("adam").say("console", "well done", { replyTo: said });
    await at.person("vera").say("console", "nice");
    await at.person("vera").say("console", "really");
    await shows(at, "You cannot use this");
    await pause(50);
    expect(survival(at).stdin).toEqual(["say typed"]);
    expect(texts(at).match(/You cannot use this/g)).toHaveLength(1);
  });

  test("falls back to replies when Discord refuses it, and says so", async () => {
    const at = await open({ CONSOLE_INPUT: "typed" });
    expect(at.loggedWith("Message Content Intent")).toHaveLength(1);
    const message = await lineShown(at, "hello");
    await at.person("adam").say("console", "say replied", { replyTo: message });
    await until(() => survival(at).stdin.includes("say replied"), "the command");
    const status = await (await at.person("vera").slash("/status")).reply();
    expect(status.embeds).toHaveLength(1);
  });
});

describe("the order of the channel", () => {
  test("stays right when somebody speaks between the lines", async () => {
    const at = await open();
    const first = await lineShown(at, "before");
    const said = await at.person("vera").say("console", "what was that?");
    await at.travel(3000);
    const second = await lineShown(at, "after");
    expect(second.id).not.toBe(first.id);
    expect(BigInt(second.id) > BigInt(said.id)).toBe(true);
  });
});

describe("/console", () => {
  test("tail shows the last lines with a way to answer them", async () => {
    const at = await open();
    survival(at).print("joined from 203.0.113.7");
    await shows(at, "joined from [ip]");
    const reply = await (await at.person("adam").slash("/console tail", { lines: 1 })).reply();
    expect(reply.content).toContain("joined from [ip]");
    expect(reply.ephemeral).toBe(true);
    expect(buttonsOf(reply)).toEqual(["Refresh", "Send command"]);
    const form = await (await at.person("adam").click(reply, "Send command")).modal();
    await at.person("adam").submit(form, { command: "list" });
    await until(() => survival(at).stdin.includes("list"), "the command");
    const forOperator = await (await at.person("oscar").slash("/console tail")).reply();
    expect(buttonsOf(forOperator)).toEqual(["Refresh"]);
  });

  test("pause keeps the lines back, over a restart too, and resume shows them", async () => {
    const at = await open();
    await lineShown(at, "first");
    await (await at.person("adam").slash("/console pause")).reply();
    survival(at).print("second");
    await at.restart();
    await at.untilConsolesOpen();
    survival(at).print("third");
    await at.travel(5000);
    await pause(30);
    expect(texts(at)).not.toMatch(/second|third/);
    await (await at.person("adam").slash("/console resume")).reply();
    await shows(at, "third");
    expect(texts(at).match(/first|second|third/g)).toEqual(["first", "second", "third"]);
  });

  test("here moves the stream, for ever", async () => {
    const at = await open();
    await lineShown(at, "old place");
    const moved = await (await at.discord.person("adam", { in: "elsewhere" }).slash("/console here")).reply();
    expect(moved.content).toContain("streams here from now on");
    survival(at).print("new place");
    await shows(at, "new place", "elsewhere");
    await at.restart();
    await at.untilConsolesOpen();
    survival(at).print("still there");
    await shows(at, "still there", "elsewhere");
    expect(texts(at)).not.toMatch(/new place|still there/);
  });
});

describe("a restart of the bot", () => {
  test("repeats nothing and brings what was said meanwhile", async () => {
    const at = await open();
    for (let line = 1; line <= 40; line += 1) survival(at).print(`line ${line}`);
    await shows(at, "line 40");
    await at.app.stop();
    for (let line = 41; line <= 60; line += 1) survival(at).print(`line ${line}`);
    await at.restart();
    await shows(at, "line 60");
    survival(at).print("line 61");
    await shows(at, "line 61");
    const numbers = [...texts(at).matchAll(/line (\d+)/g)].map(([, number]) => Number(number));
    expect(numbers).toEqual(Array.from({ length: 61 }, (_, index) => index + 1));
    expect(texts(at)).not.toContain("missing");
  });

  test("says that lines may be missing when the history does not reach back", async () => {
    const at = await open();
    await lineShown(at, "before");
    await at.app.stop();
    for (let line = 1; line <= 400; line += 1) survival(at).print(`late ${line}`);
    await at.restart();
    await shows(at, "Lines may be missing here: Roost was not running");
  });
});
