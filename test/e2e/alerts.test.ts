import { afterEach, describe, expect, test } from "vitest";
import type { ChannelMessage } from "../simulators/discord/seen-message.ts";
import { ROOST_GUILD } from "../simulators/discord/guild-plan.ts";
import { buttonsOf, fieldsOf, openHouse, pause, until, type House, type HouseOptions } from "./house.ts";

let house: House | undefined;
afterEach(async () => {
  await house?.[Symbol.asyncDispose]();
  house = undefined;
});

const channels = ["general", "alerts", "console"];

async function open(options: Partial<HouseOptions> = {}): Promise<House> {
  house = await openHouse({
    discord: { guilds: [{ ...ROOST_GUILD, channels }] },
    panel: {
      servers: [{ name: "survival", game: "minecraft", running: true }],
      timings: { startMs: 600, stopMs: 200 },
    },
    environment: ({ discord }) => ({
      ALERT_CHANNEL_ID: discord.guild.channel("alerts").id,
      ALERT_ROLE_ID: discord.guild.role("Operator").id,
    }),
    ...options,
  });
  return house;
}

const told = ({ discord }: House): ChannelMessage[] => discord.messages("alerts");
const titles = (at: House): string[] => told(at).map(({ embeds, content }) => embeds[0]?.title ?? content);

/** Long enough in virtual time for anything that will be told to be told. */
async function quiet(at: House, ms = 15_000): Promise<void> {
  await at.travel(ms);
  await pause(30);
}

describe("a crash", () => {
  test("is told with its exit line, the last lines and who acted last, and pings the role", async () => {
    const at = await open();
    const server = at.panel.server("survival");
    await (await at.person("adam").slash("/cmd", { command: "say hello" })).reply();
    server.print("java.lang.IllegalStateException: broken from 203.0.113.9");
    server.node.power.held = true;
    server.crash(134);
    const alert = await at.discord.untilMessage("alerts", ({ embeds }) => embeds.length > 0);
    expect(alert.embeds[0]?.title).toBe("🔴 survival crashed");
    expect(fieldsOf(alert)).toMatchObject({
      Exit: "Exit code: 134 (it gave up on an error)",
      "Last used": expect.stringMatching(/^`\/cmd` by \*\*adam\*\*/i) as string,
    });
    expect(alert.pings.roles).toEqual([at.discord.guild.role("Operator").id]);
    expect(buttonsOf(alert)).toEqual(["Start", "Console", "Mute 1 h"]);
    const file = at.discord.attachment(alert.attachments[0]?.id ?? "")?.toString() ?? "";
    expect(file).toContain("IllegalStateException: broken from [ip]");
    expect(file.trimEnd().split("\n").length).toBeLessThanOrEqual(30);
  });

  test("in a loop is one message that counts up, and is over when the server is back", async () => {
    const at = await open();
    const server = at.panel.server("survival");
    for (let crash = 1; crash <= 3; crash += 1) {
      server.crash(1);
      await at.discord.until(() => {
        const title = told(at)[0]?.embeds[0]?.title ?? "";
        return title.includes("crashed") && (crash === 1 || title.includes(`${crash} times`))
          ? true
          : undefined;
      });
      if (server.state === "offline") server.node.power.act("start");
      await until(() => server.state === "running", "the server");
    }
    await at.discord.until(() => (titles(at)[0] === "🟢 survival is running again" ? true : undefined));
    expect(told(at)).toHaveLength(1);
    expect(told(at)[0]?.edits.every(({ pings }) => pings.roles.length <= 1)).toBe(true);
  });

  test.each<[string, (at: House) => Promise<void> | void]>([
    ["a stop with /power", async (at) => void (await at.person("oscar").slash("/power", { signal: "stop" }))],
    ["a stop from the panel", (at) => at.panel.server("survival").node.power.act("stop")],
    ["a stop typed into the game", (at) => at.panel.server("survival").node.power.write("stop")],
    ["a kill", (at) => at.panel.server("survival").node.power.act("kill")],
  ])("is not what %s is taken for", async (_what, stop) => {
    const at = await open();
    await stop(at);
    await until(() => at.panel.server("survival").state === "offline", "the stop");
    await quiet(at);
    expect(titles(at)).toEqual([]);
  });
});

