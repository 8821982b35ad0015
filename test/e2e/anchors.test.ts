/**
 * Defects that were read in the code of other bots, each as a test: what they do wrong is done right here. Those of the
 * socket are in test/wings and test/fleet; newlines in options, slow panels and limits of 0 also in their own files.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fieldsOf, House, openHouse, quickTimings, until } from "./house.ts";

const toConsole = ({ discord }: { discord: House["discord"] }) => ({
  CONSOLE_CHANNEL_ID: discord.guild.channel("console").id,
});

const consoleText = (house: House): string =>
  house.discord
    .messages("console")
    .map(({ content }) => content)
    .join("\n");

describe("states", () => {
  test("called online or missing, as other APIs have them, are no states: the server is what the node says it is", async () => {
    await using house = await openHouse();
    const { node } = house.panel.server("survival");
    for (const state of ["online", "missing", "Running", ""]) node.emit("status", [state]);
    await house.travel(2000, 200);
    const use = await house.person("vera").slash("/status");
    const reply = await use.reply();
    expect(fieldsOf(reply)["State"]).toBe("🟢 Running");
    expect(JSON.stringify(reply.embeds)).not.toMatch(/online|missing/i);
  });

  test("a limit of 0 is no limit, in every reading of it", async () => {
    await using house = await openHouse({
      panel: { servers: [{ name: "free", running: true, limits: { memory: 0, cpu: 0, disk: 0 } }] },
    });
    const use = await house.person("vera").slash("/status");
    const { CPU, Memory, Disk } = fieldsOf(await use.reply());
    expect(`${CPU} ${Memory} ${Disk}`).not.toMatch(/ of |Infinity|NaN|\(/);
  });
});

describe("more than 25", () => {
  test("servers are suggested 25 at a time, listed in pages, and each can be named", async () => {
    const names = Array.from({ length: 40 }, (_, index) => `server number ${index + 1}`);
    await using house = await openHouse({
      panel: { servers: names.map((name) => ({ name, running: false })) },
    });
    const person = house.person("vera");
    expect(await person.autocomplete("/status", { server: "" }, "server")).toHaveLength(25);
    const [last] = await person.autocomplete("/status", { server: "number 40" }, "server");
    const use = await person.slash("/status", { server: String(last?.value) });
    expect((await use.reply()).embeds[0]?.title).toBe("server number 40");
    const list = await person.slash("/servers");
    const page = await list.reply();
    expect(page.content).toContain("(40)");
    expect(page.content.length).toBeLessThanOrEqual(2000);
    const next = await person.click(page, "More ▶");
    expect((await next.reply()).content).toContain("server number 16");
  });
});

describe("after 15 minutes", () => {
  test("an outcome reaches its asker in the channel, for the reply cannot be edited any more", async () => {
    await using house = await openHouse({ panel: { timings: { ...quickTimings, backupMs: 17 * 60_000 } } });
    const use = await house.person("oscar").slash("/backup create", { name: "slow one" });
    const reply = await use.reply();
    await house.travel(18 * 60_000, 5000);
    const { id } = house.person("oscar");
    const told = await house.discord.untilMessage("general", ({ content }) => content.includes("is done"));
    expect(told.content).toMatch(new RegExp(`^<@${id}> 🟢 The backup \\*\\*slow one\\*\\* is done: `));
    expect(told.id).not.toBe(reply.id);
    expect(told.pings).toEqual({ users: [id], roles: [], everyone: false });
    const edits = house.discord.requests.filter(({ method, status }) => method === "PATCH" && status >= 400);
    expect(edits).toEqual([]);
  });
});

describe("its own message", () => {
  test("is known by its id, however many others speak, and never looked for", async () => {
    await using house = await openHouse({ environment: toConsole });
    const survival = house.panel.server("survival");
    survival.print("the first line");
    const own = await house.discord.untilMessage("console", ({ content }) =>
      content.includes("the first line"),
    );
    for (let index = 0; index < 15; index += 1) await house.person("vera").say("console", `chat ${index}`);
    survival.print("the second line");
    await until(() => consoleText(house).includes("the second line"), "the second line");
    const wrote = house.discord.messages("console").filter(({ author }) => author.bot);
    expect(wrote[0]?.id).toBe(own.id);
    expect(wrote.map(({ content }) => content).join("\n")).toMatch(/first line[^]*second line/);
    expect(
      house.discord.requests.filter(({ method, route }) => method === "GET" && route.includes("messages")),
    ).toEqual([]);
  });
});

describe("text from the game", () => {
  test("pings nobody, breaks out of no block and shows no colour codes: in the channel and in the answer of /cmd", async () => {
    await using house = await openHouse({ environment: toConsole });
    const hostile = "@everyone <@&1> ``` **x** \u202Egnorw\u202C \u001B[31mred\u001B[0m";
    house.panel.server("survival").says("Eve", hostile);
    const posted = await house.discord.untilMessage("console", ({ content }) => content.includes("Eve"));
    const use = await house.person("adam").slash("/cmd", { command: "say hello" });
    await until(() => house.panel.server("survival").stdin.length > 0, "the command");
    house.panel.server("survival").says("Eve", hostile);
    const answer = await use.reply();
    for (const { content, pings } of [posted, answer]) {
      expect(pings).toEqual({ users: [], roles: [], everyone: false });
      expect(content).toContain("@everyone");
      expect(content.match(/```/g)).toHaveLength(2);
      expect(content).not.toMatch(/[\u202E\u001B]/);
    }
  });
});

describe("an option with a newline", () => {
  test("is one refused command, not two sent ones", async () => {
    await using house = await openHouse();
    const use = await house.person("adam").slash("/cmd", { command: "say hi\nstop" });
    expect((await use.reply()).content).toMatch(/^Nothing was sent: a command must be one line/);
    expect(house.panel.server("survival").stdin).toEqual([]);
    expect(house.panel.server("survival").state).toBe("running");
  });
});

describe("one client", () => {
  test("asks the panel with one key, opens one socket for each server and renews its token in place", async () => {
    await using house = await openHouse();
    for (const command of ["list", "tps", "help"]) {
      const use = await house.person("adam").slash("/cmd", { command });
      await house.travel(800, 100);
      await use.reply();
    }
    await house.travel(11 * 60_000, 1000);
    expect(house.panel.wings.socketsOpened).toBe(2);
    expect(house.panel.wings.authFrames).toBe(4);
    expect(new Set(house.panel.requests.map(({ user }) => user)).size).toBe(1);
    expect(house.panel.rateLimited).toBe(0);
  });
});

describe("a Discord that fails", () => {
  test("while a command is acknowledged: nothing is done, and the bot goes on", async () => {
    await using house = await openHouse();
    house.discord.failNext(503, { path: "/callback", times: 4 });
    const lost = await house.person("oscar").slash("/power", { signal: "stop" });
    await until(() => house.loggedWith("could not be acknowledged").length > 0, "the log line");
    expect(house.panel.server("survival").powerSignals).toEqual([]);
    await expect(lost.reply(50)).rejects.toThrow();
    const use = await house.person("oscar").slash("/power", { signal: "stop" });
    await use.until(({ content }) => content.includes("is stopped"));
    expect(house.panel.server("survival").powerSignals).toEqual(["stop"]);
  });

  test("while a reply is edited: the deed is done once and recorded, and the bot goes on", async () => {
    await using house = await openHouse();
    house.discord.failNext(500, { method: "PATCH", path: "/webhooks", times: 4 });
    await house.person("oscar").slash("/power", { signal: "stop" });
    await until(() => house.panel.server("survival").state === "offline", "the stop");
    const use = await house.person("vera").slash("/status");
    expect((await use.reply()).embeds).toHaveLength(1);
    expect(house.panel.server("survival").powerSignals).toEqual(["stop"]);
    const [record] = await house.records();
    expect(record).toMatchObject({ command: "power", decision: "allowed" });
    expect(record?.outcome).toContain("is stopped");
  });

  test("with a 429: it is waited for, and nothing is sent twice", async () => {
    await using house = await openHouse();
    house.discord.rateLimitNext(300, { path: "/webhooks" });
    const use = await house.person("oscar").slash("/power", { signal: "stop" });
    await use.until(({ content }) => content.includes("is stopped"));
    expect(house.panel.server("survival").powerSignals).toEqual(["stop"]);
  });
});

describe("two programs with one token", () => {
  test("do a command once: the one that is too late to acknowledge does nothing", async () => {
    await using house = await openHouse();
    const dataDir = await mkdtemp(join(tmpdir(), "roost-"));
    const second = new House({
      clock: house.clock,
      discord: house.discord,
      panel: house.panel,
      dataDir,
      environment: { ...house.environment, DATA_DIR: dataDir },
      mayFind: undefined,
    });
    await second.restart();
    await second.untilConsolesOpen();
    const use = await house.person("oscar").slash("/power", { signal: "stop" });
    await use.until(({ content }) => content.includes("is stopped"));
    const late = (): number =>
      house.loggedWith("could not be acknowledged").length +
      second.loggedWith("could not be acknowledged").length;
    await until(() => late() === 1, "the late one");
    expect(house.panel.server("survival").powerSignals).toEqual(["stop"]);
    await second.app.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
});
