import { createServer, type AddressInfo, type Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { DiscordSimulator } from "../simulators/discord/discord-simulator.ts";
import { PanelSimulator } from "../simulators/panel/panel-simulator.ts";
import { houseToken, openHouse, pause, quickTimings, until } from "./house.ts";
import { startProgram } from "./program.ts";

interface World extends AsyncDisposable {
  discord: DiscordSimulator;
  panel: PanelSimulator;
  environment: Record<string, string>;
}

async function openWorld(): Promise<World> {
  const discord = await DiscordSimulator.start({ token: houseToken });
  const panel = await PanelSimulator.start({ timings: quickTimings });
  return {
    discord,
    panel,
    environment: {
      DISCORD_TOKEN: houseToken,
      DISCORD_API_URL: discord.apiUrl,
      PANEL_URL: panel.url,
      PANEL_API_KEY: panel.key,
      ADMIN_ROLE_IDS: discord.guild.role("Admin").id,
    },
    async [Symbol.asyncDispose]() {
      await discord.stop();
      await panel.stop();
    },
  };
}

const expectNoSecrets = (printed: string, { panel }: World): void => {
  expect(printed).not.toContain(houseToken);
  expect(printed).not.toContain(panel.key);
  expect(printed).not.toMatch(/eyJ[\w-]{8,}\./);
};

describe("the program", () => {
  test("serves commands and /healthz; on SIGTERM it delivers what is pending and leaves with 0 within 5 s", async () => {
    await using world = await openWorld();
    const { discord, panel } = world;
    const channel = discord.guild.channel("console");
    await using program = startProgram({
      ...world.environment,
      CONSOLE_CHANNEL_ID: channel.id,
      HTTP_PORT: "0",
    });
    await program.untilPrinted('"ready"');
    const [, port] = /"port":(\d+),"msg":"health is served"/.exec(program.printed()) ?? [];
    const health = await fetch(`http://127.0.0.1:${port}/healthz`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ status: "ok", isGatewayReady: true });
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
    const use = await discord.person("vera", { in: "general" }).slash("/status");
    expect((await use.reply()).embeds[0]?.title).toBe("survival");

    const untilOpen = async (): Promise<void> => {
      const answer = await fetch(`http://127.0.0.1:${port}/healthz`);
      const { sockets } = (await answer.json()) as { sockets: { socket: string }[] };
      if (!sockets.every(({ socket }) => socket === "open")) await pause().then(untilOpen);
    };
    await untilOpen();
    panel.server("survival").print("a line before");
    await discord.untilMessage("console", ({ content }) => content.includes("a line before"));
    panel.server("survival").print("the last words");
    await new Promise((resolve) => setTimeout(resolve, 30));
    program.signal("SIGTERM");
    const { code, afterMs } = await program.exited;
    expect(code).toBe(0);
    expect(afterMs).toBeLessThan(5000);
    expect(
      discord
        .messages("console")
        .map(({ content }) => content)
        .join("\n"),
    ).toContain("the last words");
    expectNoSecrets(program.printed(), world);
    expect([...discord.problems, ...panel.problems]).toEqual([]);
  });

  test("says what to turn on when Discord refuses CONSOLE_INPUT=typed, and goes on with replies", async () => {
    await using world = await openWorld();
    const { discord, panel } = world;
    await using program = startProgram({
      ...world.environment,
      CONSOLE_CHANNEL_ID: discord.guild.channel("console").id,
      CONSOLE_INPUT: "typed",
    });
    await program.untilPrinted("turn on the Message Content Intent (Developer Portal");
    await program.untilPrinted('"ready"');
    const adam = discord.person("adam", { in: "console" });
    const use = await adam.slash("/cmd", { command: "say hello" });
    await use.reply();
    const line = await discord.untilMessage("console", ({ content }) => content.includes("hello"));
    await adam.say("console", "say replied", { replyTo: line });
    await until(() => panel.server("survival").stdin.includes("say replied"), "the command");
    program.signal("SIGTERM");
    expect((await program.exited).code).toBe(0);
    expect(program.printed().match(/Message Content Intent/g)).toHaveLength(1);
    expectNoSecrets(program.printed(), world);
  });

  test("sends a file without the HTTP client that Node brings", async () => {
    await using world = await openWorld();
    await using program = startProgram(
      world.environment,
      'process.on("SIGUSR2", () => console.log("own client:", process.moduleLoadList.some((name) => /undici/.test(name))))',
    );
    await program.untilPrinted('"ready"');
    const use = await world.discord
      .person("adam", { in: "general" })
      .slash("/files download", { path: "server.properties" });
    expect((await use.reply()).attachments).toMatchObject([{ filename: "server.properties" }]);
    program.signal("SIGUSR2");
    await program.untilPrinted("own client: false");
    program.signal("SIGINT");
    expect((await program.exited).code).toBe(0);
  });

  test("sends a file also where that client is there before it: behind a proxy, or traced", async () => {
    await using world = await openWorld();
    const traced = 'import "node:http";';
    await using program = startProgram(world.environment, traced);
    await program.untilPrinted('"ready"');
    const use = await world.discord
      .person("adam", { in: "general" })
      .slash("/files download", { path: "server.properties" });
    expect((await use.reply()).attachments).toMatchObject([{ filename: "server.properties" }]);
    program.signal("SIGINT");
    expect((await program.exited).code).toBe(0);
  });

  test("goes on after errors that nobody caught", async () => {
    await using world = await openWorld();
    await using program = startProgram(
      world.environment,
      'setTimeout(() => { Promise.reject(new Error("nobody waits")); throw new Error("out of a listener"); }, 300)',
    );
    await program.untilPrinted('"ready"');
    await program.untilPrinted("out of a listener");
    await program.untilPrinted("nobody waits");
    const use = await world.discord.person("vera", { in: "general" }).slash("/servers");
    expect((await use.reply()).content).toContain("**survival**");
    program.signal("SIGINT");
    expect((await program.exited).code).toBe(0);
  });

  test.each([
    [
      "a wrong Discord token",
      (): Record<string, string> => ({ DISCORD_TOKEN: `wrong-token-${"y".repeat(40)}` }),
      "Discord does not accept DISCORD_TOKEN: make a new one",
    ],
    [
      "a wrong panel key",
      (): Record<string, string> => ({ PANEL_API_KEY: `ptlc_${"y".repeat(43)}` }),
      "The panel does not accept PANEL_API_KEY: make a new key",
    ],
    [
      "an application id of another bot",
      (): Record<string, string> => ({ DISCORD_APP_ID: "814000000000000002" }),
      "DISCORD_APP_ID belongs to another application",
    ],
  ])("ends over %s with one sentence, 78 and no secret", async (_, wrong, sentence) => {
    await using world = await openWorld();
    const environment = { ...world.environment, ...wrong() };
    await using program = startProgram(environment);
    const { code, afterMs } = await program.exited;
    expect(code).toBe(78);
    expect(afterMs).toBeLessThan(8000);
    expect(program.printed().split(sentence).length - 1).toBeGreaterThan(0);
    expect(program.printed()).not.toContain("yyyyyyyy");
    expectNoSecrets(program.printed(), world);
  });

  test("waits for a Discord and a panel that accept and never answer, and leaves with 0 within 5 s", async () => {
    const streams = new Set<Socket>();
    const mute = createServer((stream) => {
      streams.add(stream);
    }).listen(0, "127.0.0.1");
    await until(() => mute.listening);
    const url = `http://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const keys = { DISCORD_TOKEN: houseToken, PANEL_API_KEY: `ptlc_${"k".repeat(43)}` };
    await using program = startProgram({ ...keys, DISCORD_API_URL: `${url}/api`, PANEL_URL: url });
    // Both have been asked.
    await until(() => streams.size >= 2);
    program.signal("SIGTERM");
    const { code, afterMs } = await program.exited;
    expect(code).toBe(0);
    expect(afterMs).toBeLessThan(4500);
    for (const stream of streams) stream.destroy();
    mute.close();
  });

  test("stays while neither Discord nor the panel can be reached", async () => {
    const keys = { DISCORD_TOKEN: houseToken, PANEL_API_KEY: `ptlc_${"k".repeat(43)}` };
    const nowhere = "http://127.0.0.1:1";
    await using program = startProgram({ ...keys, DISCORD_API_URL: `${nowhere}/api`, PANEL_URL: nowhere });
    const tries = (): number => program.printed().split("Discord cannot be reached yet").length - 1;
    await until(() => tries() >= 2);
    program.signal("SIGTERM");
    expect(await program.exited).toMatchObject({ code: 0 });
  });

  test("ends over a bad configuration with everything that is wrong at once", async () => {
    const secret = `ptla_${"z".repeat(43)}`;
    await using program = startProgram({ PANEL_API_KEY: secret, PANEL_URL: "panel", ACCESS_NOTHING: "1" });
    const { code } = await program.exited;
    expect(code).toBe(78);
    const printed = program.printed();
    expect(printed).toContain("Roost cannot start: 4 settings need a change");
    for (const variable of [
      "DISCORD_TOKEN is missing",
      "PANEL_API_KEY",
      "PANEL_URL",
      "ACCESS_NOTHING names no command",
    ])
      expect(printed).toContain(variable);
    expect(printed).not.toContain("zzzz");
    expect(printed).not.toMatch(/\bat .*\.ts:\d+/);
  });

  test("ends over a port or a data folder that somebody else uses", async () => {
    await using world = await openWorld();
    const taken = createServer().listen(0, "127.0.0.1");
    await until(() => taken.listening);
    const port = String((taken.address() as AddressInfo).port);
    await using first = startProgram({ ...world.environment, HTTP_PORT: port });
    expect((await first.exited).code).toBe(78);
    expect(first.printed()).toContain("HTTP_PORT cannot be listened on");
    taken.close();
    await using second = startProgram({ ...world.environment, DATA_DIR: "/dev/null/data" });
    expect((await second.exited).code).toBe(78);
    expect(second.printed()).toMatch(/DATA_DIR cannot be/);
  });

  test("ends when the token is revoked while it runs, and when the key is", async () => {
    await using world = await openWorld();
    await using first = startProgram(world.environment);
    await first.untilPrinted('"ready"');
    world.discord.revokeToken();
    expect((await first.exited).code).toBe(78);
    expect(first.printed()).toContain("Discord does not accept DISCORD_TOKEN");

    await using other = await openWorld();
    await using second = startProgram(other.environment);
    await second.untilPrinted('"ready"');
    await until(() => other.panel.wings.sockets() === 2, "both consoles");
    other.panel.revokeKey();
    const use = await other.discord.person("adam", { in: "general" }).slash("/backup list");
    await use.reply();
    expect((await second.exited).code).toBe(78);
    expect(second.printed()).toContain("The panel does not accept PANEL_API_KEY");
  });
});

describe("nothing else ends it:", () => {
  test("a panel that is down at the start", async () => {
    await using house = await openHouse({
      before: ({ panel }) => {
        panel.down();
      },
      unready: true,
    });
    await house.travel(20_000);
    await house.starting;
    const early = await house.person("vera").slash("/status");
    expect((await early.reply()).content).toBe(
      "Roost sees no server yet: the panel has not answered, or its key sees none. Try again in a minute.",
    );
    expect((await house.health()).status).toBe(200);
    house.panel.up();
    await house.travel(120_000);
    await until(() => house.panel.wings.sockets() === 2, "both consoles");
    await house.untilConsolesOpen();
    const later = await house.person("vera").slash("/status");
    expect((await later.reply()).embeds[0]?.title).toBe("survival");
  });

  test("a Discord that is down at the start", async () => {
    await using house = await openHouse({
      before: ({ discord }) => {
        discord.outage(true);
      },
      unready: true,
    });
    await until(() => house.loggedWith("Discord cannot be reached yet").length > 0, "a failed login");
    expect((await house.health()).status).toBe(503);
    house.discord.outage(false);
    await house.travel(60_000);
    await until(() => house.loggedWith("connected to Discord").length > 0, "the login");
    await house.discord.ready();
    const use = await house.person("vera").slash("/status");
    expect((await use.reply()).embeds).toHaveLength(1);
  });

  test.each([
    ["a gateway that drops", 4000],
    ["a gateway that breaks off", 1006],
  ])("%s", async (_, code) => {
    await using house = await openHouse();
    const { connected } = house.discord.gatewayCounts;
    expect(connected).toBe(1);
    house.discord.dropGateway(code);
    await house.discord.until(
      () =>
        (house.discord.gatewayCounts.resumes > 0 && house.discord.gatewayCounts.connected === 1) || undefined,
    );
    const use = await house.person("vera").slash("/status");
    expect((await use.reply()).embeds).toHaveLength(1);
  });

  test("a session that Discord no longer knows", async () => {
    await using house = await openHouse();
    const { identifies } = house.discord.gatewayCounts;
    house.discord.forgetSessions();
    house.discord.reconnect();
    await house.discord.until(() => house.discord.gatewayCounts.identifies > identifies || undefined, 15_000);
    await until(() => house.discord.gatewayCounts.connected === 1, "the gateway");
    const use = await house.person("vera").slash("/status");
    expect((await use.reply()).embeds).toHaveLength(1);
    expect(house.discord.commandWrites).toBe(1);
  });

  test("a node that goes away and comes back", async () => {
    await using house = await openHouse();
    house.panel.wings.restart();
    await house.travel(60_000);
    await house.untilConsolesOpen();
    const use = await house.person("vera").slash("/status");
    expect((await use.reply()).embeds[0]?.color).toBe(0x57_f2_87);
  });
});