test("a role that the bot may not ping is told to whoever runs it, once", async () => {
  const at = await open({
    environment: ({ discord }) => {
      discord.guild.role("Operator").mentionable = false;
      discord.guild.channel("alerts").deny("MentionEveryone");
      return {
        ALERT_CHANNEL_ID: discord.guild.channel("alerts").id,
        ALERT_ROLE_ID: discord.guild.role("Operator").id,
        AUDIT_CHANNEL_ID: discord.guild.channel("console").id,
      };
    },
  });
  at.panel.server("survival").crash(1);
  await at.discord.untilMessage("alerts");
  const warning = await at.discord.untilMessage("console", ({ content }) => content.includes("did not ping"));
  expect(warning.content).toContain("let everybody mention the role");
  expect(warning.pings.roles).toEqual([]);
});

describe("a node that skips states", () => {
  /** It is down, and the socket tells no more than that. */
  async function down(log: string): Promise<House> {
    const at = await open();
    const server = at.panel.server("survival");
    server.log(log, 1);
    const { game } = server.node.power;
    Object.assign(server.node.power, { state: "offline", game: undefined });
    game?.kill();
    server.node.emit("status", ["offline"]);
    await pause(30);
    return at;
  }

  async function wait(at: House): Promise<void> {
    await quiet(at, 5_000);
    // Time that is made to pass is quicker than the panel's answer.
    await until(() => at.panel.count("GET", "/servers/:server/activity") > 0, "the question");
    await pause(50);
    for (let step = 0; step < 5; step += 1) await quiet(at, 5_000);
  }

  test("has no kill in the panel taken for a crash", async () => {
    const at = await down("server:power.kill");
    await wait(at);
    expect(titles(at)).toEqual([]);
  });

  test("has no restart in the panel taken for a crash", async () => {
    const at = await down("server:power.restart");
    at.panel.server("survival").node.power.act("start");
    await until(() => at.panel.server("survival").state === "running", "the server");
    await wait(at);
    expect(titles(at)).toEqual([]);
  });

  test("has a crash without any word of the daemon told", async () => {
    const at = await down("server:file.write");
    await wait(at);
    expect(titles(at)).toEqual(["🔴 survival crashed"]);
  });
});

describe("a node that stops a server for its full disk", () => {
  test("has it told, with a ping, although it stops it in good order", async () => {
    const at = await open();
    const { node } = at.panel.server("survival");
    node.console.daemon("Server is exceeding the assigned disk space limit, stopping process now.");
    node.power.act("stop");
    const alert = await at.discord.untilMessage("alerts");
    expect(alert.embeds[0]?.title).toBe("🔴 survival was stopped: its disk is full");
    expect(alert.pings.roles).toHaveLength(1);
  });
});

describe("a stop typed by somebody in the game", () => {
  test("is no crash, however much the plugins say after it", async () => {
    const at = await open();
    const server = at.panel.server("survival");
    server.node.power.held = true;
    server.print(
      "[INFO]: Stopping the server",
      ...Array.from({ length: 60 }, (_, n) => `Disabling plugin ${n}`),
    );
    server.crash(0);
    await quiet(at);
    await quiet(at);
    expect(titles(at)).toEqual([]);
  });
});

describe("a stop while the console could not be seen", () => {
  async function stoppedUnseen(log?: string): Promise<House> {
    const at = await open();
    const server = at.panel.server("survival");
    at.panel.wings.down();
    await quiet(at, 5_000);
    server.node.power.held = true;
    server.crash(1);
    if (log !== undefined) server.log(log, 1);
    at.panel.wings.up();
    await at.untilConsolesOpen();
    for (let step = 0; step < 8; step += 1) await quiet(at, 5_000);
    return at;
  }

  test("is no alert when the panel's log has it", async () => {
    expect(titles(await stoppedUnseen("server:power.kill"))).toEqual([]);
  });

  test("that nobody asked for is told", async () => {
    expect(titles(await stoppedUnseen("server:file.write"))).toEqual(["🔴 survival is offline"]);
  });
});

describe("a crash while the bot does not run", () => {
  async function crashedMeanwhile(log?: string): Promise<House> {
    const at = await open();
    const server = at.panel.server("survival");
    await at.app.stop();
    server.node.power.held = true;
    server.crash(1);
    if (log !== undefined) server.log(log, 1);
    await at.restart();
    await at.untilConsolesOpen();
    for (let step = 0; step < 8; step += 1) await quiet(at, 5_000);
    return at;
  }

  test("is told after its start", async () => {
    expect(titles(await crashedMeanwhile())).toEqual(["🔴 survival is offline"]);
  });

  test("is no alert when somebody stopped the server in the panel", async () => {
    expect(titles(await crashedMeanwhile("server:power.stop"))).toEqual([]);
  });
});

describe("buttons of an alert", () => {
  async function crashed(): Promise<House> {
    const at = await open();
    at.panel.server("survival").node.power.held = true;
    at.panel.server("survival").crash(1);
    await at.discord.untilMessage("alerts");
    at.panel.server("survival").node.power.held = false;
    return at;
  }

  test("start the server hours later, after a restart of the bot", async () => {
    const at = await crashed();
    await at.restart();
    await at.untilConsolesOpen();
    await at.travel(3 * 3_600_000, 60_000);
    await at.untilConsolesOpen();
    await at.person("oscar").click(told(at)[0]!, "Start");
    await until(() => at.panel.server("survival").state === "running", "the server");
  });

  test("ask for the same access as the command", async () => {
    const at = await crashed();
    const reply = await (await at.person("vera").click(told(at)[0]!, "Start")).reply();
    expect(reply.content).toContain("You cannot use this");
    expect(reply.ephemeral).toBe(true);
    expect(at.panel.server("survival").powerSignals).toEqual([]);
  });

  test("do nothing that no command does, whatever id a client sends", async () => {
    const at = await crashed();
    for (const id of [
      "roost!power!signal=explode",
      "roost!power!signal=kill!server=%",
      "roost!nothing",
      "roost!cmd!server=survival!shout=x",
      "roost!files edit",
    ]) {
      const reply = await (await at.person("adam").replay(told(at)[0]!, id)).reply();
      expect(reply.content).toContain("too old");
    }
    expect(at.panel.server("survival").powerSignals).toEqual([]);
  });

  test("show the console, and silence the server for an hour", async () => {
    const at = await crashed();
    const tail = await (await at.person("oscar").click(told(at)[0]!, "Console")).reply();
    expect(tail.content).toContain("The console of **survival**");
    expect(buttonsOf(tail)).toEqual(["Refresh"]);
    const forAdmin = await (await at.person("adam").click(told(at)[0]!, "Console")).reply();
    expect(buttonsOf(forAdmin)).toEqual(["Refresh", "Send command"]);
    const muted = await (await at.person("oscar").click(told(at)[0]!, "Mute 1 h")).reply();
    expect(muted.content).toContain("muted alerts about **survival**");
    await at.restart();
    await at.untilConsolesOpen();
    at.panel.server("survival").node.power.act("start");
    await until(() => at.panel.server("survival").state === "running", "the server");
    await at.travel(11 * 60_000, 5000);
    await at.untilConsolesOpen();
    at.panel.server("survival").node.power.held = true;
    at.panel.server("survival").crash(1);
    await quiet(at);
    expect(titles(at).filter((title) => title.includes("🔴"))).toEqual([]);
  });
});

describe("an outage", () => {
  test("of the panel is told once, and when it is over, with how long it took", async () => {
    const at = await open();
    at.panel.down();
    at.panel.wings.down();
    for (let step = 0; step < 30 && told(at).length === 0; step += 1) await quiet(at, 10_000);
    expect(titles(at)).toEqual(["🔴 The panel cannot be reached"]);
    expect(told(at)[0]?.pings.roles).toHaveLength(1);
    await quiet(at, 120_000);
    expect(told(at)).toHaveLength(1);
    at.panel.up();
    at.panel.wings.up();
    for (let step = 0; step < 30 && told(at).length === 1; step += 1) await quiet(at, 10_000);
    expect(titles(at)[0]).toBe("🟢 The panel can be reached again");
    expect(titles(at)[1]).toMatch(/^🟢 The panel can be reached again, after \d+ min/);
    expect(told(at)[1]?.pings.roles).toEqual([]);
  });

  test("of the panel alone is told within minutes, although nobody asks it anything", async () => {
    const at = await open();
    at.panel.down();
    for (let step = 0; step < 18 && told(at).length === 0; step += 1) await quiet(at, 10_000);
    expect(titles(at)).toEqual(["🔴 The panel cannot be reached"]);
    expect(told(at)[0]?.embeds[0]?.description).toContain("The consoles still come through");
  });

  test("of a node is told as such, and not as a server that is down", async () => {
    const at = await open();
    at.panel.wings.down();
    for (let step = 0; step < 30 && told(at).length === 0; step += 1) await quiet(at, 10_000);
    expect(titles(at)).toEqual([expect.stringMatching(/^🔴 The node .* cannot be reached$/)]);
  });
});
